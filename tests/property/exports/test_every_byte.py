"""Whatever is done to a bundle's bytes is found."""

import os
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daicho.oversight.exports.container import read
from daicho.oversight.exports.model import MANIFEST
from daicho.oversight.exports.verify import verify
from tests.unit.exports import tampering as tamper
from tests.unit.exports.making import Made

LONG = os.environ.get("DAICHO_TRUST") == "1"
EXAMPLES = settings(
    max_examples=5000 if LONG else 150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def found(broken: Path, data: bytes) -> bool:
    broken.write_bytes(data)
    return not verify(broken).ok


def regions(bundle: Path) -> list[range]:
    """Every header, every member and the directory: places that a uniform draw would rarely meet."""
    with bundle.open("rb") as file:
        members = read(file).members
    marks = [0]
    for member in members:
        marks += [member.start, member.start + member.size]
    marks.append(bundle.stat().st_size)
    return [range(a, b) for a, b in pairwise(marks) if b > a]


@EXAMPLES
@given(data=st.data(), mask=st.integers(1, 255))
def test_any_changed_byte_is_found(cut: Made, broken: Path, data: st.DataObject, mask: int) -> None:
    raw = bytearray(cut.bundle.read_bytes())
    raw[data.draw(st.sampled_from(data.draw(st.sampled_from(regions(cut.bundle)))))] ^= mask
    assert found(broken, bytes(raw))


@EXAMPLES
@given(data=st.data(), put=st.binary(max_size=40))
def test_any_cut_or_inserted_stretch_is_found(
    cut: Made, broken: Path, data: st.DataObject, put: bytes
) -> None:
    raw = cut.bundle.read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 200)))
    changed = raw[:start] + put + raw[end:]
    assert found(broken, changed) == (changed != raw)


@EXAMPLES
@given(data=st.data(), mask=st.integers(1, 255))
def test_a_changed_member_is_found_in_a_container_made_to_fit(
    cut: Made, broken: Path, data: st.DataObject, mask: int
) -> None:
    parts = tamper.members(cut.bundle)
    name = data.draw(st.sampled_from(sorted(parts)))
    raw = bytearray(parts[name])
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= mask
    assert found(broken, tamper.packed(parts | {name: bytes(raw)}))


@EXAMPLES
@given(data=st.data())
def test_swapped_lines_are_found_in_a_manifest_made_to_fit(
    cut: Made, broken: Path, data: st.DataObject
) -> None:
    parts = tamper.members(cut.bundle)
    names = [n for n in sorted(parts) if parts[n].count(b"\n") > 2 and n != MANIFEST]
    name = data.draw(st.sampled_from(names))
    lines = parts[name].split(b"\n")
    one, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]
    changed = b"\n".join(lines)
    packed = tamper.packed(tamper.with_hashes(parts | {name: changed}))
    assert found(broken, packed) == (changed != parts[name])
