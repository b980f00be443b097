"""What a drawn chart says, read back from the picture, and how that differs from what it should say.

Two charts say the same when they are of one bundle and one kind and show the same elements, lines, departments, stages
and texts around them, wherever these stand on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from diagrams.scene import Group, Scene, Words
from engine.errors import Invalid
from engine.text import Text, zh

SVG = "http://www.w3.org/2000/svg"
MOST_BYTES = 40_000_000
_THINGS = ("element", "flow", "lane-id", "band", "level", "pool", "label-of")
_LAYOUT = ("view",)


@dataclass(frozen=True)
class Content:
    """``about`` are the picture's own data attributes; ``things`` the data of each thing by its kind and id.

    ``texts`` are the words that each thing shows, and under ``page`` those around the chart.
    """

    about: Mapping[str, str] = field(default_factory=dict)
    things: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def content_of(svg: bytes) -> Content:
    """Read a picture that ``diagrams.draw`` made; raises engine.errors.Invalid for anything else."""
    if len(svg) > MOST_BYTES:
        raise Invalid(zh("文件太大，不是流程图。"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(svg, parser)
    except etree.XMLSyntaxError:
        raise Invalid(zh("文件不是完整的 SVG 图。")) from None
    about = _data(root)
    if root.tag != f"{{{SVG}}}svg" or "kind" not in about:
        raise Invalid(zh("文件不是本系统绘制的流程图。"))
    if any(group.get("data-status") for group in root.iter(f"{{{SVG}}}g")):
        raise Invalid(zh("这张图标有一件办件的进度，不能核对；请核对事项的流程图。"))
    groups = [
        Seen(group.get("class", ""), _data(group), tuple(_words(group, "title", "text")))
        for group in root.iter(f"{{{SVG}}}g")
        if group.get("class")
    ]
    return _content(about, groups, tuple(_words(root, "title", "desc", deep=False)))


def content_of_scene(scene: Scene) -> Content:
    """Return what a chart that is about to be drawn will say."""
    told = tuple(text.strip() for text in (scene.title, scene.description))
    return _content(scene.data, [_seen(group) for group in scene.groups if group.css], told)


@dataclass(frozen=True)
class Seen:
    """One group of the picture: its classes, its data, its words."""

    css: str
    data: Mapping[str, str]
    words: tuple[str, ...]


def _seen(group: Group) -> Seen:
    said = (group.title, *(part.text for part in group.parts if isinstance(part, Words)))
    return Seen(group.css, group.data, tuple(text.strip() for text in said if text.strip()))


def _words(element: etree._Element, *tags: str, deep: bool = True) -> Iterator[str]:
    """Yield the texts of an element's titles and lines, in their order."""
    for one in element.iter(*(f"{{{SVG}}}{tag}" for tag in tags)) if deep else element:
        if deep or one.tag in {f"{{{SVG}}}{tag}" for tag in tags}:
            text = "".join(one.itertext()).strip()
            if text:
                yield text


def _data(element: etree._Element) -> dict[str, str]:
    return {
        str(name).removeprefix("data-"): str(value)
        for name, value in element.attrib.items()
        if str(name).startswith("data-")
    }


def _content(about: Mapping[str, str], groups: list[Seen], told: tuple[str, ...]) -> Content:
    things: dict[tuple[str, str], Mapping[str, str]] = {}
    texts: dict[tuple[str, str], tuple[str, ...]] = {}
    for at, group in enumerate(groups):
        key = _key(group, at)
        if key is None:
            continue
        if key in things:
            key = (key[0], f"{key[1]}#{at}")
        things[key] = {name: value for name, value in group.data.items() if name not in _LAYOUT}
        texts[key] = group.words
    page = told + tuple(word for group in groups if group.css.startswith("page ") for word in group.words)
    return Content(dict(about), things, texts | {("page", ""): page})


def _key(group: Seen, at: int) -> tuple[str, str] | None:
    if group.css.startswith("band "):
        return ("band", group.data.get("stage", str(at)))
    return next(((name, group.data[name]) for name in _THINGS if name in group.data), None)


def differences(drawn: Content, true: Content) -> Iterator[Text]:
    """Yield in what a picture is not what it should be, a sentence each; nothing for a true one."""
    for name, value in true.about.items():
        if drawn.about.get(name) != value:
            yield zh("图上的{what}是“{drawn}”，应当是“{true}”", what=name, drawn=drawn.about.get(name, ""), true=value)
    for key in true.things.keys() - drawn.things.keys():
        yield zh("图上缺少{what}“{name}”", what=_WHAT[key[0]], name=_named(true, key))
    for key in drawn.things.keys() - true.things.keys():
        yield zh("图上多出{what}“{name}”", what=_WHAT[key[0]], name=_named(drawn, key))
    for key in true.things.keys() & drawn.things.keys():
        if drawn.things[key] != true.things[key]:
            yield zh("{what}“{name}”与流程不一致", what=_WHAT[key[0]], name=_named(true, key))
        elif drawn.texts[key] != true.texts[key]:
            yield zh("{what}“{name}”上的文字与流程不一致", what=_WHAT[key[0]], name=_named(true, key))
    if drawn.texts["page", ""] != true.texts["page", ""]:
        yield zh("图上的标题、时限、地点、电话或者脚注与事项不一致")


_WHAT = {
    "element": "环节",
    "flow": "连线",
    "lane-id": "部门",
    "band": "阶段",
    "level": "层级",
    "pool": "外部单位",
    "label-of": "连线文字",
}


def _named(content: Content, key: tuple[str, str]) -> str:
    data = content.things[key]
    return data.get("name") or data.get("lane") or key[1]
