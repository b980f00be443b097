"""``banjian play FILE --answers YAML``: run a process in memory, saving and loading it after every step."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

SCRIPT = {"facts", "answers", "messages", "signals", "advance", "steps"}
# What scenarios of a matter say besides.
REMARKS = {"title", "expect"}


@click.command("play")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--answers", type=click.Path(path_type=Path), help="YAML 文件：facts、answers、messages、advance 等")
@click.option("--now", help="开始的时间，如 2026-03-02T09:00:00+08:00")
@click.option("--json", "as_json", is_flag=True, help="每行一个 JSON 对象")
@click.option(
    "--lenient", is_flag=True, help="用于其他引擎的文件：没有函数、没有答案的任务和找不到的被调用流程照样通过"
)
def command(file: Path, answers: Path | None, now: str | None, as_json: bool, lenient: bool) -> None:
    """在内存中运行 FILE，按 YAML 作答，每一步之后保存、压缩、重新载入，逐行输出发生的事。"""
    from engine.bpmn.model import BpmnError
    from engine.bpmn.play import play
    from webapp.cli.inputs import parse_moment, read_yaml
    from webapp.cli.mistakes import Mistake
    from webapp.cli.surroundings import readable_model, surroundings

    model = readable_model(file)
    script = read_yaml(answers) if answers else {}
    start = parse_moment(now) if now else None
    unknown = sorted(script.keys() - SCRIPT - REMARKS)
    if unknown:
        raise Mistake(f"{answers} 里有不认识的键 {'、'.join(unknown)}；可用 {'、'.join(sorted(SCRIPT))}。")
    around = surroundings(file, model)
    try:
        played = play(model, script, start, lenient, around.called, around.functions)
        for event in played:
            click.echo(orjson.dumps(event).decode() if as_json else line_of(event))
    except BpmnError as problem:
        where = f"（{problem.element}）" if problem.element else ""
        raise Mistake(f"{file}{where}：{problem.text}") from None
    # Beside the events, so that a script that stops half-way is no riddle and programs are not disturbed.
    if not played.ended:
        click.echo(f"流程还没有结束，停在：{'、'.join(played.waits_for) or '异常'}。", err=True)
    if played.unused:
        click.echo(f"没有用到：{'、'.join(played.unused)}。", err=True)


def line_of(event: dict[str, str]) -> str:
    """Return an event as people read it."""
    name = event["name"] or event["element"]
    return f"{event['at'][:16].replace('T', ' ')} {event['event']:<8} {name} ({event['element']}, {event['type']})"
