"""``banjian export KEY``: a published matter back into folders."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("export")
@click.argument("key")
@click.option("--to", "target", type=click.Path(path_type=Path), default=Path(), help="写到哪个文件夹，默认当前")
@click.option("--version", type=click.IntRange(min=1), help="哪一版，默认最新")
def command(key: str, target: Path, version: int | None) -> None:
    """把已发布的事项 KEY 写回 processes/KEY 和 forms/KEY，逐行列出写出的文件。"""
    from sqlalchemy import select

    from engine.store.bundles import PublishedBundle
    from processes import publishing
    from webapp.cli.database_state import prepared_hall
    from webapp.cli.mistakes import Mistake

    hall = prepared_hall()
    with hall.reading() as connection:
        if version is None:
            bundle = hall.current_bundle(connection, key)
        else:
            chosen = select(PublishedBundle.sha256).where(
                PublishedBundle.key == key, PublishedBundle.version == version
            )
            sha256 = connection.execute(chosen).scalar()
            if sha256 is None:
                raise Mistake(f"没有事项 {key} 的第 {version} 版。")
            bundle = hall.bundle(connection, sha256)
    hall.close()
    try:
        written = publishing.export(bundle, target)
    except OSError as problem:
        raise Mistake(f"不能写到 {target}：{problem.strerror}。") from None
    for path in written:
        click.echo(str(path))
