"""Changes to the rows of a table, what is settled before it is written, and what keeps it from being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from engine.text import Text, zh
from processes.simple_table import (
    BESIDE,
    CHOICE,
    JOINED,
    NEW_END,
    NEXT,
    ONWARD,
    PART,
    STEP,
    UNSAID,
    WAIT,
    WITHIN,
    Branches,
    End,
    Exit,
    Place,
    Row,
    Table,
    flat,
    units_of,
)

NEW_PLACE = "+"
"""Before the code of a department that has no lane yet."""


def fresh_id(wanted: str, taken: AbstractSet[str]) -> str:
    """Return ``wanted`` with the first number that nothing of the file has yet."""
    number = 1
    while f"{wanted}_{number}" in taken:
        number += 1
    return f"{wanted}_{number}"


def with_row(rows: Sequence[Row], at: int, row: Row) -> list[Row]:
    """Return the rows with a new one behind ``at`` (-1: before all), in the same branch; at the place of ``at``."""
    listed = list(rows)
    above = listed[at] if 0 <= at < len(listed) else None
    below = listed[at + 1] if at + 1 < len(listed) else None
    in_block = above is not None and (above.along != NEXT or (below is not None and below.along != NEXT))
    if above is not None:
        row = replace(row, lane=row.lane or above.lane, stage=row.stage or (above.stage if row.kind == STEP else ""))
    return [*listed[: at + 1], replace(row, along=WITHIN if in_block else NEXT), *listed[at + 1 :]]


def without_row(rows: Sequence[Row], at: int) -> list[Row]:
    """Return the rows without one; what stood behind it in its branch begins the branch then."""
    gone, rest = rows[at], list(rows[:at])
    below = list(rows[at + 1 :])
    if below and below[0].along != NEXT and gone.along != WITHIN and (gone.along, below[0].along) != (BESIDE, BESIDE):
        below[0] = replace(below[0], along=gone.along)
    return rest + below


def moved(rows: Sequence[Row], at: int, step: int) -> list[Row]:
    """Return the rows with one a place up or down; what is side by side stays so, by its place in the list."""
    listed = list(rows)
    to = at + step
    if 0 <= at < len(listed) and 0 <= to < len(listed):
        one, other = listed[at], listed[to]
        listed[at], listed[to] = replace(other, along=one.along), replace(one, along=other.along)
    return listed


def with_exit(row: Row, kind_of_way: Exit) -> Row:
    """Return a row with one more way on; the first comes beside the one that simply goes on."""
    return replace(row, exits=(*(row.exits or (Exit(),)), kind_of_way))


def without_exit(row: Row, at: int) -> Row:
    """Return a row without one of its ways; the last that is left has no condition to be asked."""
    left = tuple(one for number, one in enumerate(row.exits) if number != at)
    if len(left) == 1 and row.kind not in (CHOICE, WAIT):
        left = (replace(left[0], name="", condition=""),)
    return replace(row, exits=() if left == (Exit(),) else left)


def settled(table: Table, old: Table, departments: Mapping[str, tuple[str, str]], taken: AbstractSet[str]) -> Table:
    """Return the table with ids for new ends and lanes, without those that lost all they had.

    :param old: the table of the file that is changed.
    :param departments: name and level by code, of those that may become a lane.
    :param taken: the ids that the file has.
    """
    rows, places, other_ends = flat(_folded(table.rows)), list(table.places), list(table.other_ends)
    used = {*taken, *(row.id for row in rows)}
    found: list[Row] = []
    for row in rows:
        if row.lane.startswith(NEW_PLACE) and row.lane[1:] in departments:
            code = row.lane[1:]
            place = next((one for one in places if one.id not in taken and one.department == code), None)
            if place is None:
                wanted = f"lane_{code}"
                place = Place(fresh_id(wanted, used) if wanted in used else wanted, departments[code][0], code)
                place = replace(place, level=departments[code][1])
                used.add(place.id)
                places.append(place)
            row = replace(row, lane=place.id)
        exits = []
        for one in row.exits:
            if one.to == NEW_END:
                end = End(fresh_id("end", used), one.name or "结束")
                used.add(end.id)
                other_ends.append(end)
                one = replace(one, to=end.id)
            exits.append(one)
        found.append(replace(row, exits=() if exits == [Exit()] else tuple(exits)))
    led, still = ({one.to for row in rows for one in row.exits} for rows in (old.rows, found))
    kept_ends = [end for end in other_ends if end.id in still or end.id not in led]
    emptied = {row.lane for row in old.rows} - {row.lane for row in found} - {table.filed_at}
    kept = [place for place in places if place.id not in emptied]
    return replace(table, rows=tuple(found), places=tuple(kept), other_ends=tuple(kept_ends))


def _folded(rows: Sequence[Row]) -> list[Branches]:
    """Return the units of rows in which a decision that only the step above it leads to is that step's own."""
    aimed_at = {one.to for row in rows for one in row.exits}

    def fold(line: Sequence[Row]) -> tuple[Row, ...]:
        found: list[Row] = []
        for row in line:
            above = found[-1] if found else None
            goes_on = (
                above is not None
                and above.kind in (STEP, PART)
                and all(len(above.exits) == 1 and one.to == ONWARD for one in above.exits)
            )
            if above is not None and row.kind == CHOICE and goes_on and row.id not in aimed_at:
                found[-1] = replace(above, exits=row.exits)
            else:
                found.append(row)
        return tuple(found)

    units: list[Branches] = []
    line: list[Row] = []
    for unit in units_of(rows):
        if len(unit) == 1:
            line.append(unit[0][0])
            continue
        units += [((row,),) for row in fold(line)] + [tuple(fold(branch) for branch in unit)]
        line = []
    return units + [((row,),) for row in fold(line)]


def mistakes(table: Table, old: Table) -> dict[int, Text]:
    """Return, by the number of its row, what keeps a settled table from being written."""
    found: dict[int, Text] = {}
    units = units_of(table.rows)
    home = {row.id: (number, at if len(unit) > 1 else -1)
            for number, unit in enumerate(units) for at, branch in enumerate(unit) for row in branch}  # fmt: skip
    firsts = {unit[0][0].id for unit in units}
    ends = {end.id for end in table.ends}
    places = {place.id for place in table.places}
    known = {row.id: row for row in old.rows}
    numbers = {row.id: number for number, row in enumerate(table.rows)}
    for branch in (branch for unit in units if len(unit) > 1 for branch in unit):
        last = {one.to for one in branch[-1].exits or (Exit(),)}
        if ONWARD not in last and JOINED not in {one.to for row in branch for one in row.exits}:
            found[numbers[branch[-1].id]] = zh("并行的这一支没有办完的时候：请让它有一个去向是“等其他部门办完”。")
    for number, row in enumerate(table.rows):
        if not row.name.strip() and row.kind in (STEP, PART):
            found[number] = zh("请写步骤的名称。")
        elif row.lane not in places and (row.id not in known or known[row.id].lane != row.lane):
            found[number] = zh("请选择部门。")
        elif row.kind not in (STEP, PART) and (row.id not in known or known[row.id].kind != row.kind):
            found[number] = zh("这样的步骤只能在图上画。")
        elif row.kind == PART and not row.called:
            found[number] = zh("请选择共用流程。")
        else:
            said = _ways(row) or next(filter(None, (_way(one, row, home, firsts, ends) for one in row.exits)), None)
            if said is not None:
                found[number] = said
    return found


def _ways(row: Row) -> Text | None:
    if row.kind == WAIT:
        return None
    if any(one.condition == UNSAID for one in row.exits):
        return zh("请选择什么情况下走新加的去向。")
    otherwise = sum(not one.condition for one in row.exits)
    if len(row.exits) > 1 and otherwise != 1:
        return zh("几个去向里，要有一个、也只能有一个是“其余情况”。")
    if len(row.exits) == 1 and not otherwise:
        return zh("只有一个去向，不能写条件。")
    if row.kind == CHOICE and len(row.exits) < 2:
        return zh("判断至少要有两个去向。")
    return None


def _way(
    one: Exit, row: Row, home: Mapping[str, tuple[int, int]], firsts: AbstractSet[str], ends: AbstractSet[str]
) -> Text | None:
    at, branch = home[row.id]
    if one.to == ONWARD or (one.to == JOINED and branch >= 0):
        return None
    if one.to in ends:
        return zh("并行的一支里不能直接办结，别的部门还在办；请先汇合，再作决定。") if branch >= 0 else None
    if one.to not in home:
        return zh("“{name}”原来去往的步骤已经删除，请重新选择去向。", name=one.name or zh("其余情况"))
    to_unit, to_branch = home[one.to]
    inside = (to_unit, to_branch) == (at, branch)
    if not inside and (branch >= 0 or (to_branch >= 0 and one.to not in firsts)):
        return zh("“{name}”不能跳进或者跳出并行的一支。", name=one.name or zh("其余情况"))
    return None
