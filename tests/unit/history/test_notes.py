"""Signed notes: what other signed-note tools write is read, and what nobody signed is refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from daicho.foundation.history import notes
from daicho.foundation.history.notes import Checkpoint, NoteInvalid

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "example.com/log"
HEAD = Checkpoint(NAME, 3, bytes(32))
VERIFIER = notes.verifier_of(NAME, KEY)
NOTE = notes.sign(HEAD.text(), NAME, KEY)


def test_the_example_of_the_signed_note_specification_verifies() -> None:
    verifier = notes.read_verifier(
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    )
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert notes.verified_text(note, verifier).startswith("If you think")
    assert str(verifier).startswith("PeterNeumann+c74f20a3+")


def test_a_note_gives_its_text_back_and_the_checkpoint_in_it() -> None:
    assert notes.verified_text(NOTE, VERIFIER) == HEAD.text()
    assert notes.read_checkpoint(notes.sole_text(NOTE, VERIFIER)) == HEAD
    assert notes.read_verifier(str(VERIFIER)) == VERIFIER


def test_another_signature_may_stand_beside_but_is_not_the_sole_text() -> None:
    other = Ed25519PrivateKey.generate()
    line = notes.sign(HEAD.text(), "witness", other).rpartition("\n\n")[2]
    assert notes.verified_text(NOTE + line, VERIFIER) == HEAD.text()
    with pytest.raises(NoteInvalid):
        notes.sole_text(NOTE + line, VERIFIER)


def test_loose_bits_of_base64_are_another_spelling() -> None:
    line = NOTE.splitlines()[-1]
    encoded = line.split(" ")[2]
    loose = encoded[:-2] + chr(ord(encoded[-2]) + 1) + encoded[-1]
    assert base64.b64decode(loose) == base64.b64decode(encoded)
    with pytest.raises(NoteInvalid):
        notes.sole_text(NOTE.replace(encoded, loose), VERIFIER)


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "x",
        NOTE[:-1],
        NOTE.replace("3\n", "4\n", 1),
        NOTE.replace("\n\n", "\n"),
        NOTE.replace(NAME + " ", "example.com/other "),
        NOTE.replace("— ", "- "),
        HEAD.text() + "\n",
    ],
)
def test_what_was_not_signed_is_refused(damaged: str) -> None:
    with pytest.raises(NoteInvalid):
        notes.verified_text(damaged, VERIFIER)


def test_another_key_of_the_same_name_is_refused() -> None:
    forged = notes.sign(HEAD.text(), NAME, Ed25519PrivateKey.generate())
    with pytest.raises(NoteInvalid):
        notes.verified_text(forged, VERIFIER)


@pytest.mark.parametrize("size", ["03", "-1", "+3", "３", "3.0", ""])
def test_a_tree_size_has_one_spelling(size: str) -> None:
    root = base64.b64encode(bytes(32)).decode()
    with pytest.raises(NoteInvalid):
        notes.read_checkpoint(f"{NAME}\n{size}\n{root}\n")


@pytest.mark.parametrize("text", ["no newline", "two\n\nparts\n"])
def test_a_text_that_could_be_read_two_ways_is_never_signed(text: str) -> None:
    with pytest.raises(ValueError, match="note"):
        notes.sign(text, NAME, KEY)


@pytest.mark.parametrize("printed", ["", "a+b", "a+00000000+AAAA", str(VERIFIER)[:-4], "x" * 99])
def test_a_damaged_public_key_is_refused(printed: str) -> None:
    with pytest.raises(NoteInvalid):
        notes.read_verifier(printed)
