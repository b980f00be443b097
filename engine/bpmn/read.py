"""A BPMN file to its model: hardened XML, references resolved, everything odd written down as a fault."""

from __future__ import annotations

import hashlib
from typing import Any

from lxml import etree

from engine.bpmn.limits import MOST_BYTES
from engine.bpmn.model import Annotation, Bounds, BpmnError, Link, Model, Pool, Process
from engine.bpmn.read_nodes import ProcessReader
from engine.bpmn.xml import BPMN, DC, DI, Faults, References, local, texts
from engine.text import zh


def read(xml: bytes, file: str = "") -> Model:
    """Read a BPMN 2.0 file.

    :param xml: the file's bytes, at most ``MOST_BYTES``.
    :param file: a name for messages.
    :raises BpmnError: not well-formed, document type or entities declared, too large, or no process in it.
    """
    root = parse(xml)
    faults = Faults()
    references = References(root, faults)
    processes: list[Process] = []
    for node in root.iter(BPMN + "process"):
        processes.append(ProcessReader(node, references, faults, number=len(processes) + 1).process())
    if not processes:
        raise BpmnError(zh("文件里没有流程（process）。"), line=root.sourceline or 0)
    return Model(
        processes=tuple(processes),
        main=_main(processes),
        pools=_pools(root),
        message_flows=_links(root, "messageFlow"),
        annotations=tuple(
            Annotation(node.get("id", ""), texts(node, "text")) for node in root.iter(BPMN + "textAnnotation")
        ),
        associations=_links(root, "association"),
        shapes=_shapes(root),
        faults=faults.found(),
        file=file,
        digest=hashlib.sha256(xml).hexdigest(),
    )


def parse(xml: bytes) -> Any:
    """Return the root of a BPMN file, without its comments; raises BpmnError as ``read`` does."""
    if len(xml) > MOST_BYTES:
        raise BpmnError(zh("文件超过 {size} MB，不予读取。", size=MOST_BYTES // 1024 // 1024))
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise BpmnError(zh("文件声明了文档类型或实体（DOCTYPE、ENTITY），不予读取。"))
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise BpmnError(zh("不是格式正确的 XML：{why}", why=error.msg or ""), line=error.lineno or 0) from None
    except ValueError as error:
        raise BpmnError(zh("不是格式正确的 XML：{why}", why=str(error))) from None
    # An encoding other than ASCII-compatible ones hides the words from the search above.
    if root.getroottree().docinfo.doctype:
        raise BpmnError(zh("文件声明了文档类型或实体（DOCTYPE、ENTITY），不予读取。"))
    if local(root) != "definitions" or not str(root.tag).startswith(BPMN):
        raise BpmnError(zh("不是 BPMN 2.0 文件：根元素是 {tag}。", tag=local(root)), line=root.sourceline or 0)
    return root


def _main(processes: list[Process]) -> Process:
    """Pick the process that runs: the first executable one, else the first that has a node."""
    for process in processes:
        if process.executable:
            return process
    return next((process for process in processes if process.elements), processes[0])


def _pools(root: Any) -> tuple[Pool, ...]:
    return tuple(
        Pool(node.get("id", ""), node.get("name", ""), _reference(node.get("processRef")))
        for node in root.iter(BPMN + "participant")
    )


def _reference(text: str | None) -> str | None:
    return text.rpartition(":")[2] if text else None


def _links(root: Any, tag: str) -> tuple[Link, ...]:
    return tuple(
        Link(node.get("id", ""), node.get("sourceRef", ""), node.get("targetRef", ""), node.get("name", ""))
        for node in root.iter(BPMN + tag)
    )


def _shapes(root: Any) -> dict[str, Bounds]:
    found: dict[str, Bounds] = {}
    for shape in root.iter(DI + "BPMNShape"):
        bounds = shape.find(DC + "Bounds")
        element = _reference(shape.get("bpmnElement"))
        if bounds is None or not element:
            continue
        try:
            found[element] = Bounds(*(float(bounds.get(key, "0")) for key in ("x", "y", "width", "height")))
        except ValueError:
            continue
    return found
