"""Control codes as people scan and type them."""

import pytest

from daicho.foundation.kernel import codes
from daicho.foundation.kernel.errors import Invalid

CODE = codes.make("0123456789AB")


def test_the_check_character_is_that_of_iso_7064_mod_37_36() -> None:
    assert (
        codes.check_character("A12425GABC1234002") == "M"
    )  # the worked example of ISO 15706 / GRid
    assert codes.check_character("") == "1"


@pytest.mark.parametrize(
    "scan",
    [
        CODE,
        codes.printed(CODE),
        codes.printed(CODE).lower(),
        "０１２３－４５６７－８９ａｂ－９",
        f"HTTPS://DAICHO.EXAMPLE/Q/{CODE}",
        f"https://10.0.0.5:8443/q/{codes.printed(CODE)}",
        f"  {CODE}\u3000",
    ],
)
def test_hyphens_case_width_and_any_host_do_not_matter(scan: str) -> None:
    assert codes.read(scan) == CODE


@pytest.mark.parametrize(
    "scan",
    [
        "",
        "hello",
        CODE[:-1],
        CODE + "0",
        "javascript:alert(1)",
        f"ftp://host/Q/{CODE}",
        f"https://host/x/{CODE}",
        f"{CODE}\x00",
        f"{CODE}\n",
        "A" * 65,
        "<script>alert(1)</script>",
        "IIIIIIIIIIIII",
    ],
)
def test_anything_else_is_not_one_of_ours(scan: str) -> None:
    with pytest.raises(Invalid) as refused:
        codes.read(scan)
    assert refused.value.code == "not-one-of-ours"
    assert len(refused.value.facts["scan"]) <= 64
    assert refused.value.facts["scan"].isprintable() or refused.value.facts["scan"] == ""


def test_a_misread_character_is_told_apart_from_a_foreign_code() -> None:
    with pytest.raises(Invalid) as refused:
        codes.read("0123456789AC" + CODE[-1])
    assert refused.value.code == "wrong-check-character"
    assert refused.value.facts["scan"] == "0123-4567-89AC-" + CODE[-1]
