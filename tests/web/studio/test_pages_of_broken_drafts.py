"""Every page of a draft whose flow is broken says so, and none fails: drafts are broken most of the time."""

from __future__ import annotations

import pytest

PAGES = (
    "",
    "/limits",
    "/simulation",
    "/scenarios",
    "/forms",
    "/forms/application",
    "/review",
    "/try",
    "/comparison",
    "/guide",
    "/table",
)
BREAKS = {
    "a condition that does not compile": ("acceptance.result == ", "acceptance.result = = "),
    "a flow to nowhere": ('targetRef="site_check"', 'targetRef="nowhere"'),
    "a join that waits for ever": ("<bpmn:exclusiveGateway", "<bpmn:parallelGateway"),
    "no XML": (None, "<<<"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_no_page_fails(sitting, broken):
    designer = sitting().begin()
    file, (old, new) = designer.file(), BREAKS[broken]
    changed = new if old is None else file.replace(old, new, 1)
    if old == "<bpmn:exclusiveGateway":
        changed = changed.replace("</bpmn:exclusiveGateway", "</bpmn:parallelGateway", 1)
    assert changed != file
    assert designer.save(changed).status_code in (200, 422)
    statuses = {page: designer.visitor.get(f"{designer.address}{page}").status_code for page in PAGES}
    statuses["chart"] = designer.visitor.get(f"{designer.address}/chart.svg").status_code
    statuses["steps"] = designer.visitor.get(f"{designer.address}/steps").status_code
    assert {page: status for page, status in statuses.items() if status not in (200, 422)} == {}
