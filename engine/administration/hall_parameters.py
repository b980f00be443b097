"""Change the parameters of the hall; who changed what, and from what, stands in the office's trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.administration.administrators import require_administrator
from engine.command import Command
from engine.errors import Conflict, Invalid
from engine.in_force import lock_in_force, put_in_force
from engine.parameters import PREFIX, HallParameters, parameters_by_name, parameters_from, problem_of, written
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh


@dataclass(frozen=True, kw_only=True)
class ChangeParameters(Command):
    """Set parameters by their names to what ``values`` says, written as ``engine.parameters`` writes them.

    ``shown`` are the values that the person saw, where there was a page: a parameter that somebody else has
    changed since is not changed back unseen.
    """

    values: Mapping[str, str]
    shown: Mapping[str, str] | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self.by)
        known = parameters_by_name()
        problems = {name: zh("没有这个参数。") for name in self.values if name not in known}
        problems |= {
            name: problem
            for name, text in self.values.items()
            if name in known and (problem := problem_of(known[name], text)) is not None
        }
        if problems:
            raise Invalid(zh("参数没有保存，请更正。"), problems)
        present = values_of(lock_in_force(uow).parameters)
        changed = {name: text for name, text in self.values.items() if present[name] != text}
        for name in changed:
            if self.shown is not None and self.shown.get(name, present[name]) != present[name]:
                raise Conflict(zh("参数“{name}”刚刚被别人改过，请刷新页面查看最新的值。", name=known[name].name))
        wrong = _wrong_together(present | changed)
        if wrong:
            raise Invalid(zh("参数没有保存，请更正。"), wrong)
        if changed:
            put_in_force(uow.connection, {PREFIX + name: text for name, text in changed.items()}, uow.now, self.by.name)
            moved = {name: [present[name], text] for name, text in changed.items()}
            uow.note_office_act("change_parameters", self.by, "parameters", changed=moved)
        return {"changed": sorted(changed)}


def values_of(parameters: HallParameters) -> dict[str, str]:
    """Return every parameter as a row of ``setting`` keeps it."""
    return {name: written(getattr(parameters, name)) for name in parameters_by_name()}


def _wrong_together(values: Mapping[str, str]) -> dict[str, Text]:
    parameters = parameters_from({PREFIX + name: text for name, text in values.items()})
    if parameters.office_closes <= parameters.office_opens:
        return {"office_closes": zh("下班时间应当晚于上班时间。")}
    return {}
