"""``banjian web``: serve the pages with gunicorn; any number may run beside each other."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from typing import Any

import click

from webapp import create_app

# Long enough for 200 MB over a slow line to be read by the worker threads.
TIMEOUT_SECONDS = 120
THREADS = 4


@click.command("web")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址")
@click.option("--port", type=click.IntRange(1, 65535), help="监听的端口，默认取环境变量 PORT，再默认 8000")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="进程数")
@click.option("--threads", type=click.IntRange(1, 64), default=THREADS, show_default=True, help="每个进程的线程数")
def command(host: str, port: int | None, workers: int, threads: int) -> None:
    """运行网站，直到收到结束信号。"""
    from webapp.cli.database_state import require_prepared
    from webapp.config import Settings

    settings = Settings.from_environment()
    require_prepared(settings)
    serve(options_for(f"{host}:{port or port_of_environment()}", workers, threads))


def options_for(address: str, workers: int, threads: int = THREADS) -> dict[str, Any]:
    """Return gunicorn's options for serving at ``address``."""
    return {
        "bind": address,
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": TIMEOUT_SECONDS,
        "graceful_timeout": 20,
        "keepalive": 5,
        # The proxies to trust are BANJIAN_PROXIES; gunicorn must not add an opinion of its own.
        "forwarded_allow_ips": "",
        # The most that gunicorn reads. From 4,000 on the application answers, with a page that people can read.
        "limit_request_line": 8190,
        "accesslog": None,
        "loglevel": "warning",
        "control_socket_disable": True,
    }


def port_of_environment() -> int:
    """Return PORT, or 8000."""
    from webapp.cli.mistakes import Mistake

    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Mistake(f"环境变量 PORT 应为 1 到 65535 的整数，现为“{text}”。")
    return int(text)


def serve(options: dict[str, Any], make: Callable[[], Any] = create_app) -> None:
    """Run gunicorn in this process; each of its workers makes its own application and connections."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            application = make()
            # What was made up to here lives as long as the process; no request should pay for looking at it.
            gc.collect()
            gc.freeze()
            return application

    Server().run()
