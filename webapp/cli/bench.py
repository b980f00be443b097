"""``banjian bench step|inbox|lights|chart [--db URL]``: what a step, a large hall's inbox and due work cost."""

from __future__ import annotations

import click
import orjson


@click.group("bench")
def command() -> None:
    """测量性能。"""


@command.command("step")
@click.option("--db", "url", help="数据库，默认临时的 SQLite 文件")
def step(url: str | None) -> None:
    """测量完成一个环节的耗时，输出 JSON；各键的含义见 docs/performance.md。"""
    from webapp.benchmark import measure_step

    require_database(url)
    click.echo(orjson.dumps(measure_step(url), option=orjson.OPT_INDENT_2).decode())


@command.command("inbox")
@click.option("--db", "url", help="数据库，默认临时的 SQLite 文件")
def inbox(url: str | None) -> None:
    """测量大量待办和已办时打开待办首页的耗时，输出 JSON；需要几分钟和 3 GB 磁盘空间。"""
    from engine.benchmark.inbox import inbox_cost

    require_database(url)
    click.echo(orjson.dumps(inbox_cost(url), option=orjson.OPT_INDENT_2).decode())


@command.command("lights")
@click.option("--clocks", default=1_000_000, show_default=True, type=click.IntRange(10_000), help="运行中的计时个数")
@click.option("--db", "url", help="数据库，默认临时的 SQLite 文件")
def lights(clocks: int, url: str | None) -> None:
    """测量在大量计时中找到到期事务、发出一次预警和停机后补办的耗时，输出 JSON；需要几分钟和 1 GB 磁盘空间。"""
    from engine.benchmark.lights import due_work_cost

    require_database(url)
    click.echo(orjson.dumps(due_work_cost(url, clocks=clocks), option=orjson.OPT_INDENT_2).decode())


@command.command("chart")
@click.option("--db", "url", help="数据库，默认临时的 SQLite 文件")
def chart(url: str | None) -> None:
    """测量已经画好的流程图每秒能打开多少次，与空白页面相比，输出 JSON。"""
    from webapp.benchmark.charts import chart_rate

    require_database(url)
    click.echo(orjson.dumps(chart_rate(url), option=orjson.OPT_INDENT_2).decode())


@command.command("drawing")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="各测几次，取中位数")
def drawing(rounds: int) -> None:
    """测量绘制 60 个节点的流程图的耗时，与单独运行 Graphviz 比较，输出 JSON。"""
    from diagrams.benchmark import chart_cost

    click.echo(orjson.dumps(chart_cost(rounds), option=orjson.OPT_INDENT_2).decode())


@command.command("check")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="各测几次，取中位数")
def check(rounds: int) -> None:
    """测量检查 60 个节点的流程的耗时，与只读入文件比较，输出 JSON。"""
    from engine.benchmark.checking import check_cost

    click.echo(orjson.dumps(check_cost(rounds), option=orjson.OPT_INDENT_2).decode())


def require_database(url: str | None) -> None:
    """Raise Mistake unless a database of one's own can be made where ``url`` says."""
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    from engine.benchmark.fresh_hall import fresh_database
    from webapp.cli.database_state import first_line
    from webapp.cli.mistakes import Mistake

    try:
        with fresh_database(url):
            return
    except (ArgumentError, ValueError, ImportError):
        raise Mistake("选项 --db 不对：应为 sqlite:///文件 或 postgresql://用户@主机/数据库。") from None
    except SQLAlchemyError as problem:
        raise Mistake(f"不能使用数据库（--db）：{first_line(problem)}") from None
    except OSError as problem:
        raise Mistake(f"不能使用数据库（--db）所在的文件夹：{problem.strerror}。") from None
