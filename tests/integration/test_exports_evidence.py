"""Files of evidence in bundles: photographs and certificates come along, and no byte of them changes unseen."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.settings import Settings
from daicho.oversight.exports import service
from daicho.oversight.exports.holdings import holdings
from daicho.oversight.exports.model import MANIFEST
from daicho.oversight.exports.verify import Verdict, verify
from tests.integration.disposals import Scrap, some_scrap
from tests.integration.test_exports import bundle, judged
from tests.integration.test_fsck import tampered
from tests.support.office import Office
from tests.unit.exports.tampering import Members, members, packed, signed_anew, with_hashes

pytestmark = pytest.mark.anyio


@pytest.fixture
async def scrap(office: Office) -> Scrap:
    """With two photographs."""
    made = await some_scrap(office)
    await made.photo()
    await made.photo(colour="red")
    return made


def files(path: Path) -> dict[str, bytes]:
    return {name: body for name, body in members(path).items() if name.startswith("evidence/")}


def flipped(parts: Members) -> Members:
    """The last byte of the first photograph."""
    name = next(n for n in parts if n.startswith("evidence/"))
    body = parts[name]
    return parts | {name: body[:-1] + bytes([body[-1] ^ 1])}


def checked(parts: Members, folder: Path) -> Verdict:
    path = folder / "broken.zip"
    path.write_bytes(packed(parts))
    return verify(path)


async def test_a_bundle_brings_the_files_that_rows_of_evidence_name(
    scrap: Scrap, tmp_path: Path
) -> None:
    kato = await scrap.office.client("kato")
    kept = (await kato.get(f"/evidence/{await scrap.photo()}")).content
    path = await bundle(await scrap.office.client("shibata"), tmp_path)
    verdict = judged(path)
    assert (verdict.evidence, verdict.left_out) == (2, {})
    assert kept in files(path).values()
    readme = members(path)["README.txt"].decode("utf-8-sig")
    assert "含むもの 2 件" in readme
    assert zipfile.ZipFile(path).testzip() is None


@pytest.mark.parametrize("made_to_fit", [lambda parts: parts, with_hashes])
async def test_a_changed_byte_of_a_photograph_is_found(
    scrap: Scrap, tmp_path: Path, made_to_fit: Callable[[Members], Members]
) -> None:
    path = await bundle(await scrap.office.client("shibata"), tmp_path)
    verdict = checked(made_to_fit(flipped(members(path))), tmp_path)
    found = {problem.code: problem for problem in verdict.problems}
    assert not verdict.ok
    assert found["bundle-evidence-differs"].file in files(path)
    assert found["bundle-evidence-differs"].seq is not None


async def test_a_forger_with_another_key_cannot_change_a_photograph(
    scrap: Scrap, tmp_path: Path
) -> None:
    """All is signed anew and fits, but the history has the photograph's own hash."""
    path = await bundle(await scrap.office.client("shibata"), tmp_path)
    forged = signed_anew(flipped(members(path)), Ed25519PrivateKey.generate())
    verdict = checked(forged, tmp_path)
    assert {problem.code for problem in verdict.problems} == {"bundle-evidence-differs"}


async def test_a_photograph_that_was_taken_out_is_missed(scrap: Scrap, tmp_path: Path) -> None:
    path = await bundle(await scrap.office.client("shibata"), tmp_path)
    parts = members(path)
    gone = next(iter(files(path)))
    del parts[gone]
    assert "bundle-file-missing" in {p.code for p in checked(parts, tmp_path).problems}
    manifest = json.loads(parts[MANIFEST])
    manifest["evidence"] = [one for one in manifest["evidence"] if one["name"] != gone]
    manifest["files"] = [one for one in manifest["files"] if one["name"] != gone]
    forged = signed_anew(
        parts | {MANIFEST: msgspec.json.encode(manifest)}, Ed25519PrivateKey.generate()
    )
    verdict = checked(forged, tmp_path)
    assert {problem.code for problem in verdict.problems} == {"bundle-evidence-differs"}


async def test_files_stay_out_where_names_do(scrap: Scrap, tmp_path: Path) -> None:
    auditor = await scrap.office.client("shibata")
    path = await bundle(auditor, tmp_path, {"personal": False})
    verdict = judged(path)
    assert (verdict.evidence, verdict.left_out, files(path)) == (0, {"personal": 2}, {})
    path = await bundle(auditor, tmp_path, {"registers": ["sections"]})
    assert (judged(path).evidence, judged(path).left_out) == (0, {})


async def test_what_does_not_fit_and_what_is_damaged_is_named(scrap: Scrap, tmp_path: Path) -> None:
    path = await bundle(await scrap.office.client("shibata"), tmp_path)
    small, large = sorted(len(body) for body in files(path).values())
    room = holdings(Settings(data_dir=tmp_path))
    narrow = msgspec.structs.replace(room, most_evidence=max(small, large))
    made = await service.make(narrow, service.Wanted(), SYSTEM, scrap.office.now)
    path = narrow.file(str(made.id))
    verdict = verify(path)
    assert (verdict.problems, verdict.evidence, verdict.left_out) == ([], 1, {"too-much": 1})
    told = [one for one in json.loads(members(path)[MANIFEST])["evidence"] if one["left_out"]]
    assert [(one["name"], one["left_out"]) for one in told] == [(None, "too-much")]
    await tampered("UPDATE blob SET body = $1 WHERE sha256 = $2", b"another", told[0]["sha256"])
    made = await service.make(room, service.Wanted(), SYSTEM, scrap.office.now)
    assert verify(room.file(str(made.id))).left_out == {"damaged": 1}
