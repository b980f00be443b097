"""The one place that runs Graphviz: found, bounded in time and size, its failures told in Chinese."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

import graphviz.backend  # type: ignore[import-untyped]

from diagrams.without_dot import NoDot, svg_by_webassembly
from engine.errors import Unavailable
from engine.text import zh

SECONDS = 5.0
MOST_INPUT, MOST_OUTPUT = 4_000_000, 40_000_000


def run_graphviz(dot: str, output: str, options: Sequence[str] = ()) -> bytes:
    """Draw DOT whose parts all have places; ``output`` is svg, png or pdf.

    Where the binary is missing, the WebAssembly build of Graphviz draws svg. Raises NoDot for another output there, or
    without that build; Unavailable when drawing takes longer than ``SECONDS`` or fails, or a limit is passed.
    """
    data = dot.encode("utf-8")
    if len(data) > MOST_INPUT:
        raise Unavailable(zh("流程图太大（{size} 字节），无法绘制。", size=len(data)))
    command = [*graphviz.backend.dot_command.command("neato", output, neato_no_op=2), *options]
    try:
        # The command is ours and holds no text of the process; that goes in on standard input.
        done = subprocess.run(  # noqa: S603
            [str(part) for part in command], input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError:
        if output == "svg":
            return _bounded(svg_by_webassembly(dot, SECONDS))
        raise NoDot(
            zh(
                "没有找到 Graphviz 的 dot 程序，无法生成 {format} 图片。请改用 SVG 或 PDF，"
                "或者安装 graphviz 软件包（apt-get install graphviz）。",
                format=output.upper(),
            )
        ) from None
    except subprocess.TimeoutExpired:
        raise Unavailable(zh("绘制流程图超过 {seconds} 秒，已经停止。", seconds=int(SECONDS))) from None
    if done.returncode or not done.stdout:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Unavailable(zh("Graphviz 绘图失败：{why}", why=why[0] if why else str(done.returncode)))
    return _bounded(done.stdout)


def _bounded(drawn: bytes) -> bytes:
    if len(drawn) > MOST_OUTPUT:
        raise Unavailable(zh("流程图太大（{size} 字节），无法绘制。", size=len(drawn)))
    return drawn
