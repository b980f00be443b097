"""Is there somebody for each step of a matter, when those who may not do both are taken apart?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from sqlalchemy import Connection

from engine.bpmn.checks import Problem
from engine.law.duties import OFFICERS_FOR_A_SITE_CHECK, stage_apart
from engine.posts import POSTS
from engine.queries.post_holders import holders_by_post, town_codes
from engine.steps import TOWN, VILLAGE, StepFacts
from engine.text import Text, zh
from processes.publishing import bundle_of, gate
from processes.registry import Folder

Holders = Mapping[tuple[str, str], AbstractSet[str]]
"""Who holds a post in a department, by post and department code."""
SITE_CHECK = "site_check_record"
MOST_TRIES = 20_000


def gate_in_hall(folder: Folder, connection: Connection, today: date) -> tuple[Problem, ...]:
    """Return what the gate says and, where it finds no error, the steps that nobody of this hall can do ``today``.

    A hall in which nobody holds a post yet is not asked.
    """
    found = gate(folder)
    if any(problem.severity == "error" for problem in found):
        return found
    holders = holders_by_post(connection, today)
    return (*found, *people_problems(folder, holders, town_codes(connection))) if holders else found


def people_problems(folder: Folder, holders: Holders, towns: Sequence[str] = ()) -> Iterator[Problem]:
    """Yield the steps that nobody could do: nobody holds the post, or all who do are kept from it.

    A matter of the towns is looked at for every town of ``towns``. A village's steps are left out: where a
    village has nobody, its town does them. These are warnings: people may come after the matter is published.

    :param holders: those who hold each post in each department on the day of asking.
    """
    steps = [step for step in bundle_of(folder).steps.values() if step.post and step.department != VILLAGE]
    told = set[str]()
    of_towns = any(step.department == TOWN for step in steps)
    for town in towns if of_towns and towns else (None,):
        here = [step for step in steps if step.department != TOWN or town is not None]
        for step, message in _short(here, holders, town or ""):
            if step.element not in told:
                told.add(step.element)
                yield Problem("process.bpmn", step.element, "nobody-left", message, "warning")


def _short(steps: Sequence[StepFacts], holders: Holders, town: str) -> Iterator[tuple[StepFacts, Text]]:
    seats: list[tuple[StepFacts, AbstractSet[str]]] = []
    for step in steps:
        place = town if step.department == TOWN else step.department
        able = holders.get((step.post, place), frozenset())
        if not able:
            post = POSTS.get(step.post, step.post)
            yield step, zh("“{name}”没有人能办：{place} 没有人担任{post}", name=step.name, post=post, place=place)
            continue
        seats += [(step, able)] * (OFFICERS_FOR_A_SITE_CHECK if _is_site_check(step) else 1)
    seats.sort(key=lambda seat: len(seat[1]))
    left = _seated(seats)
    if left is not None:
        message = zh(
            "“{name}”没有人能办：担任{post}的人都办过不能由同一人办理的步骤", name=left.name, post=POSTS[left.post]
        )
        yield left, message


def _is_site_check(step: StepFacts) -> bool:
    return step.is_multiple and SITE_CHECK in step.documents


def apart(one: StepFacts, other: StepFacts) -> bool:
    """Return whether one person may not do both steps: by the flow, by the law (EM-18), or as two shares of one."""
    if one.element == other.element:
        return True
    by_flow = other.element in one.separate_from or one.element in other.separate_from
    return by_flow or stage_apart(one.stage) == other.stage


def _seated(seats: Sequence[tuple[StepFacts, AbstractSet[str]]]) -> StepFacts | None:
    """Give every seat a person so that none sits where they may not; return a step that stays empty, if one does."""
    given: list[str] = []
    tries = 0
    deepest = 0

    def seat(at: int) -> bool:
        nonlocal tries, deepest
        deepest = max(deepest, at)
        if at == len(seats):
            return True
        step, able = seats[at]
        for person in sorted(able):
            tries += 1
            if tries > MOST_TRIES:
                return True  # too many ways to try them all: nothing was shown
            if not any(who == person and apart(step, seats[no][0]) for no, who in enumerate(given)):
                given.append(person)
                if seat(at + 1):
                    return True
                given.pop()
        return False

    return None if seat(0) else seats[deepest][0]
