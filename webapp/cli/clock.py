"""``banjian clock CASE [--all]``: by when a case has to be decided, and why, line for line."""

from __future__ import annotations

import click

from webapp.cli.mistakes import Mistake


@click.command("clock")
@click.argument("case")
@click.option("--all", "every", is_flag=True, help="列出全部期限，包括已经停止的")
def command(case: str, every: bool) -> None:
    """逐行说明办件（编号或者内部标识）的期限从哪天起算、扣除了哪些天、哪天截止。"""
    from sqlalchemy import or_, select

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
    shown = [one for one in clocks if every or (one.stopped_on is None and one.kind in DECISION)]
    click.echo(f"办件 {row.number}")
    for one in shown or [one for one in clocks if one.stopped_on is None]:
        for line in in_chinese(one):
            click.echo(line)
    if not clocks:
        click.echo("本件没有期限。")
    elif not every and not shown and all(one.stopped_on for one in clocks):
        click.echo("本件的期限都已经停止，加 --all 查看。")
