"""What the offline check finds, and what it says about it."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from daicho.oversight.exports.model import CHECKPOINT, ENTRIES, LEAVES, MANIFEST, OPENINGS
from daicho.oversight.exports.verify import Verdict, verify
from tests.unit.exports import tampering as tamper
from tests.unit.exports.making import Made

SECTIONS = "registers/sections.csv"


def judged(broken: Path, data: bytes) -> Verdict:
    broken.write_bytes(data)
    return verify(broken)


def codes(verdict: Verdict) -> set[str]:
    return {problem.code for problem in verdict.problems}


def test_an_untouched_bundle_agrees_with_itself(cut: Made) -> None:
    for bundle in (cut.older, cut.bundle):
        verdict = verify(bundle)
        assert verdict.problems == []
        assert (verdict.ok, verdict.pinned, verdict.key) == (True, [], cut.key)


def test_key_and_earlier_checkpoint_pin_the_bundle_to_something_outside(cut: Made) -> None:
    held = tamper.members(cut.older)[CHECKPOINT].decode()
    verdict = verify(cut.bundle, key=cut.key, checkpoint=held)
    assert (verdict.ok, verdict.pinned) == (True, ["key", "checkpoint"])


def test_a_bundle_that_is_older_than_the_checkpoint_is_a_shortened_log(cut: Made) -> None:
    held = tamper.members(cut.bundle)[CHECKPOINT].decode()
    assert codes(verify(cut.older, checkpoint=held)) == {"held-checkpoint-newer"}


def test_what_is_no_checkpoint_pins_nothing(cut: Made) -> None:
    assert codes(verify(cut.bundle, checkpoint="x")) == {"held-checkpoint-not-of-this-log"}
    assert codes(verify(cut.bundle, key="x")) == {"bundle-key-differs"}


def first_line_of(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        lines = data.split(b"\n")
        return b"\n".join([lines[0], change(lines[1]), *lines[2:]])

    return changed


@pytest.mark.parametrize("pack", [tamper.packed, tamper.ordinarily_packed])
def test_a_changed_entry_is_named_by_its_number(
    cut: Made, broken: Path, pack: Callable[[tamper.Members], bytes]
) -> None:
    def other(line: bytes) -> bytes:
        return line.replace(b"Registered", b"Registerea")

    parts = tamper.with_file(cut.bundle, ENTRIES, first_line_of(other))
    verdict = judged(broken, pack(parts))
    assert verdict.first is not None
    assert (verdict.first.file, verdict.first.seq) == (ENTRIES, 2)
    assert verdict.first.code == "bundle-leaf-differs"


def test_a_lost_entry_is_named_by_its_number(cut: Made, broken: Path) -> None:
    def without_second(data: bytes) -> bytes:
        lines = data.split(b"\n")
        return b"\n".join(lines[:1] + lines[2:])

    parts = tamper.with_file(cut.bundle, ENTRIES, without_second)
    verdict = judged(broken, tamper.packed(tamper.with_hashes(parts)))
    assert verdict.first is not None
    assert (verdict.first.code, verdict.first.seq) == ("bundle-number-gap", 3)


def test_swapped_entries_are_found(cut: Made, broken: Path) -> None:
    def swapped(data: bytes) -> bytes:
        lines = data.split(b"\n")
        return b"\n".join([lines[1], lines[0], *lines[2:]])

    parts = tamper.with_file(cut.bundle, ENTRIES, swapped)
    verdict = judged(broken, tamper.packed(tamper.with_hashes(parts)))
    assert "bundle-entry-misplaced" in codes(verdict)


def test_a_repeated_entry_is_found(cut: Made, broken: Path) -> None:
    parts = tamper.with_file(cut.bundle, ENTRIES, lambda data: data[: data.index(b"\n") + 1] + data)
    assert "bundle-entry-misplaced" in codes(judged(broken, tamper.packed(parts)))


def test_a_changed_table_is_found_even_when_the_manifest_is_made_to_fit(
    cut: Made, broken: Path
) -> None:
    parts = tamper.with_file(cut.bundle, SECTIONS, lambda d: d.replace("𠮷田".encode(), b"x"))
    verdict = judged(broken, tamper.packed(tamper.with_hashes(parts)))
    assert {"bundle-sheet-differs", "bundle-signature-wrong"} <= codes(verdict)
    assert verdict.first is not None
    assert (verdict.first.file, verdict.first.seq) == (SECTIONS, 10)


def test_a_changed_table_is_found_even_under_a_forged_signature(cut: Made, broken: Path) -> None:
    parts = tamper.with_file(cut.bundle, SECTIONS, lambda d: d.replace("𠮷田".encode(), b"x"))
    forged = tamper.signed_anew(parts, Ed25519PrivateKey.generate())
    assert codes(judged(broken, tamper.packed(forged))) == {"bundle-sheet-differs"}


def rewritten(cut: Made) -> bytes:
    """A whole past of the forger's own: entries, leaves, tables, checkpoint, all signed anew."""
    old, new = "𠮷田".encode(), "佐田".encode() + b"x"

    def changed(data: bytes) -> bytes:
        return data.replace(old, new[: len(old)])

    parts = tamper.with_file(cut.bundle, ENTRIES, changed)
    parts |= {SECTIONS: changed(parts[SECTIONS])}
    return tamper.packed(tamper.signed_anew(tamper.releaved(parts), Ed25519PrivateKey.generate()))


def test_a_rewritten_past_is_consistent_with_itself_and_with_nothing_outside(
    cut: Made, broken: Path
) -> None:
    held = tamper.members(cut.older)[CHECKPOINT].decode()
    assert judged(broken, rewritten(cut)).problems == []
    assert codes(verify(broken, key=cut.key)) == {"bundle-key-differs"}
    assert codes(verify(broken, checkpoint=held)) == {"held-checkpoint-not-of-this-log"}


def test_a_changed_opening_is_found(cut: Made, broken: Path) -> None:
    parts = tamper.with_file(
        cut.bundle, OPENINGS, lambda d: d.replace("理由".encode(), b"abcdef", 1)
    )
    verdict = judged(broken, tamper.packed(tamper.with_hashes(parts)))
    assert "bundle-opening-wrong" in codes(verdict)


def test_a_member_more_less_or_elsewhere_is_found(cut: Made, broken: Path) -> None:
    parts = tamper.members(cut.bundle)
    names = list(parts)
    more = parts | {"extra.txt": b"x"}
    less = {n: b for n, b in parts.items() if n != LEAVES}
    elsewhere = {n: parts[n] for n in [*names[:2], names[3], names[2], *names[4:]]}
    for changed in (more, elsewhere):
        assert "bundle-members-differ" in codes(judged(broken, tamper.packed(changed)))
    assert codes(judged(broken, tamper.packed(less))) == {"bundle-file-missing"}


def test_a_bundle_packed_again_is_not_the_one_that_was_written(cut: Made, broken: Path) -> None:
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        data = tamper.ordinarily_packed(tamper.members(cut.bundle), compression)
        assert codes(judged(broken, data)) == {"bundle-container-odd"}


def test_bytes_before_behind_or_between_members_are_found(cut: Made, broken: Path) -> None:
    data = cut.bundle.read_bytes()
    for changed in (b"x" + data, data + b"x", data[:-1], data[: len(data) // 2], b""):
        assert not judged(broken, changed).ok


def test_a_member_that_unpacks_without_end_is_refused(cut: Made, broken: Path) -> None:
    parts = tamper.members(cut.bundle) | {"registers/bomb.csv": b"0" * 60_000_000}
    assert not judged(broken, tamper.ordinarily_packed(parts)).ok


def test_a_hostile_manifest_is_a_finding_and_no_crash(cut: Made, broken: Path) -> None:
    for hostile in (b"", b"{}", b"[" * 100_000, b"\xff", b'{"format":"daicho.bundle/2"}'):
        parts = tamper.with_file(cut.bundle, MANIFEST, lambda _, h=hostile: h)  # type: ignore[misc]
        verdict = judged(broken, tamper.packed(parts))
        assert verdict.first is not None
        assert verdict.first.code == "bundle-manifest-wrong"


def told(*words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "daicho.cli.main", "verify", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_command_answers_with_exit_codes_and_the_first_bad_entry(
    cut: Made, broken: Path
) -> None:
    status, text = told(str(cut.bundle))
    assert status == 0
    assert "self-consistent only" in text
    status, text = told(str(cut.bundle), "--key", cut.key)
    assert (status, "self-consistent only" in text) == (0, False)
    parts = tamper.with_file(cut.bundle, ENTRIES, lambda d: d.replace(b"Registered", b"Registerea"))
    broken.write_bytes(tamper.packed(parts))
    status, text = told(str(broken))
    assert status == 1
    assert text.startswith(f"NG seq 1 {ENTRIES}:")
    status, text = told(str(broken), "--json")
    assert json.loads(text)["first"]["seq"] == 1
    assert told(str(broken.with_name("nowhere.zip")))[0] == 2


def test_the_check_loads_neither_database_nor_web_framework() -> None:
    code = (
        "import sys, daicho.cli.verify, daicho.oversight.exports.verify;"
        "print([m for m in ('piccolo', 'litestar', 'asyncpg', 'aiosqlite') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
