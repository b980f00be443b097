"""A placed node to the group of shapes, signs and texts that shows it."""

from __future__ import annotations

from dataclasses import replace

from diagrams import theme
from diagrams.boxes import TextLine, block_size
from diagrams.geometry import Point, Rect
from diagrams.model import EVENTS, GATEWAYS, Node
from diagrams.overlay import Mark
from diagrams.placed import PlacedBox
from diagrams.scene import Group, Part, Shape, Words
from diagrams.signs import sign_parts
from diagrams.theme import Ink

FORMS = {"box": "rounded", "pill": "rounded", "diamond": "diamond", "bar": "rect", "circle": "ellipse", "note": "note"}
BADGE_RADIUS = 9.5
ICON = 4.5


def node_group(placed: PlacedBox, x: float, y: float, lane: str, stage: str) -> Group:
    """Paint one node moved by (x, y); ``lane`` and ``stage`` are the names its data attributes carry."""
    box = placed.box
    rect = Rect(placed.rect.x + x, placed.rect.y + y, placed.rect.width, placed.rect.height)
    node = box.node
    ink = ink_of(node, box.mark)
    parts: list[Part] = [*_outline(placed, rect, ink)]
    parts += _text(placed, rect, ink)
    parts += _signs(placed, rect, ink)
    if placed.label:
        label = Rect(placed.label.x + x, placed.label.y + y, placed.label.width, placed.label.height)
        parts += text_block(box.label, label.centre, theme.QUIET)
    parts += _badges(placed, rect, box.mark)
    classes = ["node", f"kind-{node.kind}", f"type-{node.type}"]
    classes += ["critical"] if node.critical else []
    if box.mark:
        classes.append(f"status-{box.mark.status}")
    return Group(tuple(parts), " ".join(classes), _data(node, box.mark, lane, stage), told(node, box.mark))


def ink_of(node: Node, mark: Mark | None) -> Ink:
    """Return how a node is drawn: by its status in a case, else by its kind."""
    if mark and mark.status in theme.STATUSES:
        return theme.STATUSES[mark.status]
    ink = theme.KINDS[node.kind]
    return replace(ink, stroke=theme.CRITICAL, width=theme.CRITICAL_WIDTH) if node.critical else ink


def _data(node: Node, mark: Mark | None, lane: str, stage: str) -> dict[str, str]:
    data = {"element": node.id, "type": node.type, "name": node.name}
    data |= {"lane": lane} if lane else {}
    data |= {"stage": stage} if stage else {}
    data |= {"limit": str(node.limit)} if node.limit is not None else {}
    data |= {"number": str(node.number)} if node.number else {}
    data |= {"visit": "yes"} if node.visit else {}
    data |= {"critical": "yes"} if node.critical else {}
    data |= {"status": mark.status} if mark else {}
    return data


def told(node: Node, mark: Mark | None) -> str:
    """Say a node in one line, for readers and as its tooltip."""
    said = [f"第 {node.number} 步 {node.name}" if node.number else node.name]
    if node.detail and node.detail not in node.name:
        said.append(node.detail)
    if node.post:
        said.append(node.post)
    if node.limit is not None:
        said.append(f"{node.limit} 个工作日")
    if node.fee:
        said.append("收费")
    if node.visit:
        said.append("要到场")
    if node.critical:
        said.append("在关键路径上")
    if mark:
        said.append(mark.words)
    return "，".join(part for part in said if part.strip())


def _outline(placed: PlacedBox, rect: Rect, ink: Ink) -> list[Part]:
    node = placed.box.node
    form = "rounded" if placed.box.shape == "frame" else FORMS[placed.box.shape]
    dash = ink.dash or (node.kind == "boundary" and not node.interrupting)
    parts: list[Part] = [Shape(form, rect, ink.fill, ink.stroke, ink.width, dash)]
    if node.kind in ("catch", "throw", "boundary"):
        # Intermediate events have a double border (BPMN 10.5.1).
        parts.append(Shape(form, rect.grown(-2.6), "", ink.stroke, 0.9, False, "outline-inner"))
    return parts


def _text(placed: PlacedBox, rect: Rect, ink: Ink) -> list[Part]:
    box = placed.box
    if not box.lines:
        return []
    height = block_size(box.lines)[1]
    x, y = rect.centre
    if box.shape == "frame":
        return text_block(box.lines, (x, rect.y + 6 + height / 2), ink.text)
    if box.shape == "diamond":
        y += box.head * 0.42
    elif box.shape == "bar":
        x += box.lead / 2
        y += box.head / 2
    elif box.shape == "pill":
        x += box.lead / 2
    else:
        y += (box.head - box.foot) / 2
    return text_block(box.lines, (x, y), ink.text, box.mark)


def text_block(lines: tuple[TextLine, ...], centre: Point, colour: str, mark: Mark | None = None) -> list[Part]:
    """Set lines around a centre; the first mark line gets the status's sign before it."""
    parts: list[Part] = []
    top = centre[1] - block_size(lines)[1] / 2
    signed = False
    for line in lines:
        x, y = centre[0], top + line.height / 2
        top += line.height
        fill = theme.QUIET if line.tone == "detail" and colour == theme.INK else colour
        if line.tone == "mark" and mark and not signed:
            signed = True
            parts += sign_parts(mark.status, (x - line.width / 2 - 1, y), ICON, colour, 1.6)
            x += ICON + 2
        parts.append(Words((x, y), line.text, line.size, fill, line.bold, line.tone))
    return parts


def _signs(placed: PlacedBox, rect: Rect, ink: Ink) -> list[Part]:
    box, node = placed.box, placed.box.node
    x, y = rect.centre
    stroke = ink.stroke if node.kind != "end" and node.kind != "start" else ink.text
    parts: list[Part] = []
    if node.kind in GATEWAYS:
        if not node.name:
            parts += sign_parts(node.kind, (x, y), 9, stroke, 2.2)
        elif box.shape == "bar" and box.head:
            parts += sign_parts(node.kind, (x, rect.y + 14), 6, stroke, 2)
        elif box.shape == "bar":
            parts += sign_parts(node.kind, (rect.x + 14, y), 6, stroke, 2)
        elif box.head:
            parts += sign_parts(node.kind, (x, y - block_size(box.lines)[1] / 2 - 2), 6, stroke, 1.4)
    elif node.kind in EVENTS and box.lead:
        at = rect.x + 17 if box.lines else x
        parts += sign_parts(node.sign or "none", (at, y), 7, stroke, 1.2)
    elif node.kind == "boundary":
        parts += sign_parts(node.sign or "none", (x, y), 5, stroke, 1.1)
    elif node.sign and box.lead:
        parts += sign_parts(node.sign, (rect.x + 14, y), 7, stroke, 1.2)
    marks = [f"repeat-{node.repeat}"] if node.repeat else []
    marks += ["call"] if node.kind == "call" else []
    first = rect.x + 14 if box.seated else x - (len(marks) - 1) * 8
    for at, name in enumerate(marks):
        parts += sign_parts(name, (first + at * 16, rect.bottom - 9), 5, stroke, 1.4)
    return parts


def _badges(placed: PlacedBox, rect: Rect, mark: Mark | None) -> list[Part]:
    node = placed.box.node
    parts: list[Part] = []
    if node.number:
        colour = theme.STATUSES[mark.status].stroke if mark and mark.status in theme.STATUSES else theme.BADGE
        parts += badge(str(node.number), (rect.x + 2, rect.y + 2), colour, "badge")
    elif mark and mark.status in theme.STATUSES and node.kind != "note" and placed.box.shape != "frame":
        # A gateway or event has no line for the words: its sign says it, the tooltip says it in full.
        corner = {"diamond": (rect.x + rect.width * 0.16, rect.y + rect.height * 0.22)}
        across, down = placed.box.outward
        outer = (rect.x if across < 0 else rect.right, rect.y if down < 0 else rect.bottom)
        x, y = corner.get(placed.box.shape, outer)
        colour = theme.STATUSES[mark.status].stroke
        parts.append(Shape("ellipse", Rect(x - 7, y - 7, 14, 14), colour, theme.PAPER, 1.2, css="badge"))
        parts += sign_parts(mark.status, (x, y), 3.8, theme.BADGE_INK, 1.6, "badge-sign")
    at = rect.right - 4
    for flag, letter, colour, css in (
        (node.visit, "到", theme.VISIT, "badge-visit"),
        (node.fee, "费", theme.FEE, "badge-fee"),
        (bool(node.document), "文", theme.DOCUMENT, "badge-document"),
    ):
        if flag:
            parts += badge(letter, (at, rect.y + 1), colour, css)
            at -= 18
    return parts


def badge(text: str, centre: Point, colour: str, css: str) -> list[Part]:
    """Draw a filled circle with one to three characters in it."""
    radius = BADGE_RADIUS if len(text) < 3 else BADGE_RADIUS + 2
    size = 10.5 if len(text) < 3 else 9.0
    x, y = centre
    return [
        Shape("ellipse", Rect(x - radius, y - radius, 2 * radius, 2 * radius), colour, theme.PAPER, 1.3, css=css),
        Words((x, y), text, size, theme.BADGE_INK, True, "badge-text"),
    ]
