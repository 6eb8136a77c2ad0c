"""A witness keeps what it has seen grow, and nothing else."""

import argparse
import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from daicho.cli import witness as command
from daicho.foundation.history import notes
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.oversight.exports import witness
from daicho.oversight.exports.verify import verify
from tests.unit.exports import tampering as tamper
from tests.unit.exports.making import Made

NOW = datetime(2023, 2, 20, 1, tzinfo=UTC)


def test_checkpoints_are_held_as_the_log_grows(cut: Made, tmp_path: Path) -> None:
    first, _ = witness.add(tmp_path, cut.older, cut.key)
    second, verdict = witness.add(tmp_path, cut.bundle, None)
    assert verdict.pinned == ["key", "checkpoint"]
    assert first.size < second.size
    assert witness.listed(tmp_path) == [first, second]


def test_the_first_bundle_needs_the_key_from_elsewhere(cut: Made, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        witness.add(tmp_path, cut.older, None)
    other = str(notes.verifier_of("test.daicho", Ed25519PrivateKey.generate()))
    with pytest.raises(Refused) as refused:
        witness.add(tmp_path, cut.older, other)
    assert refused.value.facts["problem"] == "bundle-key-differs"
    assert witness.listed(tmp_path) == []


def test_a_shortened_log_is_refused(cut: Made, tmp_path: Path) -> None:
    held, _ = witness.add(tmp_path, cut.bundle, cut.key)
    with pytest.raises(Refused) as refused:
        witness.add(tmp_path, cut.older, None)
    assert refused.value.facts["problem"] == "held-checkpoint-newer"
    assert witness.listed(tmp_path) == [held]


def test_a_damaged_bundle_leaves_what_is_held_as_it_was(
    cut: Made, tmp_path: Path, broken: Path
) -> None:
    held, _ = witness.add(tmp_path, cut.older, cut.key)
    parts = tamper.with_file(cut.bundle, "history/leaves.bin", lambda d: d[:-32])
    broken.write_bytes(tamper.packed(parts))
    with pytest.raises(Refused):
        witness.add(tmp_path, broken, None)
    assert witness.listed(tmp_path) == [held]


def test_a_cosigned_checkpoint_carries_both_signatures_and_still_pins(
    cut: Made, tmp_path: Path
) -> None:
    witness.add(tmp_path, cut.older, cut.key)
    note = witness.cosign(tmp_path, "audit.example", NOW)
    printed = witness.own_verifier(tmp_path, "audit.example")
    public = base64.b64decode(printed.split("+", 2)[2])[1:]
    log = notes.read_verifier(cut.key)
    assert witness.cosigned_at(note, log, "audit.example", public) == int(NOW.timestamp())
    assert witness.cosigned_at(note, log, "other.example", public) is None
    assert witness.cosigned_at(note, log, "audit.example", bytes(32)) is None
    assert verify(cut.bundle, checkpoint=note).ok
    assert witness.listed(tmp_path)[0].cosigned


def test_there_is_nothing_to_cosign_in_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        witness.cosign(tmp_path, "audit.example", NOW)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n"])
def test_a_name_that_no_note_can_carry_is_refused(cut: Made, tmp_path: Path, name: str) -> None:
    witness.add(tmp_path, cut.older, cut.key)
    with pytest.raises(Invalid):
        witness.cosign(tmp_path, name, NOW)


def told(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser.add_subparsers(required=True))
    args = parser.parse_args(["witness", *words])
    return int(args.run(args))


def test_the_command_keeps_lists_and_cosigns(
    cut: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--folder", str(tmp_path), "--json"]
    assert told("add", str(cut.bundle), "--key", cut.key, *place) == 0
    size = json.loads(capsys.readouterr().out)["size"]
    assert told("add", str(cut.older), *place) == 1
    assert json.loads(capsys.readouterr().out)["problem"] == "held-checkpoint-newer"
    assert told("cosign", "--name", "audit.example", *place) == 0
    assert "audit.example" in json.loads(capsys.readouterr().out)["key"]
    assert told("list", *place) == 0
    assert [h["size"] for h in json.loads(capsys.readouterr().out)] == [size]
    with pytest.raises(Invalid):
        told("add", str(tmp_path / "nowhere.zip"), *place)
