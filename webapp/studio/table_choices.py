"""What can be chosen in each column of the table page, as pairs of code and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from engine.bpmn.model import Model
from engine.queries.drafts import DraftFiles
from engine.queries.names import department_levels
from engine.queries.post_holders import holders_by_post
from forms import Form
from processes.in_memory import folder_of
from processes.registry import Folder
from processes.shared_parts import shared_parts
from processes.simple_editing import NEW_PLACE
from processes.simple_table import CHOICE, JOINED, NEW_END, ONWARD, PART, STEP, Branches, Exit, Row, Table, units_of
from webapp import words
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.studio.choices import Choices, choices_of

RESULT = "result"


@dataclass(frozen=True)
class Offers:
    """The choices of one draft; ``departments`` are name and level by code, ``held`` the posts held in each."""

    fixed: dict[str, Choices]
    departments: Mapping[str, tuple[str, str]]
    held: Mapping[str, frozenset[str]]
    folder: Folder | None

    def places(self, table: Table) -> Choices:
        """Return the lanes of the flow, and the departments that have none yet."""
        lanes = [(one.id, one.name or one.id) for one in table.places]
        known = {one.department for one in table.places}
        fresh = [(NEW_PLACE + code, name) for code, (name, _level) in self.departments.items() if code not in known]
        return lanes + fresh

    def posts(self, row: Row, table: Table) -> tuple[Choices, Choices]:
        """Return the posts that somebody holds in the row's department, and all others."""
        code = next((one.department for one in table.places if one.id == row.lane), row.lane.removeprefix(NEW_PLACE))
        here = self.held.get(code, frozenset())
        named = self.fixed["posts"]
        return [one for one in named if one[0] in here], [one for one in named if one[0] not in here]

    def conditions(self, row: Row, table: Table) -> Choices:
        """Return when a way out of ``row`` may be taken: what its form, or that of a step before a choice, decides."""
        found: Choices = []
        rows = table.rows if row.kind == CHOICE else (row,)
        for one in rows:
            if row.kind == CHOICE and one.id == row.id:
                break
            found += [(text, f"{one.name}：{said}" if one is not row else said) for text, said in self._decided(one)]
        return found

    def _decided(self, row: Row) -> Iterator[tuple[str, str]]:
        if row.kind == STEP:
            yield from self._results(row.id, row.form, bool(row.repeated))
        elif row.kind == PART:
            model = self._part(row.called)
            for node in model.main.elements.values() if model is not None else ():
                if node.properties.get("form"):
                    yield from self._results(node.id, node.properties["form"], node.multi_instance is not None)

    def _part(self, called: str) -> Model | None:
        if self.folder is not None and called in self.folder.called:
            return self.folder.called[called]
        part = shared_parts().get(called)
        return part.model if part is not None else None

    def _results(self, step: str, form: str, many: bool) -> Iterator[tuple[str, str]]:
        known: Form | None = self.folder.forms.get(form) if self.folder is not None else None
        for node in known.root.walk() if known is not None else ():
            if node.dotted == RESULT:
                for value, label in node.choices:
                    said = str(translate(label))
                    if many:
                        yield f"'{value}' in {step}.{RESULT}", _("有人的结论是“%(said)s”", said=said)
                    else:
                        yield f"{step}.{RESULT} == '{value}'", said

    def targets(self, row: Row, table: Table) -> Choices:
        """Return where a way may lead."""
        found = [(ONWARD, self.onward(row, table))]
        unit, branch = _home(row, table)
        early = len(unit) > 1 and branch[-1] is not row
        found += [(JOINED, _("等其他部门办完"))] if early or any(one.to == JOINED for one in row.exits) else []
        found += [(one.id, _("到 %(n)s %(name)s", n=n, name=one.name)) for n, one in enumerate(table.rows, 1)]
        found += [(one.id, _("办结：%(name)s", name=one.name or one.id)) for one in table.ends]
        return [*found, (NEW_END, _("办结（新的结束）"))]

    def onward(self, row: Row, table: Table) -> str:
        """Return what comes after a row that simply goes on."""
        unit, branch = _home(row, table)
        if len(unit) > 1 and branch[-1] is row:
            return _("等其他部门办完")
        if row is table.rows[-1]:
            return _("办结：%(name)s", name=table.end.name or table.end.id)
        return _("下一步骤")

    def in_branch(self, row: Row, table: Table) -> bool:
        """Tell whether others work at the same time as ``row``."""
        return len(_home(row, table)[0]) > 1

    def in_words(self, one: Exit, row: Row, table: Table) -> str:
        """Return one way as a reader says it."""
        said = dict(self.conditions(row, table))
        when = one.name or said.get(one.condition, one.condition or _("其余情况"))
        to = dict(self.targets(row, table)).get(one.to, _("（已删除的步骤）"))
        alone = len(row.exits) == 1 and not one.name
        return to if alone else f"{when} → {to}"


def _home(row: Row, table: Table) -> tuple[Branches, tuple[Row, ...]]:
    """Return what ``row`` stands in, and its branch of that."""
    return next((unit, branch) for unit in units_of(table.rows) for branch in unit if any(one is row for one in branch))


def offers_of(shown: DraftFiles) -> Offers:
    """Return what can be chosen for the draft today."""
    hall = current_hall()
    with hall.reading() as connection:
        departments = department_levels(connection)
        holders = holders_by_post(connection, hall.today(connection))
    departments |= {code: (str(name), code) for code, name in words.OWN_PLACES.items()}
    held: dict[str, frozenset[str]] = {}
    for post, department in holders:
        held[department] = held.get(department, frozenset()) | {post}
    folder, _unread = folder_of(shown.line.matter_key, shown.files)
    return Offers(choices_of(shown), departments, held, folder)
