"""A published matter, or a draft of it, simulated with what this hall knows: its times, its calendar, its day."""

from __future__ import annotations

from sqlalchemy import Connection

from engine.bundle import Bundle
from engine.hall import Hall
from engine.queries.step_times import events_that_came, followed, step_times
from processes.simulation import RUNS, Outcome, Times, shares_by_steps, simulate
from processes.simulation_events import event_shares


def simulate_matter(
    hall: Hall, connection: Connection, key: str, *, runs: int = RUNS, seed: int = 1, limits_only: bool = False
) -> Outcome:
    """Simulate the current version of a matter; raises NotFound where there is none."""
    bundle = hall.current_bundle(connection, key)
    return simulate_bundle(hall, connection, bundle, runs=runs, seed=seed, limits_only=limits_only)


def simulate_bundle(
    hall: Hall, connection: Connection, bundle: Bundle, *, runs: int = RUNS, seed: int = 1, limits_only: bool = False
) -> Outcome:
    """Simulate any version, or a draft that was never published, with the times that its steps took so far.

    :param limits_only: leave the times out, so that every step takes its limit and choices are taken evenly.
    """
    model, called = bundle.model, bundle.called
    times: Times = {}
    shares: dict[str, float] = {}
    if not limits_only:
        times = step_times(connection, bundle.key, hall.calendar, hall.legal_now(connection))
        known = followed(connection, bundle.key)
        shares = shares_by_steps(model, called, known.done, known.by)
        shares |= event_shares({"": model, **called}, events_that_came(connection, bundle.key), known.done)
    limits = bundle.facts.limits
    return simulate(
        model,
        called,
        limits.promised.value,
        hall.calendar,
        hall.today(connection),
        clock_origin=limits.clock_origin.value,
        times=times,
        shares=shares,
        runs=runs,
        seed=seed,
    )
