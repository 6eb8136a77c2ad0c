"""The rules of the house, read from the source itself."""

import ast
import json
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from piccolo.columns import ForeignKey, OnDelete
from piccolo.table import Table

from daicho.app import CONTROLLERS
from daicho.schema import TABLES
from tests.support import source
from tests.support.layers import layers_in_config, layers_in_docs

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
GENERATED = {"frontend/src/api/schema.d.ts"}

# Foreign keys that may be empty, each with its reason.
MAY_BE_NULL = {
    "section.parent": "the municipality's top section stands under none",
    "place.floor": "a key box or a cabinet may be registered before its floor is drawn",
    "asset.place": "a thing that is out, missing or disposed of lies in no storage place",
    "closure.section": "a closure of the whole municipality is of no section",
    "take_out.decided_by": "nobody has decided a fresh request",
    "take_out.decided_for": "only a deputy decides for somebody",
    "take_out.handed_over_by": "what was not handed over was handed over by nobody",
    "take_out.returned_by": "what is still out was returned by nobody",
    "take_out.returned_place": "what is still out was returned to no place",
    "take_out.verified_by": "what is not back was verified by nobody",
    "take_out.checked_by": "what is not back was looked at by nobody",
    "take_out_extension.decided_by": "nobody has decided a fresh request",
    "take_out_extension.decided_for": "only a deputy decides for somebody",
    "asset_transfer.place": "the receiving section may name the place when it accepts",
    "asset_transfer.decided_by": "nobody has answered a fresh proposal",
    "disposal.decided_by": "nobody has decided a fresh request",
    "disposal.decided_for": "only a deputy decides for somebody",
    "disposal.signature": "what staff dispose of themselves nobody signs for",
    "disposal.handed_over_by": "what staff dispose of themselves is handed to nobody",
    "disposal.verified_by": "nobody verifies what has not ended",
    "disposal_line.performed_by": "what waits was done by nobody, and a contractor is no member of staff",
    "disposal_line.recorded_by": "of what waits nothing is recorded",
    "disposal_line.witnessed_by": "clearing needs no witness, and what waits has none yet",
    "disposal_line.lost_by": "most things are there until their end",
    "disposal_certificate.evidence": "a certificate on paper is typed in before it is scanned",
    "disposal_certificate.replaced_by": "a certificate that holds was replaced by none",
    "media_use.ended_by": "nobody has ended a use that goes on",
    "bring_in.bringer": "a visitor is no member of staff",
    "bring_in.decided_by": "nobody has decided a fresh request",
    "bring_in.decided_for": "only a deputy decides for somebody",
    "bring_in.inspected_in_by": "what has not come was inspected by nobody",
    "bring_in.inspected_out_by": "what is still inside was inspected by nobody",
    "bring_in.resolved_by": "most go out as they came in",
    "private_find.bring_in": "most private things were let in by nobody",
    "private_find.settled_by": "nobody has looked into a fresh one",
    "delivery.floor": "a delivery may go to a section whose floor is not drawn",
    "delivery.place": "most deliveries go to a room, not into a storage place",
    "delivery.witness": "nobody may have stood by, which a rule reports",
    "delivery.signature": "a delivery is recorded without anybody signing for it as well",
    "delivery.witness_named_by": "most witnesses are named with the delivery",
    "personnel_change.decided_by": "nobody has decided a fresh proposal",
    "floor_proposal.decided_by": "nobody has decided about an open proposal",
    "sighting.place": "a terminal stands on its desk, not in a storage place",
    "sighting.floor": "a scan says that the terminal is there, not always on which floor",
    "blank_form.voided_by": "what is blank or used was made void by nobody",
    "stock_take.started_by": "nobody has started a stock-take that is planned",
    "stock_take.closed_by": "nobody has closed the counting that goes on",
    "stock_take.completed_by": "nobody has approved a result that is not complete",
    "stock_take.completed_for": "only a deputy approves for somebody",
    "stock_line.asset": "behind an unknown code there is no asset",
    "stock_line.belongs": "an unknown code belongs to no section",
    "stock_line.asset_place": "a terminal in use belongs to no storage place",
    "stock_line.told_place": "most scans go by the place whose label was read before",
    "stock_line.seen_place": "what was not seen was seen at no place",
    "stock_line.seen_by": "what was not seen was seen by nobody",
    "stock_line.proposed_by": "most lines need no correction",
    "stock_line.settled_by": "what is open was settled by nobody",
    "stock_stop.device": "one's own telephone or computer is no shared device",
    "remedy.decided_by": "nobody has decided about a fresh request",
    "remedy.decided_for": "only a deputy decides for somebody",
    "scan.device": "one's own telephone or computer is no shared device",
    "scan.place": "a thing is read wherever it is, not only where it is kept",
    "scan.decided_by": "nobody has decided about a scan that fitted",
    "stray_scan.asset": "a code that was never given to a thing leads to none",
    "stray_scan.settled_by": "nobody has looked into a fresh one",
    "double_location.settled_by": "nobody has looked into a fresh one",
    "violation.floor": "a rule about a person or a take-out concerns no floor",
    "violation.asset": "a rule about an area or a person concerns no asset",
}
# Who may import every slice's tables.
READS_ALL_TABLES = {"daicho.schema"}


@cache
def trees() -> dict[str, ast.Module]:
    return {
        source.module_name(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in source.python_files(source.SRC)
    }


@cache
def sentences(language: str) -> dict[str, str]:
    path = source.SRC / f"daicho/foundation/sentences/{language}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def written_files() -> list[Path]:
    patterns = ("src/**/*.py", "tests/**/*.py", "scripts/*.py", "build_hook.py")
    pages = [f"frontend/src/**/*.{ending}" for ending in ("ts", "svelte", "css", "js")]
    return sorted(path for pattern in (*patterns, *pages) for path in source.ROOT.glob(pattern))


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {
        str(path.relative_to(source.ROOT)): len(path.read_bytes().splitlines())
        for path in written_files()
    }
    assert len(lengths) > 50
    assert {
        name: lines
        for name, lines in lengths.items()
        if lines > LONGEST_FILE and name not in GENERATED
    } == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    found = {m: source.long_functions(tree, LONGEST_FUNCTION) for m, tree in trees().items()}
    assert {module: functions for module, functions in found.items() if functions} == {}


def test_a_function_of_forty_one_lines_is_seen() -> None:
    tree = ast.parse("async def long():\n" + "    x = 1\n" * LONGEST_FUNCTION)
    assert source.long_functions(tree, LONGEST_FUNCTION) == [("long", LONGEST_FUNCTION + 1)]


def foreign_keys(tables: list[type[Table]]) -> dict[str, ForeignKey[Any]]:
    return {
        f"{table._meta.tablename}.{key._meta.name}": key
        for table in tables
        for key in table._meta.foreign_key_columns
    }


def lax_keys(tables: list[type[Table]]) -> set[str]:
    """Foreign keys that delete along, or that may be empty without a reason listed."""
    return {
        name
        for name, key in foreign_keys(tables).items()
        if key._foreign_key_meta.on_delete is not OnDelete.restrict
        or (key._meta.null and name not in MAY_BE_NULL)
    }


def test_every_foreign_key_restricts_and_is_filled_unless_a_reason_is_listed() -> None:
    keys = foreign_keys(list(TABLES))
    assert keys
    assert lax_keys(list(TABLES)) == set()
    assert {name for name in MAY_BE_NULL if not (name in keys and keys[name]._meta.null)} == set()


def test_a_cascading_or_empty_foreign_key_is_seen() -> None:
    class Parent(Table):
        """Stands for any table."""

    class Child(Table):
        """With Piccolo's defaults: nullable and cascading."""

        first = ForeignKey(Parent)
        second = ForeignKey(Parent, null=False, on_delete=OnDelete.cascade)
        third = ForeignKey(Parent, null=False, on_delete=OnDelete.restrict)

    assert lax_keys([Parent, Child]) == {"child.first", "child.second"}


def test_every_table_of_every_slice_is_known_to_the_migrations() -> None:
    known = {(table.__module__, table.__name__) for table in TABLES}
    written = {
        (module, node.name)
        for module, tree in trees().items()
        if module.rsplit(".", 1)[-1] == "tables"
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Table" for base in node.bases)
    }
    assert written == known


def test_a_slice_reads_anothers_rows_only_through_its_service() -> None:
    found = {
        module: tables
        for module, tree in trees().items()
        if module not in READS_ALL_TABLES
        and not module.endswith(".tables")
        and (tables := source.foreign_rows(tree, module))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "from daicho.things.assets.tables import Asset",
        "from daicho.things.assets import tables",
        "import daicho.things.assets.tables",
        "from ..assets.tables import Asset",
    ],
)
def test_a_glance_into_another_slices_tables_is_seen(line: str) -> None:
    tree = ast.parse(f"def late():\n    {line}\n")
    seen = source.foreign_rows(tree, "daicho.things.custody.service")
    assert seen == {"daicho.things.assets.tables"}
    assert source.foreign_rows(tree, "daicho.things.assets.service") == set()


def is_pure(module: str) -> bool:
    pure = ("daicho.places.sight", "daicho.oversight.violations.rules")
    return module.endswith(".model") or module.startswith(pure)


def test_models_rules_and_sight_never_ask_the_clock() -> None:
    pure = {module: tree for module, tree in trees().items() if is_pure(module)}
    assert len(pure) > 5
    assert {m: lines for m, tree in pure.items() if (lines := source.clock_calls(tree))} == {}


def test_asking_the_clock_is_seen() -> None:
    tree = ast.parse("a = datetime.now(tz)\nb = dt.date.today()\nc = clock.today(now)\n")
    assert source.clock_calls(tree) == [1, 2]


def all_refusals() -> tuple[list[source.Refusal], list[str]]:
    names, plain = source.family(trees())
    found: list[source.Refusal] = []
    unread: list[str] = []
    for module, tree in trees().items():
        some, dark = source.refusals(tree, module, names=names, plain=plain)
        found += some
        unread += dark
    return found, unread


def test_every_error_code_can_be_read_and_has_its_sentence_in_both_languages() -> None:
    found, unread = all_refusals()
    codes = {code: refusal.place for refusal in found for code in refusal.codes}
    assert len(codes) > 20
    assert unread == []
    for language in ("ja", "en"):
        missing = {code: place for code, place in codes.items() if code not in sentences(language)}
        assert missing == {}, language


def test_both_catalogues_have_the_same_codes_and_places_for_facts() -> None:
    japanese, english = sentences("ja"), sentences("en")
    assert japanese.keys() == english.keys()
    assert {
        code: (japanese[code], english[code])
        for code in japanese
        if source.placeholders(japanese[code]) != source.placeholders(english[code])
    } == {}


def test_every_fact_that_a_sentence_names_is_given_where_the_code_is_raised() -> None:
    wanted = {code: source.placeholders(text) for code, text in sentences("ja").items()}
    assert {
        f"{refusal.place} {code}": sorted(lacking)
        for refusal in all_refusals()[0]
        for code in refusal.codes
        if not refusal.open_facts and (lacking := wanted.get(code, frozenset()) - refusal.facts)
    } == {}


def test_codes_are_read_from_every_way_of_raising_them() -> None:
    text = """
class Own(Refused):
    pass
class Placed(Own):
    def __init__(self, place):
        super().__init__("placed", place=place)
def f(step, table):
    code = "one" if step else "two"
    raise Own(code, a=1)
    raise Refused("three", **step)
    raise Refused(step.why, b=2)
    raise Placed("not a code")
    raise Refused(table[step])
STEP = Step(why="four")
"""
    tree = ast.parse(text)
    names, plain = source.family({"m": tree})
    found, unread = source.refusals(tree, "m", names=names, plain=plain)
    read = {tuple(sorted(each.codes)): (set(each.facts), each.open_facts) for each in found}
    assert read == {
        ("placed",): ({"place"}, False),
        ("one", "two"): ({"a"}, False),
        ("three",): (set(), True),
        ("four",): ({"b"}, False),
    }
    assert unread == ["m:13"]


def test_the_architecture_page_names_the_floors_and_slices_that_are_checked() -> None:
    config = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    page = (source.ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    checked = layers_in_config(config["tool"]["importlinter"]["contracts"])
    floors = {f"daicho.{name}" for layer in checked["daicho"][1:] for name in layer}
    built = {floor for floor in floors if (source.SRC / floor.replace(".", "/")).is_dir()}
    assert built == checked.keys() - {"daicho"}
    assert layers_in_docs(page) == checked


def test_the_architecture_page_is_honest_about_what_is_not_built() -> None:
    page = (source.ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    written = re.search(r"^Not built yet: (?P<names>.+?)\.$", page, re.MULTILINE | re.DOTALL)
    absent = {
        name
        for container, order in layers_in_docs(page).items()
        for name in frozenset().union(*order)
        if not any(
            (source.SRC / container.replace(".", "/") / (name + ending)).exists()
            for ending in (".py", "/__init__.py")
        )
    }
    assert written is None or absent == set(re.findall(r"`(\w+)`", written["names"]))
    assert written is not None or absent == set()


def test_every_controller_is_listed_once() -> None:
    assert [one.__name__ for one, times in Counter(CONTROLLERS).items() if times > 1] == []
