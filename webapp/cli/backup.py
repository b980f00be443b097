"""``banjian backup FILE``: save the database and the uploaded files while the hall works."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """把数据库和上传的文件备份到 FILE（ZIP）。可在大厅运行时备份；keys/hall.key 请另行妥善保管。"""
    from engine.administration.backup import back_up
    from webapp.cli.database_state import prepared_hall

    hall = prepared_hall()
    manifest = back_up(hall, file)
    hall.close()
    rows = sum(manifest["rows"].values())
    files = sum(name.startswith("files/") for name in manifest["members"])
    click.echo(f"已备份到 {file}：{manifest['rows']['case']} 件办件，{rows} 行，{files} 个文件。")
    click.echo(f"密钥 keys/hall.key 不在备份中（指纹 {manifest['key']}），没有它备份无法打开，请另行保管。")
