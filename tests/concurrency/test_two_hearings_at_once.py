"""Two people at once on the hearing of one case: one act is done, the other told, and one is open at most."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from support import catering, hearings
from support.training import TrainingHall
from test_two_pauses_at_once import at_once

from engine.store.base import table_of
from engine.store.hearings import Hearing

_hearing = table_of(Hearing).c


def test_one_of_two_tells_asks_and_records(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    by = training.approver
    assert sum(one is None for one in at_once(*[lambda: hearings.tell(by, case)] * 2)) == 1
    with training.hall.reading() as connection:
        hearing = connection.execute(select(_hearing.id)).scalar_one()
    assert sum(one is None for one in at_once(*[lambda: hearings.ask(training, case, hearing)] * 2)) == 1
    # Both may fix the day, one after the other: the second notice says that it replaces the first.
    assert at_once(*[lambda: hearings.schedule(training, hearing)] * 2) == [None, None]
    training.pass_days(7)
    assert sum(one is None for one in at_once(*[lambda: hearings.record(training, hearing)] * 2)) == 1
    kinds = [one.kind for one in by.file(case).documents]
    assert [kinds.count(f"hearing_{kind}") for kind in ("right_notice", "request_receipt", "minutes")] == [1, 1, 1]
    assert kinds.count("special_procedure_notice") == 1


def test_the_database_itself_allows_one_open_hearing(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearings.ask(training, case, hearings.tell(training.approver, case))
    table = table_of(Hearing)
    with training.hall.database.engine.connect() as connection:
        row = dict(connection.execute(select(table)).mappings().one())
        with pytest.raises(IntegrityError):
            connection.execute(table.insert(), row | {"id": "f" * 32, "status": "told"})
        connection.rollback()
        connection.execute(update(table).values(status="held"))
        connection.execute(table.insert(), row | {"id": "f" * 32, "status": "told"})
        assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 2
        connection.rollback()
