"""``banjian check FILE...``: judge BPMN files, one line a problem; exit 1 if any is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--lenient", is_flag=True, help="只按 BPMN 和引擎的规则检查，不管本系统的约定（环节、岗位、表单）")
def command(files: tuple[Path, ...], as_json: bool, lenient: bool) -> int:
    """检查 BPMN 文件。每个问题一行：文件: 节点: 规则: 说明。有错误时退出码为 1。"""
    problems = [problem for file in files for problem in problems_of(file, lenient)]
    if as_json:
        click.echo(orjson.dumps(problems, option=orjson.OPT_INDENT_2).decode())
    else:
        for problem in problems:
            click.echo(line_of(problem))
    return 1 if any(problem["severity"] == "error" for problem in problems) else 0


def problems_of(path: Path, lenient: bool) -> list[dict[str, Any]]:
    """Return what is wrong with one file, as plain values."""
    from engine.bpmn.checks import check
    from engine.bpmn.model import BpmnError
    from webapp.cli.surroundings import read_model, surroundings

    try:
        model = read_model(path)
    except BpmnError as error:
        return [
            {
                "file": str(path),
                "element": error.element or (f"line {error.line}" if error.line else "-"),
                "rule": "unreadable",
                "message": str(error.text),
                "severity": "error",
                "path": [],
            }
        ]
    around = surroundings(path, model)
    names = None if around.functions is None else frozenset(around.functions)
    found = check(model, called=around.called, functions=names, forms=around.forms, lenient=lenient)
    return [
        {
            "file": problem.file or str(path),
            "element": problem.element or "-",
            "rule": problem.rule,
            "message": str(problem.message),
            "severity": problem.severity,
            "path": list(problem.path),
        }
        for problem in found
    ]


def line_of(problem: dict[str, Any]) -> str:
    """Return a problem as one line; a path to the fault follows it, a warning says that it is one."""
    message = problem["message"].replace("\n", " ")
    if problem["severity"] != "error":
        message = f"（提醒）{message}"
    if problem["path"]:
        message += f"（路径：{' → '.join(problem['path'])}）"
    return f"{problem['file']}: {problem['element']}: {problem['rule']}: {message}"
