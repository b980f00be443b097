"""``banjian clock replay``: compute every running limit anew, and tell what would move before anything does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.queries.calendar_moves import Moves

SHOWN = 1000


@click.command("replay")
@click.option("--calendar", "file", type=click.Path(path_type=Path), help="年度日历文件（YAML 或 JSON）")
@click.option("--all", "everything", is_flag=True, help=f"逐行列出全部变动，不只前 {SHOWN} 行")
def replay(file: Path | None, everything: bool) -> int:
    """重算全部在办件的期限，列出会从哪天变到哪天，不作任何改动。

    写明 --calendar 时按“现行日历换上文件中的年度”计算，否则按现行日历计算。没有变动时退出码为 0，有变动时为 1。
    """
    from engine.calendar_file import corrected, read_years
    from engine.errors import Invalid
    from engine.queries.calendar_moves import calendar_moves, replayed
    from webapp.cli.database_state import prepared_hall
    from webapp.cli.inputs import read_text
    from webapp.cli.mistakes import Mistake

    try:
        years = read_years(read_text(file)) if file else ()
        hall = prepared_hall()
        with hall.reading() as connection:
            if years:
                target = corrected(hall.in_force(connection).calendar, years)
                moves = calendar_moves(hall, connection, target)
            else:
                moves = replayed(hall, connection)
        hall.close()
    except Invalid as problem:
        raise Mistake(f"{file}：{problem}") from None
    tell(moves, len(moves.rows) if everything else SHOWN)
    return 1 if moves.rows else 0


def tell(moves: Moves, most: int) -> None:
    """Print what moves: one limit a line, then the totals."""
    from engine.cases.raise_lights import CLOCK_NAMES

    for row in moves.rows[:most]:
        what = row.name or str(CLOCK_NAMES.get(row.kind, row.kind))
        click.echo(f"{row.number}  {what}  {row.before} → {row.after}")
    if len(moves.rows) > most:
        click.echo(f"……另有 {len(moves.rows) - most} 行，加 --all 列出全部。")
    for one in moves.departments:
        click.echo(f"{one.name}：{one.cases} 件，{one.limits} 个期限（推后 {one.later}，提前 {one.earlier}）")
    later = sum(one.later for one in moves.departments)
    click.echo(
        f"在办 {moves.running} 件，变动 {moves.cases} 件、{len(moves.rows)} 个期限（推后 {later}，"
        f"提前 {len(moves.rows) - later}）。日历 {moves.present.version} → {moves.target.version}，没有作任何改动。"
    )
