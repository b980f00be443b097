"""``banjian simulate KEY``: how often a published matter would miss its promise, and which steps that is owed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import orjson

if TYPE_CHECKING:
    from processes.simulation import Outcome


ASSUMED = {
    "timer": "步骤用时超过计时的，到时触发",
    "share": "按以往的比例触发",
    "never": "没有来过，或者附在子流程上，当作不来",
    "unread": "计时取决于办件的内容，当作不触发",
}


@click.command("simulate")
@click.argument("key")
@click.option("--runs", type=click.IntRange(min=1, max=100_000), default=2_000, show_default=True, help="演算多少遍")
@click.option("--seed", type=int, default=1, show_default=True, help="随机数的种子，相同的种子得相同的结果")
@click.option("--limits-only", is_flag=True, help="不用办过的件的时间，各步骤都按时限算")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象")
def command(key: str, runs: int, seed: int, limits_only: bool, as_json: bool) -> None:
    """按本大厅各步骤实际用的时间，演算事项 KEY 成千上万遍：有多少会超过承诺时限，是哪些步骤造成的。"""
    from processes.simulation_of_hall import simulate_matter
    from webapp.cli.database_state import prepared_hall

    hall = prepared_hall()
    with hall.reading() as connection:
        outcome = simulate_matter(hall, connection, key, runs=runs, seed=seed, limits_only=limits_only)
    hall.close()
    if as_json:
        click.echo(orjson.dumps(outcome, option=orjson.OPT_INDENT_2).decode())
    else:
        for line in lines_of(outcome):
            click.echo(line)


def lines_of(outcome: Outcome) -> list[str]:
    """Return the outcome as people read it."""
    lines = [
        f"演算 {outcome.runs} 遍，其中受理并办结 {outcome.counted} 遍。",
        f"超过承诺时限 {outcome.promised} 天的占 {outcome.late:.1%}。",
        f"一半在 {outcome.median:g} 天以内，九成在 {outcome.ninth:g} 天以内。",
    ]
    lines += [f"  {cause.share:6.1%}  {cause.name}（{cause.element}）" for cause in outcome.causes]
    if outcome.unfinished:
        lines.append(f"有 {outcome.unfinished} 遍反复退回，没有走到头，不计在内。")
    if outcome.without_times:
        lines.append(f"没有办过的件可参照，按时限算的步骤：{'、'.join(outcome.without_times)}。")
    return lines + [_assumed(kind, outcome) for kind in ASSUMED if any(one.kind == kind for one in outcome.assumed)]


def _assumed(kind: str, outcome: Outcome) -> str:
    named = (
        f"{one.name}（{one.element}）" + (f" {one.share:.1%}" if kind == "share" else "")
        for one in outcome.assumed
        if one.kind == kind
    )
    return f"{ASSUMED[kind]}：{'、'.join(named)}。"
