"""``banjian chart FILE -o OUT.svg|png|pdf``: draw a process."""

from __future__ import annotations

from pathlib import Path

import click

FORMATS = ("svg", "png", "pdf")


@click.command("chart")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="写到哪里，扩展名决定格式")
@click.option("--landscape", is_flag=True, help="横向，部门为行；默认竖向，部门为列")
@click.option("--title", help="标题，默认用流程的名称")
@click.option("--subtitle", default="", help="标题下面的说明")
def command(file: Path, output: Path, landscape: bool, title: str | None, subtitle: str) -> None:
    """画 FILE 的办理流程图，格式由 OUT 的扩展名决定：svg、png 或 pdf。"""
    from diagrams import render, with_parts
    from webapp.cli.mistakes import Mistake
    from webapp.cli.surroundings import neighbours, readable_model

    kind = output.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise Mistake(f"不认识的格式“{output.suffix or output}”，只能是 .svg、.png 或 .pdf。")
    model = readable_model(file)
    model = with_parts(model, neighbours(file, model))
    orientation = "LR" if landscape else "TB"
    content = render(model, format=kind, title=title, subtitle=subtitle, orientation=orientation)
    try:
        output.write_bytes(content)
    except OSError as problem:
        raise Mistake(f"不能写入 {output}：{problem.strerror}。") from None
