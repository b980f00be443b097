"""``banjian due START DAYS [--pause FROM:TO]...``: the due date of a limit in working days, and why."""

from __future__ import annotations

import re
from datetime import date

import click

from webapp.cli.inputs import parse_day
from webapp.cli.mistakes import Mistake

MOST_DAYS = 2000


@click.command("due")
@click.argument("start")
@click.argument("days")
@click.option("--pause", "pauses", multiple=True, metavar="FROM:TO", help="不计入期限的时段，可写多次")
def command(start: str, days: str, pauses: tuple[str, ...]) -> None:
    """计算自 START（不计入）起第 DAYS 个工作日，首行为截止日，其后说明理由。"""
    from engine.law.explain import due_report

    origin = parse_day(start)
    if not re.fullmatch("[0-9]{1,4}", days) or int(days) > MOST_DAYS:
        raise Mistake(f"天数应为 0 到 {MOST_DAYS} 的整数，现为“{days[:40]}”。")
    spans = tuple(parse_pause(text) for text in pauses)
    try:
        last, lines = due_report(origin, int(days), spans)
    except ValueError as problem:
        raise Mistake(str(problem)) from None
    click.echo(last.isoformat())
    for line in lines:
        click.echo(line)


def parse_pause(text: str) -> tuple[date, date]:
    """Return the days of ``FROM:TO``; the working days after FROM up to and including TO do not count."""
    first, colon, last = text.partition(":")
    if not colon:
        raise Mistake(f"“{text}”不是时段，应为 2026-03-02:2026-03-09 的形式。")
    span = (parse_day(first), parse_day(last))
    if span[1] < span[0]:
        raise Mistake(f"时段“{text}”的结束日早于开始日。")
    return span
