"""``banjian publish [FOLDER...]``: matters from their folders into the database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.actor import Actor
    from engine.hall import Hall


@click.command("publish")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER...]")
def command(folders: tuple[Path, ...]) -> int:
    """发布事项文件夹；不写文件夹时发布随系统提供的全部事项。有错误的事项不发布，退出码为 1。"""
    from engine.actor import SYSTEM
    from processes import registry
    from webapp.cli.database_state import prepared_hall
    from webapp.cli.mistakes import Mistake

    hall = prepared_hall()
    refused = False
    for folder in folders or registry.folders():
        if not folder.is_dir():
            raise Mistake(f"没有找到文件夹 {folder}。")
        if not (folder / "process.bpmn").is_file():
            raise Mistake(f"{folder} 里没有 process.bpmn，不是事项文件夹。")
        refused |= not publish_folder(hall, SYSTEM, folder)
    hall.close()
    return 1 if refused else 0


def publish_folder(hall: Hall, by: Actor, path: Path) -> bool:
    """Publish one folder and tell what came of it; return whether it could be published."""
    from engine.administration.publish_bundle import PublishBundle
    from engine.bpmn.checks import format_problem
    from processes import registry
    from processes.people import gate_in_hall

    folder = registry.load_folder(path)
    with hall.reading() as connection:
        problems = gate_in_hall(folder, connection, hall.today(connection))
    for problem in problems:
        place = replace(problem, file=f"{folder.key}/{problem.file}")
        click.echo(format_problem(place), err=True)
    if any(problem.severity == "error" for problem in problems):
        click.echo(f"{folder.key}：有错误，没有发布。", err=True)
        return False
    answer = hall.run(PublishBundle(by=by, matter_key=folder.key, files=folder.files))
    state = "已发布" if answer["new"] else "内容没有变化"
    click.echo(f"{folder.key} 版本 {answer['version']} {answer['sha256'][:12]} {state}")
    return True
