"""Draw services whose applicants are called (电话抽查), by a seed that is kept with the sample."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from engine.command import Command
from engine.errors import Invalid, NotFound
from engine.feedback.ratable import OFFICER, is_ratable
from engine.feedback.sampling import digest_of, sample, share_of
from engine.ids import new_id
from engine.queries.ratings import served_between
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.people import Department
from engine.store.phone_samples import PhoneSample, SampledService
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

MOST = 500
"""Services of one sample: more than a hall can call in a month."""
SEED = re.compile("[0-9A-Za-z-]{1,40}")
_case = table_of(Case).c


@dataclass(frozen=True, kw_only=True)
class DrawSample(Command):
    """Draw from the services that ended from ``first`` to ``last``: ``permille`` of them, or ``number``.

    The same seed and the same services give the same sample. Raises Invalid with a problem for each field.
    """

    seed: str
    first: date | None
    last: date | None
    department: str = ""
    permille: int | None = None
    number: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.holds(OFFICER):
            raise NotFound
        self._check(uow)
        assert self.first is not None
        assert self.last is not None
        wanted = [is_ratable(), *served_between(self.first, self.last)]
        wanted += [_case.department == self.department] if self.department else []
        population = list(uow.execute(select(_case.id).where(*wanted)).scalars())
        if not population:
            raise Invalid(zh("这段时间没有办结的服务，不能抽样。"), {"first": zh("这段时间没有办结的服务。")})
        size = share_of(len(population), self.permille) if self.permille is not None else self.number or 0
        drawn = sample(self.seed, population, min(size, MOST))
        sample_id = new_id(uow.now)
        row = {
            "id": sample_id,
            "seed": self.seed,
            "first": self.first,
            "last": self.last,
            "department": self.department or None,
            "permille": self.permille,
            "size": len(drawn),
            "population": len(population),
            "population_sha256": digest_of(population),
            "drawn_on": uow.today,
            "drawn_at": uow.now,
            "drawn_by_name": self.by.name,
        }
        uow.execute(insert(table_of(PhoneSample)), row)
        lines = [{"sample_id": sample_id, "place": place, "case_id": one} for place, one in enumerate(drawn, 1)]
        uow.execute(insert(table_of(SampledService)), lines)
        uow.note_office_act("sample_drawn", self.by, sample_id, seed=self.seed, size=len(drawn), of=len(population))
        return {"sample_id": sample_id, "size": len(drawn), "population": len(population)}

    def _check(self, uow: UnitOfWork) -> None:
        problems: dict[str, Text] = {}
        if not SEED.fullmatch(self.seed):
            problems["seed"] = zh("种子由 1 到 40 个数字、字母或者横线组成。")
        if self.first is None or self.last is None or self.first > self.last:
            problems["first"] = zh("请填写起止日期，起始日不晚于截止日。")
        if (self.permille is None) == (self.number is None):
            problems["size"] = zh("请填写抽取的比例或者件数，二者选一。")
        elif self.permille is not None and not 1 <= self.permille <= 1000:
            problems["size"] = zh("比例应当在 0.1% 到 100% 之间。")
        elif self.number is not None and not 1 <= self.number <= MOST:
            problems["size"] = zh("件数应当是 1 到 {most}。", most=MOST)
        if self.department:
            known = select(Department.code).where(Department.code == self.department)
            if uow.execute(known).first() is None:
                problems["department"] = zh("请选择部门。")
        if problems:
            raise Invalid(zh("没有抽样，请更正。"), problems)
