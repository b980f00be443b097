"""Servers for a measurement: processes of their own that are gone afterwards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from engine.hall import Hall

PAGES = ("webapp.cli", "web", "--workers", "1")
BARE = ("webapp.benchmark.bare_server",)
_SECONDS_TO_START = 60


@contextmanager
def server(words: Sequence[str], hall: Hall) -> Iterator[int]:
    """Run ``python -m`` with ``words`` on the database of ``hall`` and give the port it answers on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith("BANJIAN_")}
    env |= {"BANJIAN_DATABASE_URL": hall.url, "BANJIAN_DATA": str(hall.data), "PORT": str(port)}
    # Our own interpreter and words of ours.
    process = subprocess.Popen([sys.executable, "-m", *words], env=env, stdin=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(process, port)
        yield port
    finally:
        # INT lets gunicorn leave at once instead of waiting for idle browsers.
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"server did not start: {process.args!r}")
