"""``banjian worker``: sweep due timers, lights, services and the outbox; any number may run."""

from __future__ import annotations

import signal
from types import FrameType

import click


@click.command("worker")
def command() -> None:
    """运行后台任务，直到收到结束信号；可在多台机器上同时运行多个。"""
    import logging

    from engine.jobs.worker import Worker
    from webapp.cli.database_state import prepared_hall

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    hall = prepared_hall()
    worker = Worker(hall)

    def stop(number: int, frame: FrameType | None) -> None:
        # The scheduler waits for its threads; that must not happen inside the signal handler.
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        worker.run()
    except SystemExit:
        worker.stop()
    finally:
        hall.close()
