"""A reader of the history meets words: every field of every register has one on the pages too."""

import json
import re
from pathlib import Path

import pytest

from daicho.oversight.exports.holdings import REGISTERS
from daicho.oversight.violations.rules.catalogue import RULES

FRONTEND = Path(__file__).resolve().parents[3] / "frontend/src"


def words(language: str) -> dict[str, str]:
    """What the pages say in this language."""
    files = (FRONTEND / "i18n" / language).glob("*.json")
    return {key: word for file in files for key, word in json.loads(file.read_text()).items()}


def kept_back() -> set[str]:
    """Bookkeeping that the pages do not show."""
    told = (FRONTEND / "timeline/differences.ts").read_text()
    found = re.search(r"INTERNAL = new Set\(\[(.*?)\]\)", told)
    assert found is not None
    return set(re.findall(r"'(\w+)'", found[1]))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_field_of_every_register_has_a_word_in_the_history(language: str) -> None:
    known, hidden = words(language), kept_back()
    assert [
        (register.name, field)
        for register in REGISTERS
        for field in register.row.__struct_fields__
        if field not in hidden
        and f"field.{field}" not in known
        and f"history_field.{register.name}.{field}" not in known
    ] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_family_of_rules_and_every_way_to_mend_has_a_word(language: str) -> None:
    known = words(language)
    wanted = {f"family.{rule.family}" for rule in RULES} | {
        f"fix.{fix}" for rule in RULES for fix in rule.fixes
    }
    assert wanted - known.keys() == set()
