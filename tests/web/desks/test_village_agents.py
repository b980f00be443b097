"""代办: the agent of a village files for its people, and the receipt goes out in the town's own name."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import pytest
from support import catering
from support.played_matters import PlayedMatter
from support.training import publish

from engine.actor import applicant
from engine.bundle import Bundle
from engine.cases.withdraw_case import WithdrawCase
from engine.query_code import query_code
from processes.registry import HERE, load_folder

RELIEF = "temporary_relief"
MATERIALS = ("id_card", "household_register", "check_authorisation")


@pytest.fixture
def relief(training):
    folder = load_folder(HERE / RELIEF)
    publish(training.hall, Bundle.of(folder.key, folder.files))


def told(**changes):
    """Return the fields as an agent types them."""
    typed = {
        "applicant_name": "王小明",
        "id_number": catering.ID_NUMBER,
        "phone": "13800001234",
        "town": "涧池镇",
        "village": "军坝村",
        "address": "三组",
        "subject": "家人车祸住院",
        "cause": "accident",
        "hardship": "丈夫车祸住院，医疗费用超出家庭承受能力",
        "family_size": "4",
        "source": "found",
        "urgent_request": "false",
        "bank_name": "汉阴农商行",
        "bank_account": "6230270000001234567",
        "has_agent": "false",
        "delivery_mode": "window",
        "commitment": "true",
    }
    return typed | {name: (io.BytesIO(b"%PDF-1.4 a scan"), f"{name}.pdf") for name in MATERIALS} | changes


def case_of(page):
    return page.path.rsplit("/", 1)[1]


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", "", done.stdout.decode())


def test_an_agent_files_for_a_villager_and_goes_on_with_the_step(at, relief, training, hall):
    agent = at("jianchi-daiban")
    assert "/intake/new" in agent.open("/account").links()
    matters = agent.open("/intake/new")
    assert "临时救助" in matters.text
    assert "小餐饮经营许可" not in matters.text
    page = agent.open(f"/intake/new/{RELIEF}").press("收件", **told())
    assert page.path.startswith("/intake/receipts/"), page.text
    case = case_of(page)
    assert "村级代办" in page.text
    assert query_code(hall.key, case) in page.text
    file = training.supervisor.file(case)
    assert (file.case["channel"], file.case["village"]) == ("village", "village_jianchi_1")
    (step,) = file.open_tasks
    assert f"/tasks/{step.id}" in page.links()
    assert agent.open(f"/tasks/{step.id}").press("签收").status == 200


@pytest.mark.parametrize(("town", "village"), [("蒲溪镇", "河湾村"), ("涧池镇", "别的村")])
def test_an_agent_files_only_for_the_own_village(at, relief, training, town, village):
    page = at("jianchi-daiban").open(f"/intake/new/{RELIEF}").press("收件", **told(town=town, village=village))
    assert page.status == 403
    assert "村级代办员只能为本村的人代办" in page.text


def test_an_agent_has_nothing_to_do_with_other_matters_or_the_list_of_the_window(at, relief):
    agent = at("jianchi-daiban")
    assert agent.open("/intake/new/small_catering_permit").status == 404
    assert agent.open("/intake").status == 403


def test_the_agent_of_another_village_gets_no_receipt(at, relief):
    case = case_of(at("jianchi-daiban").open(f"/intake/new/{RELIEF}").press("收件", **told()))
    assert at("jianchi-daiban").open(f"/intake/receipts/{case}").status == 200
    assert at("puxi-daiban").open(f"/intake/receipts/{case}").status == 404


def test_the_towns_window_files_too_and_hands_out_the_receipt(at, relief, training):
    window = at("jianchi-chuangkou")
    page = window.open(f"/intake/new/{RELIEF}").press("收件", **told())
    assert page.path.startswith("/intake/receipts/"), page.text
    case = case_of(page)
    assert "窗口收件" in page.text
    assert training.supervisor.file(case).case["channel"] == "window"
    assert window.open(f"/cases/{case}").status == 200
    assert at("puxi-chuangkou").open(f"/cases/{case}").status == 404


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")
def test_the_receipt_is_the_towns_own_with_its_own_number(at, relief, training):
    agent = at("jianchi-daiban")
    case = case_of(agent.open(f"/intake/new/{RELIEF}").press("收件", **told()))
    (receipt,) = training.supervisor.file(case).documents
    assert receipt.number == "汉涧池收〔2026〕00001号"
    printed = text_of(agent.open(f"/cases/{case}/documents/{receipt.id}.pdf").response.data)
    assert "涧池镇人民政府" in printed
    assert "汉阴县民政局" not in printed


def test_what_the_town_took_in_the_town_ends(at, relief, training):
    case = case_of(at("jianchi-daiban").open(f"/intake/new/{RELIEF}").press("收件", **told()))
    training.hall.run(WithdrawCase(by=applicant(case), case_id=case, reason="不再需要"))
    assert [one.number for one in training.supervisor.file(case).documents][-1] == "汉涧池终〔2026〕00001号"


def test_the_receipt_of_delivery_is_of_who_delivers(training):
    played = PlayedMatter(training, RELIEF)
    case = played.file(MATERIALS)
    played.play(case, "town_decides")
    papers = {one.kind: one.number for one in training.supervisor.file(case).documents}
    assert papers["receipt"].startswith("汉涧池收")
    assert papers["delivery_receipt"].startswith("汉涧池送")
