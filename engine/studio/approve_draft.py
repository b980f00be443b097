"""Approve a draft: a second person makes it a version, with the day from which it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import update

from engine.administration.publish_bundle import keep_version
from engine.bundle import Bundle, unpack_files
from engine.command import Command
from engine.errors import Conflict, Forbidden, Invalid
from engine.store.unit_of_work import UnitOfWork
from engine.strict import Malformed
from engine.studio.check_report import errors_in
from engine.studio.draft_row import APPROVED, SUBMITTED, draft_table, locked_draft, require_revision, require_status
from engine.studio.posts import require_manager
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class ApproveDraft(Command):
    """Publish the draft as it was at ``revision``; cases filed on ``in_force_from`` and later start on it.

    ``report`` is what the gate in ``processes`` said of this very content (``check_report.report_of``). Raises
    Forbidden where the one who approves last changed or submitted the draft, Conflict where the report is about
    another content, Invalid for errors in the report and for a day that has passed.
    """

    draft_id: str
    revision: int
    in_force_from: date | None
    report: Mapping[str, Any]

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_manager(self.by)
        row = locked_draft(uow, self.draft_id)
        require_status(row, SUBMITTED)
        require_revision(row, self.revision)
        if self.by.person_id in (row.changed_by_id, row.submitted_by_id):
            raise Forbidden(zh("草稿由您修改或者提交，须由另一位事项管理员批准。"))
        if self.in_force_from is None or self.in_force_from < uow.today:
            said = zh("请填写施行日，不能早于今天（{today}）。", today=uow.today.isoformat())
            raise Invalid(zh("草稿没有批准，请更正。"), {"in_force_from": said})
        report = dict(self.report)
        bundle = Bundle.of(row.matter_key, unpack_files(row.content)[1])
        if report.get("sha256") != bundle.sha256:
            raise Conflict(zh("检查报告不是对这份内容作的，请重新检查。"))
        if errors_in(report):
            raise Invalid(zh("检查有 {number} 处错误，不能批准。", number=errors_in(report)))
        try:
            kept = keep_version(uow, bundle, self.by, self.in_force_from, approved_by=self.by.name)
        except (Malformed, ValueError, LookupError) as problem:
            raise Invalid(zh("matter.yaml 读不出来，不能批准：{why}", why=str(problem))) from problem
        if not kept["new"]:
            raise Forbidden(zh("草稿的内容和第 {version} 版完全一样，不必再发布。", version=kept["version"]))
        values = {
            "status": APPROVED,
            "approved_at": uow.now,
            "approved_by": self.by.name,
            "in_force_from": self.in_force_from,
            "check_report": report,
            "published_sha256": bundle.sha256,
        }
        uow.execute(update(draft_table).where(draft_table.c.id == self.draft_id).values(**values))
        detail = {"version": kept["version"], "sha256": bundle.sha256, "in_force_from": str(self.in_force_from)}
        uow.note_office_act("approve_draft", self.by, row.matter_key, draft=self.draft_id, **detail)
        return kept
