"""The Merkle tree over the entries: RFC 6962 hashes, append by frontier, inclusion and consistency proofs.

`leaves` are 32-byte leaf hashes in order; a frontier is the list of the roots of the perfect subtrees that cover
the tree, largest first, one for each set bit of its size.
"""

from collections.abc import Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962 2.1: SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 2.1: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def append(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """The frontier of `size + 1` leaves."""
    grown = list(frontier)
    while size & 1:
        leaf = node_hash(grown.pop(), leaf)
        size >>= 1
    return [*grown, leaf]


def root(frontier: Sequence[bytes]) -> bytes:
    """The tree's root from its frontier."""
    if not frontier:
        return EMPTY_ROOT
    *rest, top = frontier
    for left in reversed(rest):
        top = node_hash(left, top)
    return top


def frontier_of(leaves: Sequence[bytes]) -> list[bytes]:
    """The frontier of a whole list of leaves."""
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier = append(frontier, size, leaf)
    return frontier


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of a whole list of leaves."""
    return root(frontier_of(leaves))


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 6962 2.1.1, the audit path of one leaf."""
    if len(leaves) <= 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion_proof(index, leaves[:k]), root_of(leaves[k:])]
    return [*inclusion_proof(index - k, leaves[k:]), root_of(leaves[:k])]


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that an audit path leads to (RFC 9162 2.1.3.2); None when its length does not fit."""
    node, last, path = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            path = node_hash(sibling, path)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            path = node_hash(path, sibling)
        node, last = node >> 1, last >> 1
    return path if last == 0 else None


def consistency_proof(old_size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 6962 2.1.2: that the first `old_size` leaves are a prefix of this tree."""
    if old_size in (0, len(leaves)):
        return []
    return _subproof(old_size, leaves, whole=True)


def _subproof(old: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = _split(len(leaves))
    if old <= k:
        return [*_subproof(old, leaves[:k], whole=whole), root_of(leaves[k:])]
    return [*_subproof(old - k, leaves[k:], whole=False), root_of(leaves[:k])]


def consistent(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Whether a proof shows (size, root) `old` to be a prefix of `new` (RFC 9162 2.1.4.2)."""
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size > new_size or (old_size == 0 and proof):
        return False
    if old_size == 0:
        return old_root == EMPTY_ROOT
    if old_size == new_size:
        return old_root == new_root and not proof
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    return _walk(old_size - 1, new_size - 1, path) == (old_root, new_root)


def _walk(node: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return (old, new) if last == 0 else None
