"""``banjian backup FILE``: database and files of one moment into one archive, while the hall works."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """把数据库和文件备份到 FILE；期间可以照常办件。密钥 keys/hall.key 不在其中，请另行保管。"""
    from engine.administration.backup import back_up
    from webapp.cli.database_state import prepared_hall
    from webapp.cli.mistakes import Mistake

    if not file.parent.is_dir():
        raise Mistake(f"没有找到文件夹 {file.parent}。")
    hall = prepared_hall()
    try:
        manifest = back_up(hall, file)
    finally:
        hall.close()
    click.echo(f"已备份到 {file}：{len(manifest['members'])} 项，密钥指纹 {manifest['key']}。")
