"""Tables of steps written as BPMN and read back: nothing is lost, and what is written runs."""

from __future__ import annotations

from dataclasses import replace

from random_tables import random_table

from diagrams.interchange import with_layout
from engine.bpmn.checks import check
from engine.bpmn.read import read
from processes.shared_parts import shared_parts
from processes.simple_blank import blank_process
from processes.simple_reading import read_table
from processes.simple_table import Table, meaning
from processes.simple_writing import write_table

BLANK = blank_process("some_matter", "试验事项")
OF_THE_CONTENT = {
    "caller-ambiguous",
    "separate-from",
    "stage-order",
    "stages-incomplete",
    "undecided-end",
    "unknown-name",
}
"""Rules about what a random table says, not about how its arrows run."""


def test_a_table_is_read_back_as_it_was_written():
    for seed in range(60):
        table = random_table(seed)
        file = write_table(table, BLANK)
        assert read_table(file) == table, seed
        assert write_table(table, file) is file, seed


def test_what_a_table_writes_is_drawn_and_runs():
    called = {name: part.model for name, part in shared_parts().items()}
    for seed in range(300, 316):
        table = random_table(seed)
        file, _told = with_layout(write_table(table, BLANK))
        assert read_table(file) == table, seed
        problems = [one for one in check(read(file), called=called) if one.severity == "error"]
        assert not [one for one in problems if one.rule not in OF_THE_CONTENT], (seed, problems)


def test_one_table_written_over_another_leaves_nothing_of_it():
    for seed in range(40):
        old, new = random_table(seed), random_table(seed + 1000)
        of_old = {row.id: row for row in old.rows}
        rows = tuple(replace(row, kind=of_old[row.id].kind, called=of_old[row.id].called) if row.id in of_old else row
                     for row in new.rows)  # fmt: skip
        file = write_table(replace(new, rows=rows), write_table(old, BLANK))
        again = read_table(file)
        assert isinstance(again, Table), (seed, again)
        assert meaning(again) == meaning(replace(new, rows=rows)), seed
        assert len(read(file).main.elements) == len(read(write_table(again, BLANK)).main.elements), seed
