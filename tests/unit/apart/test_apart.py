"""A file is opened in a process apart: its answer, its refusal, or one of four ways to end without a word."""

import asyncio
import sys

import msgspec
import pytest

from daicho.foundation.apart.service import WAITING, Apart, Ending
from daicho.foundation.kernel.errors import Forbidden, Refused

SERVES = """
import msgspec, os, signal, time
from daicho.foundation.apart.within import Limits, serve
from daicho.foundation.kernel.errors import Forbidden

class Question(msgspec.Struct):
    name: str

def answer(question, content):
    {answer}

serve(Question, answer, Limits(memory=2**28, seconds=1, answer=2**20))
"""


class Question(msgspec.Struct):
    name: str


def told(ending: Ending, status: int) -> Refused:
    return Refused(ending, status=status)


def opener(answer: str, *, patience: float = 60) -> Apart:
    command = (sys.executable, "-I", "-c", SERVES.format(answer=answer))
    return Apart(command, told, patience=patience)


def refusal(answer: str, *, patience: float = 60) -> Refused:
    with pytest.raises(Refused) as caught:
        opener(answer, patience=patience).run(Question("a"), b"content")
    return caught.value


def test_the_answer_is_made_from_the_question_and_the_file() -> None:
    answer = opener("return question.name.encode() + content").run(Question("a"), b"\n\0b")
    assert answer == b"a\n\0b"


def test_a_refusal_keeps_its_code_its_facts_and_its_kind() -> None:
    refused = refusal('raise Forbidden("not-yours", most=3)')
    assert type(refused) is Forbidden
    assert (refused.code, refused.facts) == ("not-yours", {"most": 3})


@pytest.mark.parametrize(
    ("answer", "ending"),
    [
        ("while True: pass", "out-of-time"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "out-of-time"),
        ("return bytes(2**21)", "answer-too-large"),
        ("os.abort()", "broken"),
        ("os.write(1, b'{}\\n\\n'); os.abort()", "broken"),
        ("os._exit(0)", "broken"),
        ("return bytes(2**29)", "broken"),
    ],
)
def test_a_process_that_ends_without_a_word_is_told_by_the_way_it_ended(
    answer: str, ending: Ending
) -> None:
    assert refusal(answer).code == ending


def test_a_process_that_only_waits_is_ended_when_patience_is() -> None:
    assert refusal("time.sleep(600)", patience=0.5).code == "out-of-time"


def test_nothing_of_the_server_s_environment_goes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAICHO_SECRET", "x")
    answer = opener("return repr(sorted(os.environ)).encode() + os.getcwd().encode()")
    assert answer.run(Question("a"), b"") == b"['HOME', 'LANG', 'OPENBLAS_NUM_THREADS']/"


@pytest.mark.anyio
async def test_few_wait_and_places_are_free_again_afterwards() -> None:
    ours = opener("return content")
    asked = [ours.ask(Question("a"), b"b") for _ in range(WAITING + 3)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert answers.count(b"b") == WAITING + 1
    busy = [answer for answer in answers if isinstance(answer, Refused)]
    assert [refused.code for refused in busy] == ["busy"] * 2
    assert await ours.ask(Question("a"), b"again") == b"again"
