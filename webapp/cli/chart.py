"""``banjian chart FILE -o OUT``: draw a process or a kind of chart of a matter; ``--verify SVG``: check a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from diagrams import Heading
    from diagrams.model import Chart

FORMATS = ("svg", "png", "pdf")


@click.command("chart")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到哪里，扩展名决定格式")
@click.option("--kind", type=click.Choice(("full", "matter", "joint", "online")), default="full", show_default=True,
              help="全部步骤、办理流程图、协同流程图、网上办事流程图")  # fmt: skip
@click.option("--landscape", is_flag=True, help="横向，部门为行；默认竖向，部门为列")
@click.option("--title", default="", help="标题，默认用流程的名称")
@click.option("--subtitle", default="", help="标题下面的说明")
@click.option("--verify", type=click.Path(path_type=Path), help="核对这张 SVG 图是不是按 FILE 绘制的")
def command(
    file: Path, output: Path | None, kind: str, landscape: bool, title: str, subtitle: str, verify: Path | None
) -> int:
    """画 FILE 的流程图，格式由 OUT 的扩展名决定：svg、png 或 pdf。

    FILE 是 BPMN 文件，或者事项的文件夹；事项的图写明时限、地点、电话和校验值。--verify 按 FILE 重新推导图的内容，
    与图逐项比较，一致的退出码为 0，不一致的为 1。
    """
    from diagrams import render
    from webapp.cli.mistakes import Mistake

    if (output is None) == (verify is None):
        raise Mistake("请用 -o 写明画到哪里，或者用 --verify 写明核对哪张图。")
    if verify is not None:
        return _verified(file, verify)
    assert output is not None
    format = output.suffix.lstrip(".").lower()
    if format not in FORMATS:
        raise Mistake(f"不认识的格式“{output.suffix or output}”，只能是 .svg、.png 或 .pdf。")
    chart, heading = drawn_of(file, kind, title=title, subtitle=subtitle)
    content = render(chart, format=format, heading=heading, orientation="LR" if landscape else "TB")
    try:
        output.write_bytes(content)
    except OSError as problem:
        raise Mistake(f"不能写入 {output}：{problem.strerror}。") from None
    return 0


def _verified(file: Path, picture: Path) -> int:
    from diagrams.content import content_of, content_of_scene, differences
    from diagrams.draw import scene_of
    from engine.errors import Invalid
    from webapp.cli.inputs import read_bytes
    from webapp.cli.mistakes import Mistake

    try:
        drawn = content_of(read_bytes(picture))
    except Invalid as problem:
        raise Mistake(f"{picture}：{problem.text}") from None
    chart, heading = drawn_of(file, drawn.about["kind"], about=drawn.about)
    scene = scene_of(chart, heading, drawn.about.get("orientation", "TB"))
    found = list(differences(drawn, content_of_scene(scene)))
    for one in found:
        click.echo(f"不一致：{one}")
    if not found:
        bundle = drawn.about.get("bundle", "")
        click.echo(f"一致：图与 {file} 内容相同{'，校验值 ' + bundle if bundle else ''}")
    return 1 if found else 0


def drawn_of(
    file: Path, kind: str, *, title: str = "", subtitle: str = "", about: Mapping[str, str] | None = None
) -> tuple[Chart, Heading]:
    """Return the chart of a file or folder and its heading; ``about`` is what a picture of it says of itself."""
    from diagrams import Heading, chart_for, matter_chart
    from engine.bundle import Bundle
    from engine.errors import Invalid
    from processes import registry
    from webapp.cli.mistakes import Mistake
    from webapp.cli.surroundings import neighbours, readable_model

    if not file.is_dir():
        model = readable_model(file)
        return chart_for(model, neighbours(file, model), kind), Heading(title, (subtitle,) if subtitle else ())
    if not (file / "process.bpmn").is_file():
        raise Mistake(f"{file} 是文件夹，里面没有 process.bpmn，不是事项文件夹。")
    try:
        folder = registry.load_folder(file)
    except Invalid as problem:
        raise Mistake(f"{file}：{problem.text}") from None
    said = about or {}
    # Which number the bundle got and since when it holds only the hall knows; all else must come from the folder.
    version = int(said["version"]) if said.get("version", "").isdecimal() else None
    try:
        in_force = date.fromisoformat(said["in-force"]) if "in-force" in said else None
    except ValueError:
        in_force = None
    bundle = Bundle.of(folder.key, folder.files, version)
    chart, heading = matter_chart(bundle, kind, in_force=in_force, address=said.get("address", ""))
    lines = (subtitle, *heading.lines) if subtitle else heading.lines
    return chart, replace(heading, title=title or heading.title, lines=lines)
