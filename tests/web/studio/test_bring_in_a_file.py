"""A designer brings a file from another modeler in at the studio's page."""

from __future__ import annotations

import io
import re

import pytest
from support import foreign_files

from webapp.studio import bringing_in

CATERING = "small_catering_permit"


@pytest.fixture
def desk(sitting):
    return sitting().visitor


def send(visitor, data: bytes | None, matter: str = CATERING, title: str = "换成市局的流程"):
    form = {"matter": matter, "title": title}
    if data is not None:
        form["file"] = (io.BytesIO(data), "from_elsewhere.bpmn")
    return visitor.post("/studio/bring-in", form, page="/studio/bring-in")


def test_a_file_becomes_a_draft_with_its_report_which_the_approver_sees_too(desk, sitting):
    assert "/studio/bring-in" in desk.get("/studio").text
    answer = send(desk, foreign_files.CAMUNDA)
    assert answer.status_code == 200
    for said in (
        "camunda:assignee=${who}",
        "不支持事件子流程",
        "标识“UserTask_1”改为“user_task_1”",
        "全部排好",
        "发布检查",
    ):
        assert said in answer.text
    address = re.search(r"/studio/drafts/[\w-]+", answer.text).group()
    kept = desk.get(f"{address}/process.bpmn").text
    assert f'id="{CATERING}"' in kept
    assert "BPMNShape" in kept
    assert "camunda:formField" in kept
    assert f"{address}/review#brought-in" in desk.get(address).text
    approver = sitting("shixiang").visitor
    kept_report = approver.get(f"{address}/review").text
    for said in ("camunda:assignee=${who}", "不支持事件子流程", "标识“UserTask_1”改为“user_task_1”", "全部排好"):
        assert said in kept_report


def test_markup_in_a_file_is_shown_as_text(desk):
    evil = foreign_files.BPMN_IO.replace("补正".encode(), b"&lt;script&gt;alert(1)&lt;/script&gt;")
    answer = send(desk, evil)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"data": b"no xml"}, "不是格式正确的 XML"),
        ({"data": None}, "请选择一个 BPMN 文件"),
        ({"data": foreign_files.ZEEBE, "matter": "nothing"}, "请选择事项"),
        ({"data": foreign_files.ZEEBE, "title": " "}, "请写明要改什么"),
    ],
    ids=["no XML", "no file", "no matter", "no title"],
)
def test_what_cannot_be_brought_in_is_said(desk, wish, said):
    answer = send(desk, **wish)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_file_that_is_too_large_is_not_read(desk, monkeypatch):
    assert bringing_in.MOST_BYTES == 5 * 1024 * 1024
    monkeypatch.setattr(bringing_in, "MOST_BYTES", 1000)
    answer = send(desk, foreign_files.BPMN_IO)
    assert answer.status_code == 422
    assert "文件超过" in answer.text


def test_only_designers_bring_files_in(sitting):
    manager = sitting("shixiang").visitor
    assert "/studio/bring-in" not in manager.get("/studio").text
    assert manager.get("/studio/bring-in").status_code == 403
