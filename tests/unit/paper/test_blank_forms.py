"""A form takes its acts in their order, each once, within its time; void and used ones stay what they are."""

from datetime import datetime, timedelta

import pytest

from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Refused
from daicho.oversight.paper import model
from daicho.oversight.paper.model import STEPS, BlankForm, Deed, Form

NOW = datetime(2023, 2, 20, 10, 0, tzinfo=JST)


def blank(form: Form = "take-out") -> BlankForm:
    return BlankForm("F2022-AAAA-0001", 2022, 1, "s", form, "b", "blank", "S1", NOW)


def used(form: BlankForm, steps: int) -> BlankForm:
    for act in STEPS[form.form][:steps]:
        form = model.key_in(form, Deed(act, "S1", NOW, "x:1", "s"), NOW)
    return form


@pytest.mark.parametrize("form", STEPS)
def test_every_act_of_a_form_is_keyed_in_once_and_never_backwards(form: Form) -> None:
    for done in range(len(STEPS[form]) + 1):
        filled = used(blank(form), done)
        assert model.left(filled) == STEPS[form][done:]
        for act in STEPS[form][:done]:
            with pytest.raises(Refused, match="act-keyed-already"):
                model.refuse_unfit(filled, act, NOW, NOW)


@pytest.mark.parametrize("form", STEPS)
def test_no_act_of_another_form_is_keyed_in(form: Form) -> None:
    for act in {act for steps in STEPS.values() for act in steps} - set(STEPS[form]):
        with pytest.raises(Refused, match="act-not-of-form"):
            model.refuse_unfit(blank(form), act, NOW, NOW)


def test_only_a_blank_form_is_made_void_and_nothing_is_keyed_in_from_it() -> None:
    void = model.void(blank(), "S1", "c:x", NOW)
    assert model.left(void) == ()
    with pytest.raises(Refused, match="form-void"):
        model.refuse_unfit(void, "requestTakeOut", NOW, NOW)
    for form in (void, used(blank(), 1)):
        with pytest.raises(Refused, match="form-not-blank"):
            model.void(form, "S1", "c:x", NOW)


def test_what_a_form_is_about_stays() -> None:
    form = used(blank(), 1)
    with pytest.raises(Refused, match="form-of-another-matter"):
        model.key_in(form, Deed("approveTakeOut", "S2", NOW, "x:2", "s"), NOW)
    with pytest.raises(Refused, match="form-of-another-section"):
        model.key_in(form, Deed("approveTakeOut", "S2", NOW, "x:1", "t"), NOW)


def test_a_form_printed_within_the_minute_takes_that_minute() -> None:
    form = blank()
    later = NOW + timedelta(seconds=40)
    model.refuse_unfit(form, "requestTakeOut", NOW, later)
    with pytest.raises(Refused, match="happened-before-form"):
        model.refuse_unfit(form, "requestTakeOut", NOW - timedelta(seconds=1), later)


def test_marks_of_sections_are_told_apart() -> None:
    ids = ["0000-aaaa1111", "0000-bbbb1111", "0000-cccc2222"]
    marks = {model.marked(one, ids) for one in ids}
    assert marks == {"A1111", "B1111", "2222"}
