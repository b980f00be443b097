"""Hand in what the invented applicants hand in: an application or a supplement, with a sample of each material."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.cases.attach_file import AttachFile
from engine.cases.file_case import FileCase
from engine.cases.receive_supplement import ReceiveSupplement
from engine.cases.save_draft import SaveDraft
from engine.command import Command
from engine.store.unit_of_work import UnitOfWork
from webapp.training_hall.samples import Sample


@dataclass(frozen=True, kw_only=True)
class HandIn(Command):
    """Make a draft with the samples, then file it, or supplement ``case_id`` with it.

    The commands of the pages in one transaction: to wait for the disk nine times would be too long here.
    """

    matter_key: str
    samples: Mapping[str, Sample]
    """By the field that it goes into."""
    values: Mapping[str, Any]
    channel: str = "online"
    case_id: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        draft = SaveDraft(by=self.by, matter_key=self.matter_key, entered={}).execute(uow)["draft_id"]
        values = dict(self.values)
        for field, sample in self.samples.items():
            about = {"filename": sample.filename, "media_type": "application/pdf"}
            file = {"size": sample.size, "sha256": sample.sha256}
            attach = AttachFile(by=self.by, draft_id=draft, material=sample.material, **about, **file)
            values[field] = [attach.execute(uow)["attachment_id"]]
        if self.case_id:
            return ReceiveSupplement(by=self.by, case_id=self.case_id, draft_id=draft, values=values).execute(uow)
        filing = {"matter_key": self.matter_key, "channel": self.channel, "draft_id": draft}
        return FileCase(by=self.by, values=values, **filing).execute(uow)
