"""``banjian clock CASE [--all]``: by when a case has to be decided, and why, line for line.

``banjian clock replay`` is about all cases at once (webapp/cli/clock_replay.py).
"""

from __future__ import annotations

import click

from webapp.cli.clock_replay import replay
from webapp.cli.mistakes import Mistake

CASE = "case"


class CaseOrReplay(click.Group):
    """A group whose first word is the number of a case where it is no command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [CASE, *args]
        return super().parse_args(ctx, args)


@click.group("clock", cls=CaseOrReplay, options_metavar="", subcommand_metavar="CASE [--all] | replay")
def command() -> None:
    """CASE（编号或者内部标识）逐行说明一件办件的期限；replay 重算全部在办件的期限。"""


@command.command(CASE, hidden=True)
@click.argument("case")
@click.option("--all", "every", is_flag=True, help="列出全部期限，包括已经停止的")
def explain(case: str, every: bool) -> None:
    """逐行说明办件（编号或者内部标识）的期限从哪天起算、扣除了哪些天、哪天截止。"""
    from sqlalchemy import or_, select

    from engine.cases.hearing_row import CLOCK, REQUEST_CLOCK
    from engine.cases.level_clocks import LEVEL
    from engine.queries.clock_explanations import DECISION, explain_clocks, in_chinese
    from engine.store.cases import Case
    from webapp.cli.database_state import prepared_hall

    hall = prepared_hall()
    try:
        with hall.reading() as connection:
            wanted = select(Case.id, Case.number).where(or_(Case.number == case, Case.id == case))
            row = connection.execute(wanted).first()
            if row is None:
                raise Mistake(f"没有办件“{case[:60]}”。")
            clocks = explain_clocks(hall, connection, row.id)
    finally:
        hall.close()
    told = (*DECISION, LEVEL, REQUEST_CLOCK, CLOCK)
    shown = [one for one in clocks if every or (one.stopped_on is None and one.kind in told)]
    click.echo(f"办件 {row.number}")
    for one in shown or [one for one in clocks if one.stopped_on is None]:
        for line in in_chinese(one):
            click.echo(line)
    if not clocks:
        click.echo("本件没有期限。")
    elif not every and not shown and all(one.stopped_on for one in clocks):
        click.echo("本件的期限都已经停止，加 --all 查看。")


command.add_command(replay)
