"""Random tables of steps: lines, decisions, parallel departments, refusals that rejoin."""

from __future__ import annotations

import random
from dataclasses import replace

from processes.simple_table import (
    BESIDE,
    NEXT,
    PART,
    WITHIN,
    End,
    Exit,
    Place,
    Row,
    Table,
    units_of,
)

PLACES = (
    Place("lane_applicant", "申请人", "applicant", "county"),
    Place("lane_window", "县行政审批服务局", "approval_bureau", "county"),
    Place("lane_bureau", "县市场监督管理局", "market_bureau", "county"),
    Place("lane_tax", "县税务局", "tax_bureau", "county"),
)
STAGES = ("review", "approval", "completion")


def random_table(seed: int) -> Table:
    """Return a table that can be written: every row is reached, and no way leads into or out of a branch."""
    dice = random.Random(seed)
    rows = [replace(row, id=f"{row.id}_{number}") for number, row in enumerate(_rows(dice))]
    names = {row.id for row in rows}
    rows = [replace(row, separate_from=dice.choice(sorted(names))) if dice.random() < 0.2 else row for row in rows]
    ends = tuple(
        End(f"end_{number}", dice.choice(("不予受理", "退回", "<&>“”😀"))) for number in range(dice.randint(0, 2))
    )
    table = Table(tuple(rows), PLACES, End("end_done", "办结"), ends, "lane_applicant")
    whole = tuple(_with_exits(dice, table))
    reached = {one.to for row in whole for one in row.exits}
    return replace(table, rows=whole, other_ends=tuple(end for end in ends if end.id in reached))


def _rows(dice: random.Random) -> list[Row]:
    found: list[Row] = []
    for _unit in range(dice.randint(0, 6)):
        if dice.random() < 0.3:
            for branch in range(dice.randint(2, 3)):
                for at in range(dice.randint(1, 3)):
                    found.append(_row(dice, NEXT if not branch and not at else BESIDE if not at else WITHIN))
        else:
            found.append(_row(dice, NEXT))
    return found


def _row(dice: random.Random, along: str) -> Row:
    lane = dice.choice(PLACES[1:]).id
    if dice.random() < 0.15:
        return Row("part", "送达", PART, lane, along, called="shared_delivery")
    return Row(
        "step",
        dice.choice(("审核", "现场核查", "审批“二”", "<复核 & 登记>")),
        lane=lane,
        along=along,
        stage=dice.choice(STAGES),
        post=dice.choice(("reviewer", "approver")),
        limit=str(dice.randint(0, 9)),
        work="核对材料\n提出意见" if dice.random() < 0.1 else "核对材料",
        form="review",
        approval="single",
        document=dice.choice(("", "grant_decision,refusal_decision")),
        channel="online",
    )


def _with_exits(dice: random.Random, table: Table) -> list[Row]:
    found: list[Row] = []
    units = units_of(table.rows)
    entries = [unit[0][0].id for unit in units]
    for at, unit in enumerate(units):
        onward = set(entries[at + 1 : at + 2])
        for branch in unit:
            for place, row in enumerate(branch):
                if dice.random() > 0.4:
                    found.append(row)
                    continue
                if len(unit) == 1:
                    to = [*entries[: at + 1], *entries[at + 2 :], *(end.id for end in table.other_ends)]
                else:
                    to = [one.id for one in branch if one.id not in {later.id for later in branch[place + 1 :][:1]}]
                    to += ["+joined"] if place + 1 < len(branch) else []
                others = [
                    Exit(f"路{number}", f"{row.id}.result == 'r{number}'", dice.choice([*to, ""]))
                    for number in range(dice.randint(1, 2))
                ]
                assert onward.isdisjoint(one.to for one in others)
                exits = [*others, Exit("其余", "", "")]
                dice.shuffle(exits)
                found.append(replace(row, exits=tuple(exits)))
    return found
