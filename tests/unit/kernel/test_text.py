"""Residents' numbers have no place in this system."""

import pytest

from daicho.foundation.kernel.errors import Invalid
from daicho.foundation.kernel.text import holds, refuse_resident_numbers


@pytest.mark.parametrize(
    "text",
    [
        "123456789018",
        "番号は１２３４５６７８９０１８です",
        "1234-5678-9018",
        "1234 5678 9018 について",
        "住民票コード 12345678903",
    ],
)
def test_a_number_with_a_valid_check_digit_is_refused_without_echo(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_resident_numbers(text, place="purpose")
    assert refused.value.facts == {"place": "purpose"}


@pytest.mark.parametrize(
    "text",
    [
        "受付番号 123456789012",
        "電話 090-1234-5678",
        "03-3802-3111",
        "1234567890123456",
        "2023-02-20 10:00",
    ],
)
def test_other_numbers_may_stand(text: str) -> None:
    refuse_resident_numbers(text, place="purpose")


def test_words_are_found_whatever_their_width_and_case() -> None:
    told = ["M-2022-0001", "本庁舎３階", "ﾉｰﾄPC"]
    for words in ("m-2022", "本庁舎3", "ノートｐｃ", " Ｍ－２０２２ ", "", None):
        assert holds(told, words), words
    assert not holds(told, "本庁舎4")
    assert not holds([], "何か")
