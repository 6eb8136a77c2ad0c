"""Trees of any size: the frontier, the proofs, and what no proof may show."""

from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.history import tree

LEAF = st.binary(min_size=32, max_size=32)
LEAVES = st.lists(LEAF, min_size=1, max_size=70)


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 2.1 word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return tree.node_hash(plain_root(leaves[:k]), plain_root(leaves[k:]))


@given(LEAVES)
def test_the_frontier_gives_the_root_of_the_definition(leaves: list[bytes]) -> None:
    assert tree.root_of(leaves) == plain_root(leaves)
    assert len(tree.frontier_of(leaves)) == len(leaves).bit_count()


@given(LEAVES, st.data())
def test_every_leaf_has_a_proof_that_holds_for_it_alone(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(LEAF.filter(lambda leaf: leaf != leaves[index]))
    proof = tree.inclusion_proof(index, leaves)
    root = tree.root_of(leaves)
    assert tree.root_from_inclusion(index, len(leaves), leaves[index], proof) == root
    assert tree.root_from_inclusion(index, len(leaves), other, proof) != root
    assert tree.root_from_inclusion(index, len(leaves), leaves[index], [*proof, other]) != root


@given(LEAVES, st.data())
def test_a_grown_tree_is_consistent_and_a_rewritten_one_is_not(
    leaves: list[bytes], data: st.DataObject
) -> None:
    old_size = data.draw(st.integers(1, len(leaves)))
    proof = tree.consistency_proof(old_size, leaves)
    old = (old_size, tree.root_of(leaves[:old_size]))
    new = (len(leaves), tree.root_of(leaves))
    assert tree.consistent(old, new, proof)
    rewritten = list(leaves)
    at = data.draw(st.integers(0, old_size - 1))
    rewritten[at] = data.draw(LEAF.filter(lambda leaf: leaf != leaves[at]))
    other = (len(leaves), tree.root_of(rewritten))
    assert not tree.consistent(old, other, proof)
    assert not tree.consistent(old, other, tree.consistency_proof(old_size, rewritten))


@given(LEAVES, st.data())
def test_a_damaged_proof_shows_nothing(leaves: list[bytes], data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, len(leaves)))
    proof = tree.consistency_proof(old_size, leaves)
    old = (old_size, tree.root_of(leaves[:old_size]))
    new = (len(leaves), tree.root_of(leaves))
    node = data.draw(LEAF)
    damaged = [*proof]
    damaged.insert(data.draw(st.integers(0, len(proof))), node)
    assert not tree.consistent(old, new, damaged)
    if proof:
        del damaged[:]
        lost = data.draw(st.integers(0, len(proof) - 1))
        damaged += proof[:lost] + proof[lost + 1 :]
        assert not tree.consistent(old, new, damaged)
