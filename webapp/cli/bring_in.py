"""``banjian bring-in FILE --key KEY``: a file from another modeler as a matter's process; exit 1 if it is refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.foreign_remark import Remark

FATES = {"unsupported": "不支持", "kept": "不起作用", "changed": "已改写"}
REFUSED = 1


@click.command("bring-in")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", required=True, help="事项代码")
@click.option("--out", type=click.Path(path_type=Path), default=Path(), help="写到哪个文件夹之下，默认当前")
def command(file: Path, key: str, out: Path) -> int:
    """把别的软件画的 BPMN 文件带入为事项 KEY 的流程，写到 OUT/KEY，逐行列出每一处改动。文件不能带入时退出码为 1。"""
    from diagrams.interchange import with_layout
    from engine.bpmn.model import BpmnError
    from engine.studio.draft_files import KEY
    from processes.bringing_in import bring_in
    from webapp.cli.check import content_of
    from webapp.cli.mistakes import Mistake

    if not KEY.fullmatch(key):
        raise Mistake("事项代码由小写字母、数字和 _ 组成，不以数字开头，最多 64 个字符。")
    content, target = content_of(file), out / key / "process.bpmn"
    if target.exists():
        raise Mistake(f"{target} 已经存在，不会覆盖；请换一个文件夹。")
    try:
        brought = bring_in(content, key)
        xml, told = with_layout(brought.xml)
    except BpmnError as problem:
        click.echo(f"{file}: 不能带入：{problem.text}")
        return REFUSED
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(xml)
        written = [target, *_facts(key, target.parent)]
    except OSError as problem:
        raise Mistake(f"不能写到 {target.parent}：{problem.strerror}。") from None
    for remark in sorted(brought.remarks, key=lambda one: list(FATES).index(one.fate)):
        click.echo(line_of(remark))
    for text in told:
        click.echo(f"图形: {text}")
    for path in written:
        click.echo(str(path))
    return 0


def _facts(key: str, folder: Path) -> Iterator[Path]:
    """Put the facts of a matter that the software brings beside its new process, so that it can be judged."""
    from processes.registry import HERE

    known, wanted = HERE / key / "matter.yaml", folder / "matter.yaml"
    if known.is_file() and not wanted.exists():
        wanted.write_bytes(known.read_bytes())
        yield wanted


def line_of(remark: Remark) -> str:
    """Return a line of the report: what became of it, where, what it was in the file, what to do."""
    where = " ".join(filter(None, (remark.element, remark.name)))
    return f"{FATES[remark.fate]}: {where}: {remark.construct}: {remark.text}"
