"""Order within a channel: which of several bundles runs on which side, so that few cross and none coincide."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from diagrams.runs import Bundle

COINCIDE, CROSS, MAYBE = 10.0, 1.0, 0.4


def slots_of(bundles: Sequence[Bundle], centre: Callable[[float], bool]) -> list[int]:
    """Return each bundle's slot in its channel, 0 at the low side; bundles with equal slots do not overlap.

    ``centre`` tells whether the crossing line at a position is a centre line, on which ends meet exactly.
    """
    count = len(bundles)
    cost = [[_cost(bundles[a], bundles[b], centre) if a != b else 0.0 for b in range(count)] for a in range(count)]
    order = sorted(range(count), key=lambda at: (_lean(bundles[at]), bundles[at].low, at))
    improved = True
    rounds = 0
    while improved and rounds < 20:
        improved, rounds = False, rounds + 1
        for at in range(count):
            improved |= _reinsert(order, order[at], cost)
    slots = [0] * count
    for at, bundle in enumerate(order):
        below = [slots[other] + 1 for other in order[:at] if _overlap(bundles[other], bundles[bundle])]
        slots[bundle] = max(below, default=0)
    return slots


def _reinsert(order: list[int], bundle: int, cost: Sequence[Sequence[float]]) -> bool:
    """Move one bundle to its best place in the order; tell whether that gained anything."""
    start = order.index(bundle)
    rest = order[:start] + order[start + 1 :]
    current = sum(cost[other][bundle] for other in rest)
    totals = [sum(cost[bundle][other] for other in rest)]
    for other in rest:
        totals.append(totals[-1] + cost[other][bundle] - cost[bundle][other])
    current = totals[start]
    best = min(range(len(totals)), key=lambda place: (totals[place], abs(place - start)))
    if totals[best] >= current - 1e-9:
        return False
    rest.insert(best, bundle)
    order[:] = rest
    return True


def _lean(bundle: Bundle) -> int:
    return sum(side for _, side in bundle.turns)


def _overlap(one: Bundle, two: Bundle) -> bool:
    """Tell whether two bundles need different slots: they overlap, or touch and are strangers."""
    low, high = max(one.low, two.low), min(one.high, two.high)
    return low < high or (low == high and not one.related(two))


def _cost(low: Bundle, high: Bundle, centre: Callable[[float], bool]) -> float:
    """Return what it costs that ``low`` runs on the lower side of ``high``."""
    cost = 0.0
    for position, side in low.turns:
        if side > 0 and high.low < position < high.high:
            cost += CROSS
    for position, side in high.turns:
        if side < 0 and low.low < position < low.high:
            cost += CROSS
    for position, side in low.turns:
        for other, other_side in high.turns:
            if position == other and side > 0 and other_side < 0:
                cost += COINCIDE if centre(position) else MAYBE
            elif position == other and side == other_side:
                # Both leave on one side: fewer crossings when the one that comes from further in stays inside.
                outward = low if side > 0 else high
                inner = high if side > 0 else low
                cost += MAYBE * _encloses(outward, inner, position)
    return cost


def _encloses(outer: Bundle, inner: Bundle, position: float) -> bool:
    same_way = (outer.low == position) == (inner.low == position)
    return same_way and not inner.related(outer)
