"""The tree of the daily root: every leaf can be proved, no other can, and going back gives the tree of then."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audit.verify_file import root_of
from engine.merkle import MerkleTree, leaf


def by_the_standard(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 9162, 2.1.1 defines it: split at the largest power of two below the number of leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    pair = by_the_standard(leaves[:split]) + by_the_standard(leaves[split:])
    return hashlib.sha256(b"\x01" + pair).digest()


@pytest.mark.parametrize("count", [*range(18), 31, 32, 33, 100])
def test_it_is_the_tree_of_the_standard_and_each_leaf_can_be_proved(count):
    texts = [f"case{at} {at} {'ab' * 32}" for at in range(count)]
    tree = MerkleTree(map(leaf, texts))
    assert tree.root == by_the_standard([leaf(text) for text in texts]).hex()
    for at, text in enumerate(texts):
        assert root_of(text, at, count, tree.proof(at)) == tree.root
        assert root_of(f"{text}0", at, count, tree.proof(at)) != tree.root


@given(st.integers(1, 60), st.data())
def test_a_changed_and_cut_tree_is_the_one_made_afresh(count, data):
    texts = [str(at) for at in range(count)]
    tree = MerkleTree(map(leaf, texts))
    left = data.draw(st.integers(0, count))
    tree.cut(left)
    texts = texts[:left]
    for at in data.draw(st.lists(st.integers(0, max(left - 1, 0)), max_size=5)) if left else ():
        texts[at] = f"{texts[at]}x"
        tree.replace(at, leaf(texts[at]))
    fresh = MerkleTree(map(leaf, texts))
    assert (tree.root, len(tree)) == (fresh.root, left)
    assert [tree.proof(at) for at in range(left)] == [fresh.proof(at) for at in range(left)]
