"""The limits of a draft: a promise of 6 days, what the gate then says, an exception, and two people at once."""

from __future__ import annotations

import re

import pytest

ENTERED = re.compile(r'<input class="form-control[^"]*" type="text" id="(\w+)" name="\w+" value="([^"]*)"')


@pytest.fixture
def designer(sitting):
    return sitting().begin()


def page(desk) -> str:
    return desk.visitor.get(f"{desk.address}/limits").text


def send(desk, revision: str = "", **changed: str):
    text = page(desk)
    known = dict(ENTERED.findall(text))
    shown = re.search(r'name="revision" value="(\d+)"', text).group(1)
    return desk.visitor.post(f"{desk.address}/limits", {**known, **changed, "revision": revision or shown})


def rules(desk) -> set[str]:
    return {problem["rule"] for problem in desk.problems(desk.file()) if problem["severity"] == "error"}


def test_a_shorter_promise_is_kept_and_the_gate_counts_with_it(designer):
    assert send(designer, promised="6", promised_source="县政务服务中心会议，压缩一天").status_code == 302
    assert dict(ENTERED.findall(page(designer)))["promised"] == "6"
    assert rules(designer) == {"limits-exceed-promise"}


def test_a_promise_of_more_than_half_needs_its_exception(designer):
    assert send(designer, promised="9").status_code == 302
    assert rules(designer) == {"promise-too-long"}
    assert (
        send(designer, reason="两人现场核查，路远", approved_by="县政务服务中心", document="〔2026〕3号").status_code
        == 302
    )
    assert rules(designer) == set()
    assert send(designer, promised="7", reason="", approved_by="", document="").status_code == 302
    assert rules(designer) == set()


@pytest.mark.parametrize(
    "changed",
    [
        {"promised": ""},
        {"promised": "-1"},
        {"promised": "７"},
        {"statutory": "9" * 40},
        {"promised_source": " "},
        {"reason": "无"},
    ],
    ids=str,
)
def test_what_makes_no_sense_comes_back_with_a_word(designer, changed):
    answer = send(designer, **changed)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert send(designer).status_code == 302
    assert rules(designer) == set()


def test_the_second_of_two_is_told_and_loses_nothing(designer, sitting):
    colleague = sitting().sit(designer.address)
    assert send(designer, promised="6").status_code == 302
    answer = send(colleague, revision="1", promised="5")
    assert answer.status_code == 422
    assert dict(ENTERED.findall(answer.text))["promised"] == "5"
    assert "卫图" in answer.text
    assert dict(ENTERED.findall(page(designer)))["promised"] == "6"


def test_a_manager_reads_and_does_not_change(sitting, designer):
    manager = sitting("shixiang").sit(designer.address)
    text = page(manager)
    assert "承诺办结时限" in text
    assert '<form method="post" class="filling"' not in text
