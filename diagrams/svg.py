"""Graphviz's SVG to the one that is shown: grouped by element, scaling, titled, without Graphviz's own marks."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from diagrams.scene import Group, Part, Scene, Shape, Words
from diagrams.theme import FONT_STACK, PAPER

SVG = "http://www.w3.org/2000/svg"
# Some versions of Graphviz keep spaces, others do not; what is shown has none to keep.
DROPPED = ("id", "class", "text-rendering", "{http://www.w3.org/XML/1998/namespace}space")


def svg_of(scene: Scene, drawn: bytes) -> str:
    """Regroup Graphviz's drawing of a scene.

    The result has a viewBox and no fixed size, ``role="img"`` with ``<title>`` and ``<desc>``, one ``<g>`` per
    group with its classes and ``data-`` attributes, and colours as presentation attributes, which CSS may override.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    source = etree.fromstring(drawn, parser)
    parts = {group.get("id"): group for group in source.iter(f"{{{SVG}}}g") if group.get("id")}
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    root.set("viewBox", f"0 0 {scene.width:.0f} {scene.height:.0f}")
    root.set("class", "chart")
    root.set("role", "img")
    for name, value in scene.data.items():
        root.set(f"data-{name}", _clean(value))
    root.set("font-family", FONT_STACK.replace('"', "'"))
    _child(root, "title").text = _clean(scene.title)
    _child(root, "desc").text = _clean(scene.description)
    ground = _child(root, "rect")
    for name, value in (("class", "paper"), ("width", "100%"), ("height", "100%"), ("fill", PAPER)):
        ground.set(name, value)
    canvas = _child(root, "g")
    canvas.set("transform", f"translate(0 {_shift(source, scene):.2f})")
    number = 0
    for group in scene.groups:
        number = _group(canvas, group, parts, number)
    return str(etree.tostring(root, encoding="unicode"))


def _child(parent: etree._Element, tag: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{SVG}}}{tag}")


def _shift(source: etree._Element, scene: Scene) -> float:
    """Return how far Graphviz moved the page down: its ``y`` runs from minus the height to 0."""
    graph = source.find(f"{{{SVG}}}g")
    given = graph.get("transform", "") if graph is not None else ""
    return float(given.rpartition("translate(")[2].rstrip(")").split()[1]) if "translate(" in given else scene.height


def _group(canvas: etree._Element, group: Group, parts: dict[str, etree._Element], number: int) -> int:
    element = _child(canvas, "g")
    if group.css:
        element.set("class", _clean(group.css))
    for name, value in group.data.items():
        element.set(f"data-{name}", _clean(value))
    if group.title.strip():
        _child(element, "title").text = _clean(group.title)
    for part in group.parts:
        drawn = parts.get(f"p{number}")
        number += 1
        if drawn is not None:
            for shape in _shapes(drawn):
                _dress(shape, part)
                element.append(shape)
    return number


def _shapes(drawn: etree._Element) -> Iterator[etree._Element]:
    for shape in list(drawn):
        if isinstance(shape.tag, str) and etree.QName(shape).localname in (
            "path",
            "polygon",
            "polyline",
            "ellipse",
            "text",
        ):
            shape.tail = None
            yield shape


def _dress(shape: etree._Element, part: Part) -> None:
    """Give a shape its class; a text its weight, since Graphviz writes a bold face as a family of its own."""
    for name in DROPPED:
        shape.attrib.pop(name, None)
    shape.set("class", part.css)
    if isinstance(part, Words):
        shape.attrib.pop("font-family", None)
        if part.bold:
            shape.set("font-weight", "700")
    elif not isinstance(part, Shape) and etree.QName(shape).localname == "polygon":
        shape.set("class", "arrow")
    for name in ("fill", "stroke"):
        if shape.get(name) == "transparent":
            shape.set(name, "none")


def _clean(text: str) -> str:
    """Drop what XML 1.0 does not allow."""
    return "".join(char for char in text if char in "\t\n" or (ord(char) >= 0x20 and not _illegal(ord(char))))


def _illegal(code: int) -> bool:
    return 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF)
