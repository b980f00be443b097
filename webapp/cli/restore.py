"""``banjian restore FILE``: bring an archive back into an empty database."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """把 FILE 恢复到空的数据库；数据文件夹中须有备份时的 keys/hall.key。之后请运行 banjian doctor。"""
    from engine.administration.restore import restore
    from webapp.cli.database_state import open_from_environment
    from webapp.cli.mistakes import Mistake

    if file.is_dir():
        raise Mistake(f"{file} 是文件夹，需要一个备份文件。")
    if not file.is_file():
        raise Mistake(f"没有找到备份文件 {file}。")
    hall = open_from_environment()
    try:
        manifest = restore(hall, file)
    finally:
        hall.close()
    click.echo(f"已从 {file} 恢复 {len(manifest['members'])} 项，请运行 banjian doctor 核对。")
