"""``banjian restore FILE``: bring a hall back into an empty database."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def command(file: Path) -> None:
    """从 FILE 恢复到空的数据库（BANJIAN_DATABASE_URL），SQLite 和 PostgreSQL 之间可以互相恢复。"""
    from engine.administration.restore import restore
    from webapp.cli.database_state import open_from_environment

    hall = open_from_environment()
    manifest = restore(hall, file)
    hall.close()
    click.echo(f"已恢复 {manifest['rows']['case']} 件办件（备份于 {manifest['made_at']}）。")
