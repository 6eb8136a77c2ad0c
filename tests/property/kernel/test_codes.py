"""What the check character promises, over all codes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.kernel import codes
from daicho.foundation.kernel.errors import Invalid

bodies = st.text(codes.ALPHABET, min_size=12, max_size=12)


@given(bodies)
def test_every_code_reads_back_in_every_spelling(body: str) -> None:
    code = codes.make(body)
    assert codes.read(codes.printed(code).lower()) == code


@given(bodies, st.integers(0, 11), st.sampled_from(codes.ALPHABET))
def test_every_single_wrong_character_is_noticed(body: str, place: int, other: str) -> None:
    code = codes.make(body)
    wrong = code[:place] + other + code[place + 1 :]
    if wrong != code:
        with pytest.raises(Invalid, match="wrong-check-character"):
            codes.read(wrong)


@given(bodies, st.integers(0, 10))
def test_every_swap_of_neighbours_is_noticed(body: str, place: int) -> None:
    code = codes.make(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(Invalid, match="wrong-check-character"):
            codes.read(swapped)


@given(st.text(max_size=200))
def test_no_scan_whatsoever_breaks_the_reader(scan: str) -> None:
    with suppress(Invalid):
        assert codes.check_character(codes.read(scan)[:12]) == codes.read(scan)[12]
