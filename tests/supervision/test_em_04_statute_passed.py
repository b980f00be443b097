"""EM-04: a passed statutory limit is a red light and a supervision order, once."""

from __future__ import annotations

from support import catering
from support.lights import rows
from support.training import TrainingHall

from engine.jobs.worker import sweep_all
from engine.queries import orders as read


def test_an_order_goes_to_the_authority_once(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(60)
    for _ in range(2):
        sweep_all(training.hall)
    (red,) = (row for row in rows(training, case) if row.rule == "EM-04")
    assert red.colour == "red"
    with training.hall.reading() as connection:
        page = read.all_orders(connection, training.supervisor.actor, training.today)
    (order,) = page.rows
    assert (order.rule, order.department, order.case_id, order.issued_by) == ("EM-04", "market_bureau", case, "系统")
    assert "超过法定办结时限" in order.demand
    assert order.light == "red"  # It was owed three working days after the limit, and nobody has answered.
