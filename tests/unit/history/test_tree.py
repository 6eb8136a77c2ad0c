"""The Merkle tree against the published test vectors of RFC 6962 (certificate-transparency reference data)."""

import pytest

from daicho.foundation.history import tree

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]

ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}

CONSISTENCY = {
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


def hashed(size: int) -> list[bytes]:
    return [tree.leaf_hash(leaf) for leaf in LEAVES[:size]]


def nodes(words: tuple[str, ...]) -> list[bytes]:
    return [bytes.fromhex(word) for word in words]


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.root_of([]).hex() == empty


@pytest.mark.parametrize(("size", "root"), list(enumerate(ROOTS, start=1)))
def test_roots_are_those_of_the_reference(size: int, root: str) -> None:
    assert tree.root_of(hashed(size)).hex() == root


@pytest.mark.parametrize(("place", "proof"), list(INCLUSION.items()))
def test_inclusion_proofs_are_those_of_the_reference(
    place: tuple[int, int], proof: tuple[str, ...]
) -> None:
    index, size = place
    assert tree.inclusion_proof(index, hashed(size)) == nodes(proof)
    found = tree.root_from_inclusion(index, size, hashed(size)[index], nodes(proof))
    assert found == bytes.fromhex(ROOTS[size - 1])


@pytest.mark.parametrize(("sizes", "proof"), list(CONSISTENCY.items()))
def test_consistency_proofs_are_those_of_the_reference(
    sizes: tuple[int, int], proof: tuple[str, ...]
) -> None:
    old, new = sizes
    assert tree.consistency_proof(old, hashed(new)) == nodes(proof)
    heads = [(size, bytes.fromhex(ROOTS[size - 1])) for size in sizes]
    assert tree.consistent(heads[0], heads[1], nodes(proof))


def test_a_log_that_became_shorter_is_not_consistent() -> None:
    assert not tree.consistent((8, b"\0" * 32), (7, b"\0" * 32), [])


def test_every_tree_is_consistent_with_the_empty_one_and_with_itself_only() -> None:
    root = tree.root_of(hashed(3))
    assert tree.consistent((0, tree.EMPTY_ROOT), (3, root), [])
    assert tree.consistent((3, root), (3, root), [])
    assert not tree.consistent((3, root), (3, tree.EMPTY_ROOT), [])
    assert not tree.consistent((0, root), (3, root), [])
