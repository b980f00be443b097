"""Reading order: which links lead back, which stage an unmarked node belongs to, how far along each node stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]


def back_links(ids: Sequence[str], pairs: Iterable[Pair]) -> set[Pair]:
    """Return the pairs that close a cycle in a depth-first walk from the nodes nothing leads to.

    The walk follows document order, so the same file always gives the same answer.
    """
    followers: dict[str, list[str]] = defaultdict(list)
    entered: set[str] = set()
    for source, target in pairs:
        followers[source].append(target)
        if source != target:
            entered.add(target)
    back: set[Pair] = set()
    state: dict[str, int] = {}
    for root in sorted(ids, key=lambda node: node in entered):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(followers[root]))]
        while stack:
            node, rest = stack[-1]
            for target in rest:
                if state.get(target) == 1:
                    back.add((node, target))
                elif target not in state:
                    state[target] = 1
                    stack.append((target, iter(followers[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return back


def topological(ids: Sequence[str], pairs: Iterable[Pair]) -> list[str]:
    """Return the nodes of an acyclic graph so that every pair points forward, document order where free."""
    pairs = list(pairs)
    followers: dict[str, list[str]] = defaultdict(list)
    waiting = dict.fromkeys(ids, 0)
    for source, target in pairs:
        followers[source].append(target)
        waiting[target] += 1
    ready = [node for node in ids if not waiting[node]]
    order: list[str] = []
    for node in ready:
        order.append(node)
        for target in followers[node]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return order


def spread_stages(
    order: Sequence[str], pairs: Iterable[Pair], marked: Mapping[str, int], openers: Iterable[str]
) -> dict[str, int]:
    """Give every node a stage: its own mark, else that of what leads to it, else of what follows.

    ``openers`` are diverging parallel gateways; one that fans out into a single stage belongs to that stage, since it
    is the stage's first act. ``order`` must be topological for ``pairs``.
    """
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        before[target].append(source)
        after[source].append(target)
    stages = dict(marked)
    for node in openers:
        ahead = {marked.get(target) for target in after[node]}
        if node not in stages and len(ahead) == 1 and None not in ahead:
            stages[node] = marked[after[node][0]]
    for node in order:
        known = [stages[source] for source in before[node] if source in stages]
        if node not in stages and known:
            stages[node] = max(known)
    for node in reversed(order):
        known = [stages[target] for target in after[node] if target in stages]
        if node not in stages:
            stages[node] = min(known, default=0)
    return stages


def rank(order: Sequence[str], pairs: Iterable[Pair], stages: Mapping[str, int]) -> dict[str, int]:
    """Return each node's rank: the longest way from a start, with every stage a contiguous band.

    No pair may lead to an earlier stage. A node that nothing leads to stands just before what follows it: at the end
    of its stage if that is in a later one.
    """
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        before[target].append(source)
        after[source].append(target)
    ranks: dict[str, int] = {}
    floor = 0
    for stage in sorted(set(stages.values())):
        members = [node for node in order if stages[node] == stage]
        for node in members:
            ranks[node] = max([floor, *(ranks[source] + 1 for source in before[node])])
        last = max(ranks[node] for node in members)
        for node in reversed(members):
            ahead = [ranks[target] - 1 if stages[target] == stage else last for target in after[node]]
            if not before[node] and ahead:
                ranks[node] = max(floor, min(ahead))
        floor = max(ranks[node] for node in members) + 1
    return ranks
