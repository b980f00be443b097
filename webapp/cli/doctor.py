"""``banjian doctor``: verify everything that can be recomputed, and every chain."""

from __future__ import annotations

import click


@click.command("doctor")
def command() -> int:
    """逐件核对办件状态、期限、留痕链、文件和文书编号。有不符时逐行列出，退出码为 1。"""
    from engine.administration.verify import verify
    from webapp.cli.database_state import prepared_hall

    hall = prepared_hall()
    count = 0
    for finding in verify(hall):
        count += 1
        click.echo(f"{finding.subject}: {finding.kind}: {finding.detail}")
    hall.close()
    click.echo(f"发现 {count} 处不符。" if count else "没有发现不符之处。")
    return 1 if count else 0
