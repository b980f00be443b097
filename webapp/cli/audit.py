"""``banjian audit``: the trail of a case as a file, its verification without a database, and the daily roots."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli.mistakes import Mistake


@click.group("audit")
def command() -> None:
    """导出和核对办件的留痕，核对每日摘要。"""


@command.command("export")
@click.argument("case")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="写到哪个文件")
@click.option("--with-values", is_flag=True, help="连同填写的内容（含个人信息）；默认只有摘要")
def export(case: str, out: Path, with_values: bool) -> int:
    """把办件 CASE（办件编号）的全部留痕写成一个文件，任何人可以用 banjian audit verify 核对。"""
    from sqlalchemy import select

    from engine.audit.export_trail import as_file, exported_trail
    from engine.store.base import table_of
    from engine.store.cases import Case
    from webapp.cli.database_state import prepared_hall

    hall = prepared_hall()
    with hall.reading() as connection:
        wanted = select(Case.id, Case.number, Case.sealing_key).where(table_of(Case).c.number == case)
        row = connection.execute(wanted).mappings().first()
        if row is None:
            hall.close()
            raise Mistake(f"没有办件 {case}。")
        trail = exported_trail(hall, connection, row, with_values=with_values)
    hall.close()
    try:
        out.write_bytes(as_file(trail))
    except OSError as problem:
        raise Mistake(f"不能写到 {out}：{problem.strerror}。") from None
    click.echo(f"{out}：{len(trail['entries'])} 条记录，{len(trail['roots'])} 天的每日摘要证明。")
    return 0


@command.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--roots", type=click.Path(path_type=Path), help="在大厅以外保存的每日摘要 roots.txt")
@click.option("--until", default="9999-12-31", show_default=False, help="只核对到哪一天的摘要，例如 2026-03-31")
def verify(file: Path, roots: Path | None, until: str) -> int:
    """核对导出文件 FILE，不需要数据库。有不符时逐行列出，退出码为 1。"""
    from engine.audit.verify_file import report
    from webapp.cli.inputs import parse_day

    lines, code = report(file, roots, parse_day(until).isoformat())
    for line in lines:
        click.echo(line)
    return code


@command.command("roots")
def roots() -> int:
    """逐日列出每日摘要，并与数据库中的留痕和 roots.txt 核对。有不符时退出码为 1。"""
    from engine.administration.verify_roots import checked_roots, strange_lines
    from engine.roots import FILE, line_of
    from webapp.cli.database_state import prepared_hall

    hall, wrong, count = prepared_hall(), 0, 0
    with hall.reading() as connection:
        for one in checked_roots(hall, connection):
            said = [] if one.published else [f"{FILE} 中没有这一行"]
            if one.holds is False:
                said.append("与现在的留痕不符")
            elif one.holds is None:
                said.append("当天结束以前作出，无法重算")
            count += 1
            wrong += not one.published or one.holds is False
            click.echo(f"{line_of(one)}　{'；'.join(said) or '相符'}")
        strange = strange_lines(hall, connection)
    hall.close()
    for line in strange:
        click.echo(f"{FILE} 中有数据库没有的一行：{line[:120]}")
    wrong += len(strange)
    click.echo(f"{count} 天的每日摘要，{f'{wrong} 处不符。' if wrong else '全部相符。'}")
    return 1 if wrong else 0
