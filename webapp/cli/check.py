"""``banjian check FILE...``: judge BPMN files, one line a problem; exit 1 if any is an error."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

if TYPE_CHECKING:
    from engine.bpmn.checks import Problem


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_list", is_flag=True, help="输出一个 JSON 列表")
@click.option("--lenient", is_flag=True, help="不管本系统的约定（环节、岗位、表单），只按 BPMN 和引擎的规则检查")
def command(files: tuple[Path, ...], as_list: bool, lenient: bool) -> int:
    """检查 BPMN 文件。每个问题一行：文件: 节点: 规则: 说明。有错误时退出码为 1。"""
    from engine.bpmn.checks import as_json, format_problem

    # All are read before any is judged, so that a wrong name is told at once.
    contents = {file: content_of(file) for file in files}
    problems = [one for file, content in contents.items() for one in problems_of(file, content, lenient)]
    if as_list:
        listed = [as_json(problem) for problem in problems]
        click.echo(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode())
    else:
        for problem in problems:
            click.echo(format_problem(problem))
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def content_of(path: Path) -> bytes:
    """Return the content of a text file; raises Mistake for anything else."""
    from webapp.cli.inputs import read_bytes, require_text

    content = read_bytes(path)
    require_text(path, content)
    return content


def problems_of(path: Path, content: bytes, lenient: bool) -> tuple[Problem, ...]:
    """Return what is wrong with one file, as far as it and its surroundings are known.

    The flow of a matter is judged with its whole folder, just as it is before it is published.
    """
    from engine.bpmn.checks import check, check_bytes
    from engine.bpmn.model import BpmnError
    from engine.bpmn.read import read
    from webapp.cli.surroundings import surroundings

    try:
        model = read(content, str(path))
    except BpmnError:
        return check_bytes(content, str(path), lenient=lenient)
    around = surroundings(path, model)
    if around.folder is not None and not lenient:
        from processes.publishing import gate

        return tuple(replace(problem, file=str(path.parent / problem.file)) for problem in gate(around.folder))
    names = None if around.functions is None else frozenset(around.functions)
    return check(model, called=around.called, functions=names, forms=around.forms, lenient=lenient)
