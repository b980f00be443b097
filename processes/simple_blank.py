"""A flow with nothing in it but its start and its end, to begin a table from."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.xml import BPMN, SPIFF
from processes.simple_nodes import lane_node, put_in_lanes, set_arrows, set_property
from processes.simple_table import Place

_NAMES = {"bpmn": BPMN[1:-1], "spiffworkflow": SPIFF[1:-1], "xsi": "http://www.w3.org/2001/XMLSchema-instance"}


def blank_process(key: str, name: str) -> bytes:
    """Return the file of a matter in which an application is filed and nothing is done; it has no drawing."""
    root = etree.Element(
        BPMN + "definitions", nsmap=_NAMES, id=f"{key}_definitions", targetNamespace="http://bpmn.io/schema/bpmn"
    )
    process: Any = etree.SubElement(root, BPMN + "process", id=key, name=name, isExecutable="true")
    etree.SubElement(process, BPMN + "laneSet", id=f"{key}_lanes").append(
        lane_node(Place("lane_applicant", "申请人", "applicant", "county"))
    )
    start = etree.SubElement(process, BPMN + "startEvent", id="filed", name="提交申请")
    set_property(start, "form", "application")
    set_property(start, "channel", "both")
    end = etree.SubElement(process, BPMN + "endEvent", id="end_done", name="办结")
    etree.SubElement(process, BPMN + "sequenceFlow", id="to_end", sourceRef="filed", targetRef="end_done")
    set_arrows(start, [], ["to_end"])
    set_arrows(end, ["to_end"], [])
    put_in_lanes(process, {"filed": "lane_applicant", "end_done": "lane_applicant"}, ["filed", "end_done"])
    etree.indent(root, space="  ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
