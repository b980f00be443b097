"""Which track of its lane each node takes: the main line straight, branches beside it, few crossings.

A lane has as many tracks as it needs; a node's cell is (rank, lane, track). The search is greedy placing followed by
local moves, as in layered drawing (Sugiyama, Tagawa and Toda 1981), with the lanes' order fixed.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from diagrams.model import Chart

FAR = 100
SWEEPS, WINDOW = 6, 3
SAME_LANE, OTHER_LANE, BLOCKED, CROSSING, EXTRA_TRACK, BENT_ASIDE = 1.0, 0.35, 1.6, 3.0, 1.2, 0.4
MAIN_LINE = 1.7
LEADS_BACK = -1000
BARREN = 4

Tracks = tuple[dict[str, int], list[int]]


def assign_tracks(chart: Chart) -> Tracks:
    """Return each placed node's track within its lane, and the number of tracks of each lane (at least 1)."""
    return next(track_orders(chart))


def track_orders(chart: Chart) -> Iterator[Tracks]:
    """Yield good choices of tracks, the likeliest first, each once and the same for the same chart, to choose from.

    After the first come what is reached from other beginnings: the tracks of each lane shuffled, rank by rank. The
    choices end when a number of beginnings in a row have led to nothing new.
    """
    search = _Search(chart)
    search.place()
    search.improve()
    first = search.result()
    known = {tuple(first[0].values())}
    yield first
    # Any choice will do, so long as it is the same tomorrow.
    chance = random.Random(1)  # noqa: S311
    barren = 0
    while barren < BARREN:
        search.shuffle(chance)
        search.improve()
        found = search.result()
        shape = tuple(found[0].values())
        barren = barren + 1 if shape in known else 0
        if not barren:
            known.add(shape)
            yield found


class _Search:
    def __init__(self, chart: Chart) -> None:
        hosts = {node.id: node.host for node in chart.nodes if node.host}
        self.nodes = [node for node in chart.nodes if node.id not in hosts]
        self.lanes = len(chart.lanes)
        self.lane = {node.id: node.lane for node in self.nodes}
        self.rank = {node.id: node.rank for node in self.nodes}
        self.track: dict[str, int] = {}
        self.across: dict[str, int] = {}
        self.crowd = [Counter[int]() for _ in range(self.lanes)]
        self.taken: dict[tuple[int, int, int], str] = {}
        self.edges: list[tuple[str, str, float]] = []
        self.at: dict[str, list[int]] = defaultdict(list)
        self.aside: set[tuple[str, str]] = set()
        for link in chart.links:
            source, target = hosts.get(link.source, link.source), hosts.get(link.target, link.target)
            if source in self.lane and target in self.lane and source != target:
                weight = 0.3 if link.back else 1.5 if link.kind == "association" else 1.0
                if link.source in hosts:
                    weight = 0.5
                    self.aside.add((hosts[link.source] or "", target))
                self.at[source].append(len(self.edges))
                self.at[target].append(len(self.edges))
                self.edges.append((source, target, weight))
        self.depth = self._depths()
        self._favour_main_line()
        self.near = self._overlapping()
        self.within = self._passing()

    def _depths(self) -> dict[str, int]:
        """Return how long a way lies ahead of each node: the longest one that comes to an end is the main line.

        A way that only leads back counts less than any other.
        """
        depth: dict[str, int] = {}
        for node in sorted(self.lane, key=lambda node: -self.rank[node]):
            targets = [self.edges[edge][1] for edge in self.at[node] if self.edges[edge][0] == node]
            ahead = [depth[target] + 1 for target in targets if self.rank[target] > self.rank[node]]
            depth[node] = max(ahead) if ahead else LEADS_BACK if targets else 0
        return depth

    def _favour_main_line(self) -> None:
        """Give each node's link to the longest way ahead more weight, so that it is this one that runs straight."""
        for node in self.lane:
            ahead = [
                edge
                for edge in self.at[node]
                if self.edges[edge][0] == node and self.rank[self.edges[edge][1]] > self.rank[node]
            ]
            if ahead:
                best = max(ahead, key=lambda edge: (self.depth[self.edges[edge][1]], -edge))
                source, target, weight = self.edges[best]
                if weight == 1.0:
                    self.edges[best] = (source, target, MAIN_LINE)

    def _overlapping(self) -> list[list[int]]:
        ends = [{source, target} for source, target, _ in self.edges]
        spans = [sorted((self.rank[source], self.rank[target])) for source, target, _ in self.edges]
        near: list[list[int]] = [[] for _ in spans]
        for one, (low, high) in enumerate(spans):
            for two in range(one):
                if spans[two][0] < high and low < spans[two][1] and not ends[one] & ends[two]:
                    near[one].append(two)
                    near[two].append(one)
        return near

    def _passing(self) -> dict[str, list[tuple[str, str]]]:
        """Return for each node the links of its lane that pass its rank, in whose way it could stand."""
        within: dict[str, list[tuple[str, str]]] = defaultdict(list)
        lanes: dict[int, list[str]] = defaultdict(list)
        for node, lane in self.lane.items():
            lanes[lane].append(node)
        for source, target, _ in self.edges:
            low, high = sorted((self.rank[source], self.rank[target]))
            if self.lane[source] == self.lane[target] and high - low > 1:
                for node in lanes[self.lane[source]]:
                    if low < self.rank[node] < high:
                        within[node].append((source, target))
        return within

    def place(self) -> None:
        """Put each node, rank by rank, as near to what leads to it as a free track allows."""
        by_rank: dict[int, list[str]] = defaultdict(list)
        for node in self.lane:
            by_rank[self.rank[node]].append(node)
        kinds = {node.id: node.kind for node in self.nodes}
        for rank in sorted(by_rank):
            late = {target for _, target in self.aside}
            members = sorted(by_rank[rank], key=lambda node: (kinds[node] == "note", node in late, -self.depth[node]))
            for node in members:
                self._put(node, self._free_near(node, self._wish(node)))

    def _wish(self, node: str) -> float:
        known = [
            self.track[other] + ((self.edges[edge][0], node) in self.aside)
            for edge in self.at[node]
            for other in self.edges[edge][:2]
            if other in self.track and self.lane[other] == self.lane[node]
        ]
        return sorted(known)[len(known) // 2] if known else 0.0

    def _free_near(self, node: str, wish: float) -> int:
        lane, rank = self.lane[node], self.rank[node]
        choices = [track for track in range(-FAR, FAR) if (lane, rank, track) not in self.taken]
        return min(choices, key=lambda track: (abs(track - wish), -track))

    def _put(self, node: str, track: int) -> None:
        if node in self.track:
            self.crowd[self.lane[node]][self.track[node]] -= 1
        self.track[node] = track
        self.across[node] = self.lane[node] * FAR + track
        self.crowd[self.lane[node]][track] += 1
        self.taken[self.lane[node], self.rank[node], track] = node

    def improve(self) -> None:
        """Move single nodes to another track, or swap two of a rank, as long as that makes the drawing better."""
        for _ in range(SWEEPS):
            changed = False
            spans = self._spans()
            for node in self.lane:
                low, high = spans[self.lane[node]]
                if low == high and len(self.nodes) > 1 and not self._blocked_any(node):
                    continue
                changed |= self._best_move(node, low - 1, high + 1)
            if not changed:
                return

    def shuffle(self, chance: random.Random) -> None:
        """Deal the tracks of each lane out anew among the nodes of each rank."""
        spans = self._spans()
        cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        for node in self.lane:
            cells[self.lane[node], self.rank[node]].append(node)
        self.taken.clear()
        for (lane, _), nodes in cells.items():
            low, high = spans[lane]
            for node, track in zip(nodes, chance.sample(range(low, high + 1), len(nodes)), strict=True):
                self._put(node, track)

    def _blocked_any(self, node: str) -> bool:
        return any(self._blocked(*self.edges[edge][:2]) for edge in self.at[node])

    def _best_move(self, node: str, low: int, high: int) -> bool:
        lane, rank, start = self.lane[node], self.rank[node], self.track[node]
        best, best_track = 1e-9, start
        wish = round(self._wish(node))
        for track in range(low, high + 1):
            if track == start or min(abs(track - start), abs(track - wish)) > WINDOW:
                continue
            other = self.taken.get((lane, rank, track))
            touched = [node] if other is None else [node, other]
            old = self._cost(touched)
            self._swap(node, other, track)
            gain = old - self._cost(touched)
            self._swap(node, other, start)
            if gain > best:
                best, best_track = gain, track
        if best_track == start:
            return False
        self._swap(node, self.taken.get((lane, rank, best_track)), best_track)
        return True

    def _swap(self, node: str, other: str | None, track: int) -> None:
        lane, rank, start = self.lane[node], self.rank[node], self.track[node]
        del self.taken[lane, rank, start]
        if other is not None:
            self._put(other, start)
        self._put(node, track)

    def _cost(self, touched: Sequence[str]) -> float:
        edges = sorted({edge for node in touched for edge in self.at[node]})
        cost = sum(self._edge_cost(edge) + CROSSING * self._crossed(edge) for edge in edges)
        for node in touched:
            cost += EXTRA_TRACK * self._outside(node, touched) + self._in_the_way(node)
        return cost

    def _outside(self, node: str, touched: Sequence[str]) -> int:
        """Return by how many tracks a node widens its lane."""
        own = [self.track[other] for other in touched]
        others = [at for at, count in self.crowd[self.lane[node]].items() if count > own.count(at)]
        if not others:
            return 0
        return max(0, self.track[node] - max(others)) + max(0, min(others) - self.track[node])

    def _edge_cost(self, edge: int) -> float:
        source, target, weight = self.edges[edge]
        one, two = self.track[source], self.track[target]
        if self.lane[source] == self.lane[target]:
            if (source, target) in self.aside:
                # What a boundary event leads to leaves its host sideways: best on the next track.
                return weight * SAME_LANE * (abs(two - one) if two != one else 2.0)
            cost = SAME_LANE * abs(one - two) + (BENT_ASIDE if one != two else 0.0)
            return weight * (cost + (BLOCKED if self._blocked(source, target) else 0.0))
        # Stand near the border towards the other lane: a higher track when that lane comes later.
        toward = 1 if self.lane[target] > self.lane[source] else -1
        return weight * OTHER_LANE * toward * (two - one) * 0.5

    def _blocked(self, source: str, target: str) -> bool:
        lane, track = self.lane[source], self.track[source]
        if lane != self.lane[target] or track != self.track[target]:
            return False
        low, high = sorted((self.rank[source], self.rank[target]))
        return any((lane, rank, track) in self.taken for rank in range(low + 1, high))

    def _in_the_way(self, node: str) -> float:
        """Count the straight lines of others that this node would stand in."""
        tracks, track = self.track, self.track[node]
        return BLOCKED * 0.5 * sum(tracks[a] == tracks[b] == track for a, b in self.within.get(node, ()))

    def _crossed(self, edge: int) -> float:
        """Count the straight lines that a straight line crosses, less where one is a loop back: those go round."""
        source, target, weight = self.edges[edge]
        across, edges = self.across, self.edges
        one, two = across[source], across[target]
        count = 0.0
        for near in self.near[edge]:
            start, end, other = edges[near]
            if (one - across[start]) * (two - across[end]) < 0:
                count += min(weight, other, 1.0)
        return count

    def _spans(self) -> Mapping[int, tuple[int, int]]:
        used: dict[int, list[int]] = defaultdict(list)
        for node, track in self.track.items():
            used[self.lane[node]].append(track)
        return {lane: (min(tracks), max(tracks)) for lane, tracks in used.items()}

    def result(self) -> tuple[dict[str, int], list[int]]:
        """Return the tracks counted from 0 in each lane, unused ones left out, and how many each lane has."""
        counts = [1] * self.lanes
        tracks: dict[str, int] = {}
        for lane in range(self.lanes):
            used = sorted({self.track[node] for node in self.lane if self.lane[node] == lane})
            counts[lane] = max(1, len(used))
            for node in self.lane:
                if self.lane[node] == lane:
                    tracks[node] = used.index(self.track[node])
        return tracks, counts
