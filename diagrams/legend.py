"""The legend: a sample of each kind, mark and status that the chart really has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagrams import theme
from diagrams.geometry import Rect
from diagrams.model import EVENTS
from diagrams.overlay import Mark
from diagrams.paint_nodes import badge
from diagrams.placed import Layout
from diagrams.scene import Group, Part, Shape, Stroke, Words
from diagrams.signs import sign_parts
from diagrams.theme import Ink
from diagrams.vocabulary import STATUSES
from diagrams.wrap import text_width

SIZE, ROW, GAP, SAMPLE = 11.0, 24.0, 20.0, 28.0


@dataclass(frozen=True)
class Entry:
    """A sample (``form`` of the outline, ``sign`` in it, or a badge's letter) and what it means."""

    css: str
    text: str
    ink: Ink
    form: str = "rounded"
    sign: str = ""
    letter: str = ""

    @property
    def width(self) -> float:
        return SAMPLE + 6 + text_width(self.text) * SIZE + GAP


def entries(layout: Layout, overlay: Mapping[str, Mark]) -> Iterator[Entry]:
    """Yield what the chart needs explained, in reading order."""
    nodes = [placed.box.node for placed in layout.boxes.values()]
    kinds = {node.kind for node in nodes}
    if "task" in kinds:
        yield Entry("kind-task", "办理环节", theme.KINDS["task"])
    if "system" in kinds:
        yield Entry("kind-system", "系统自动", theme.KINDS["system"])
    if "call" in kinds:
        yield Entry("kind-call", "共用流程", theme.KINDS["call"], sign="call")
    if "exclusive" in kinds:
        yield Entry("kind-exclusive", "判断", theme.KINDS["exclusive"], "diamond")
    if "parallel" in kinds:
        yield Entry("kind-parallel", "同时办理", theme.KINDS["parallel"], "rect", "parallel")
    if "inclusive" in kinds:
        yield Entry("kind-inclusive", "按情形办理", theme.KINDS["inclusive"], "diamond", "inclusive")
    if "choice" in kinds:
        yield Entry("kind-choice", "等待先到者", theme.KINDS["choice"], "diamond", "choice")
    signs = {node.sign for node in nodes if node.kind in EVENTS or node.kind == "boundary"}
    for sign, text in (("timer", "到时"), ("message", "收到消息"), ("signal", "信号"), ("error", "出错")):
        if sign in signs:
            yield Entry("kind-catch", text, theme.KINDS["catch"], "ellipse", sign)
    repeats = {node.repeat for node in nodes}
    for repeat, text in (("parallel", "多人同时办理"), ("sequential", "多人依次办理"), ("loop", "重复办理")):
        if repeat in repeats:
            yield Entry("kind-task", text, theme.KINDS["task"], "rounded", f"repeat-{repeat}")
    if any(node.fee for node in nodes):
        yield Entry("badge-fee", "收费", Ink(theme.FEE, theme.PAPER), letter="费")
    if any(node.document for node in nodes):
        yield Entry("badge-document", "出具文书", Ink(theme.DOCUMENT, theme.PAPER), letter="文")
    if any(node.visit for node in nodes):
        yield Entry("badge-visit", "要到场办理", Ink(theme.VISIT, theme.PAPER), letter="到")
    if any(node.critical for node in nodes):
        yield Entry("critical", "关键路径", Ink("", theme.CRITICAL, theme.CRITICAL_WIDTH), "solid")
    if any(link.link.back for link in layout.links):
        yield Entry("flow-back", "退回、重办", Ink("", theme.LINE_BACK), "line")
    if layout.pools:
        yield Entry("flow-message", "消息往来", Ink("", theme.LINE), "line")
    present = {mark.status for element, mark in overlay.items() if element in layout.boxes}
    for status, ink in theme.STATUSES.items():
        if status in present:
            yield Entry(f"status-{status}", STATUSES[status], ink, sign=status)


def legend(
    layout: Layout, overlay: Mapping[str, Mark], left: float, top: float, width: float
) -> tuple[list[Group], float]:
    """Return the legend's groups, in rows no wider than ``width``, and its height."""
    groups: list[Group] = []
    x, y = left, top
    for entry in entries(layout, overlay):
        if x > left and x + entry.width - GAP > left + width:
            x, y = left, y + ROW
        groups.append(Group(tuple(_parts(entry, x, y)), f"legend {entry.css}"))
        x += entry.width
    return groups, y + ROW - top if groups else 0.0


def _parts(entry: Entry, x: float, y: float) -> Iterator[Part]:
    middle = y + ROW / 2
    centre = (x + SAMPLE / 2, middle)
    if entry.letter:
        yield from badge(entry.letter, centre, entry.ink.fill, entry.css)
    elif entry.form in ("line", "solid"):
        dash, thick = ("dashed", 1.3) if entry.form == "line" else ("", entry.ink.width)
        yield Stroke(((x, middle), (x + SAMPLE, middle)), entry.ink.stroke, thick, dash, "normal")
    else:
        half = 9.0 if entry.form in ("ellipse",) else SAMPLE / 2
        rect = Rect(centre[0] - half, middle - 8, 2 * half, 16)
        if entry.form == "ellipse":
            rect = Rect(centre[0] - 9, middle - 9, 18, 18)
        yield Shape(entry.form, rect, entry.ink.fill, entry.ink.stroke, min(entry.ink.width, 2), entry.ink.dash)
        if entry.sign:
            radius = 4.5 if entry.form != "diamond" else 4.0
            yield from sign_parts(entry.sign, centre, radius, entry.ink.stroke, 1.3)
    width = text_width(entry.text) * SIZE
    yield Words((x + SAMPLE + 6 + width / 2, middle), entry.text, SIZE, theme.INK, css="legend-text")
