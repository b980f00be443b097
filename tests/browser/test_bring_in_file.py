"""A file without a drawing is brought in and opens in the modeler with all that is in it."""

from __future__ import annotations

import re

import pytest
from browsing import PHONE
from playwright.sync_api import expect
from support import foreign_files

pytestmark = pytest.mark.browser
SOURCE = foreign_files.CAMUNDA.decode()


def test_a_file_without_a_drawing_opens_with_all_its_nodes(visit):
    page = visit().log_in("liucheng", "/studio")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.get_by_role("link", name="带入文件").click()
    page.select_option("#matter", "small_catering_permit")
    sent = {"name": "permit.bpmn", "mimeType": "application/xml", "buffer": foreign_files.CAMUNDA}
    page.set_input_files("#file", [sent])
    page.fill("#title", "换成市局的流程")
    page.click("text=带入并建草稿")
    expect(page.locator("body")).to_contain_text("camunda:assignee=${who}")
    wide = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(wide)
    page.click("text=打开草稿")
    page.wait_for_selector("#modeler[data-ready]")
    nodes = re.findall(r'<bpmn:(?:\w+Event|\w*[tT]ask|\w+Gateway|subProcess|lane|participant) id="(\w+)"', SOURCE)
    assert len(nodes) > 15
    for node in nodes:
        own = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node).lower()
        expect(page.locator(f"#modeler .djs-shape[data-element-id={own}]")).to_have_count(1)
    assert not [line for line in said if "warn" in line.lower() or "error" in line.lower()]
