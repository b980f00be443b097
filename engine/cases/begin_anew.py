"""Begin an application anew from one that was returned or taken back: as a draft with what it said and its materials.

市场主体登记管理条例实施细则 第十八条: returned materials are put right and handed in again; what was right the first
time need not be typed or uploaded twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from engine.cases.attachments import file_ids
from engine.cases.file_case import APPLICATION_FORM
from engine.cases.past_documents import fields_of_latest
from engine.cases.save_draft import SaveDraft
from engine.cases.sight import require_applicant_or_window
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden
from engine.ids import new_id
from engine.law.masking import mask_text
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.documents import Attachment
from engine.store.trail import TrailEntry, TrailValue
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from forms import Form

AGAIN = frozenset({"returned", "withdrawn", "closed_no_supplement"})
"""The ends after which the same application may be filed anew."""
PROMISE = "commitment"
"""The field in which the applicant vouches for the application: for each one anew."""
RETURNS = "materials_return", "supplement_notice"
_file = table_of(Attachment)
_entry, _value = table_of(TrailEntry).c, table_of(TrailValue).c


@dataclass(frozen=True, kw_only=True)
class BeginAnew(Command):
    """Make a draft of the application of a case that ended without a decision; the answer has the draft's id.

    Materials that the case's last notice found wanting are left out. So are numbers, names and addresses where the
    applicant's query code is all that was shown: a code may be overheard, and pages show them masked.
    """

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        require_applicant_or_window(uow.connection, self.by, case.id, case.row["department"])
        if case.row["status"] not in AGAIN or case.row["sealing_key"] is None:
            raise Forbidden(zh("只有材料退回、已经撤回或者补正不来办结的申请，可以带出原来的内容重新申请。"))
        matter = case.row["matter_key"]
        form = uow.hall.current_bundle(uow.connection, matter).forms[APPLICATION_FORM]
        values = _filed(case)
        entered = form.entered(values)
        kept = dict(_kept(form, entered, in_full=self.by.kind == "staff"))
        draft = SaveDraft(by=self.by, matter_key=matter, entered={}).execute(uow)["draft_id"]
        files = self._copied(uow, case, draft, form, values)
        SaveDraft(by=self.by, matter_key=matter, entered=kept | files, draft_id=draft).execute(uow)
        case.record("begun_anew", self.by)
        case.save()
        return {"draft_id": draft, "matter_key": matter}

    def _copied(
        self, uow: UnitOfWork, case: WorkingCase, draft: str, form: Form, values: Mapping[str, Any]
    ) -> dict[str, list[str]]:
        """Give the draft its own rows for the files that nothing was wrong with; return their ids by field."""
        wanting = _wanting(case)
        own = file_ids(form, values)
        rows = {row["id"]: dict(row) for row in uow.execute(select(_file).where(_file.c.case_id == case.id)).mappings()}
        held: dict[str, list[str]] = {}
        for dotted, material in form.materials.items():
            for one in own.get(material, ()) if material not in wanting else ():
                if one in rows:
                    copy = rows[one] | {"id": new_id(uow.now), "draft_id": draft, "case_id": None}
                    uow.execute(insert(_file), copy)
                    held.setdefault(dotted, []).append(copy["id"])
        return held


def _filed(case: WorkingCase) -> Mapping[str, Any]:
    """Return what was filed; empty where the law had it deleted."""
    sealed = case.uow.execute(
        select(_value.sealed)
        .join(TrailEntry, (_entry.case_id == _value.case_id) & (_entry.seq == _value.seq))
        .where(_entry.case_id == case.id, _entry.act == "filed")
        .order_by(_entry.seq.desc())
        .limit(1)
    ).scalar()
    values = None if sealed is None else unseal_values(case.key, sealed)[0]
    return values if isinstance(values, Mapping) else {}


def _wanting(case: WorkingCase) -> frozenset[str]:
    """Return the materials that the case's notices asked for."""
    found = [fields_of_latest(case, kind) or {} for kind in RETURNS]
    return frozenset(str(one["material"]) for fields in found for one in fields.get("materials", ()))


def _kept(form: Form, entered: Mapping[str, Sequence[str]], *, in_full: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts that the new draft begins with."""
    for name, texts in entered.items():
        node = form.root.find(tuple(name.split(".")))
        if node is None or node.widget == "file" or name == PROMISE:
            continue
        hidden = node.sensitive is not None or any(mask_text(text) != text for text in texts)
        if in_full or not hidden:
            yield name, list(texts)
