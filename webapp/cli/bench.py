"""``banjian bench step [--db URL]``: what one durable step costs, as JSON."""

from __future__ import annotations

import importlib.util

import click
import orjson

MEASUREMENT = "engine.benchmark"


@click.group("bench")
def command() -> None:
    """测量性能。"""


@command.command("step")
@click.option("--db", "url", help="数据库，默认临时的 SQLite 文件")
def step(url: str | None) -> None:
    """测量完成一个环节的耗时，输出 JSON；各键的含义见 docs/performance.md。"""
    from webapp.cli.mistakes import Mistake

    if importlib.util.find_spec(MEASUREMENT) is None:
        raise Mistake("本次安装不含性能测量程序。")
    measurement = importlib.import_module(MEASUREMENT)
    click.echo(orjson.dumps(measurement.measure_step(url), option=orjson.OPT_INDENT_2).decode())
