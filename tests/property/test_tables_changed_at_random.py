"""The county's flows changed at random in the table: every change is told to be a mistake or written and read back."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from engine.bpmn.read import parse, read
from processes import registry
from processes.simple_editing import fresh_id, mistakes, moved, settled, with_exit, with_row, without_exit, without_row
from processes.simple_nodes import Ids
from processes.simple_reading import read_table
from processes.simple_table import (
    BESIDE,
    CHOICE,
    JOINED,
    NEW_END,
    NEXT,
    ONWARD,
    PART,
    STEP,
    WAIT,
    WITHIN,
    Exit,
    Row,
    Table,
    flat,
    meaning,
    units_of,
)
from processes.simple_writing import write_table

BUREAUS = {"tax_bureau": ("县税务局", "county"), "housing_bureau": ("县住房和城乡建设局", "county")}
KEYS = ["house_transfer", "individual_business_registration", "small_catering_permit", "temporary_relief"]


def changed(dice: random.Random, table: Table, taken: frozenset[str]) -> Table:
    rows = list(table.rows)
    for _time in range(dice.randint(1, 5)):
        at = dice.randrange(len(rows))
        targets = [ONWARD, NEW_END, JOINED, table.end.id, *(row.id for row in rows)]
        row = rows[at]
        match dice.choice(("step", "part", "remove", "up", "down", "along", "exit", "unexit", "lead", "lane")):
            case "step" | "part" as kind:
                made = Row(fresh_id(kind, taken | {one.id for one in rows}), "新的步骤", kind)
                rows = with_row(rows, at, replace(made, called="shared_delivery" if kind == PART else ""))
            case "remove" if len(rows) > 1:
                rows = without_row(rows, at)
            case "up" | "down" as way:
                rows = moved(rows, at, -1 if way == "up" else 1)
            case "along":
                rows[at] = replace(row, along=dice.choice((NEXT, BESIDE, WITHIN)))
            case "exit" if row.kind in (STEP, PART, CHOICE):
                rows[at] = with_exit(row, Exit("另一条", f"x.result == '{dice.random()}'", dice.choice(targets)))
            case "unexit" if row.exits and row.kind != WAIT:
                rows[at] = without_exit(row, dice.randrange(len(row.exits)))
            case "lead" if row.exits:
                number = dice.randrange(len(row.exits))
                exits = list(row.exits)
                exits[number] = replace(exits[number], to=dice.choice(targets))
                rows[at] = replace(row, exits=tuple(exits))
            case "lane":
                rows[at] = replace(row, lane=dice.choice(["+tax_bureau", "+housing_bureau", table.places[-1].id]))
        rows = list(flat(units_of(rows)))
    return settled(replace(table, rows=tuple(rows)), table, BUREAUS, taken)


@pytest.mark.parametrize("key", KEYS)
def test_a_random_change_is_a_mistake_or_is_written(key):
    written = 0
    for seed in range(12):
        dice = random.Random(f"{key} {seed}")
        file = (registry.HERE / key / "process.bpmn").read_bytes()
        for _round in range(3):
            old = read_table(file)
            assert isinstance(old, Table)
            table = changed(dice, old, frozenset(Ids(parse(file)).taken))
            if mistakes(table, old):
                continue
            file = write_table(table, file)
            again = read_table(file)
            assert isinstance(again, Table), (seed, again)
            assert meaning(again) == meaning(table), seed
            assert not read(file).faults, seed
            written += 1
    assert written > 10
