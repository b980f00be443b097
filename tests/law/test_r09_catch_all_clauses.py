"""汉政办发〔2019〕69号 二（二）2: guides leave nothing open about what to bring (消除兜底条款)."""

from __future__ import annotations

import pytest

from engine.law.catch_all import RULES, catch_alls
from processes.guide_wording import ADVICE

OPEN = {
    "其他材料": "C1",
    "其他相关证明文件": "C1",
    "法律、法规、规章规定的其他材料": "C2",
    "国务院水行政主管部门规定的其他材料": "C2",
    "法律法规规定的其他条件": "C2",
    "审批机关认为需要提交的材料": "C3",
    "主管部门要求提供的": "C3",
    "身份证、户口本等": "C4",
    "资质证书等证明材料": "C4",
    "必要时提供公证书": "C5",
    "相关证明": "C6",
    "有关材料": "C6",
    "包括但不限于合同、发票……": "C7",
}
CLOSED = (
    "其他组织登记证书",
    "其他股东身份证复印件",
    "法人或者其他组织登记证书复印件",
    "规定的其他专业技术人员证书",
    "按要求填写的申请书",
    "同等学力证书",
    "等级证书",
    "一级、二级等保测评报告",
    "委托他人办理时提供授权委托书",
    "与水源相关的权属证明",
)


@pytest.mark.parametrize("text", OPEN)
def test_what_leaves_something_open_is_found(text: str) -> None:
    hits = catch_alls(text)
    assert OPEN[text] in {hit.rule.code for hit in hits}
    for hit in hits:
        assert text[hit.start :].startswith(hit.words)


@pytest.mark.parametrize("text", CLOSED)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert catch_alls(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "《不动产登记暂行条例》第十六条第一款第六项：“法律、行政法规以及本条例实施细则规定的其他材料”",
        "《取水许可和水资源费征收管理条例》第十一条规定“国务院水行政主管部门规定的其他材料”",
        "《关于规范其他证明材料的通知》所附的申请表",
    ],
)
def test_a_quoted_statute_keeps_its_own(text: str) -> None:
    assert catch_alls(text) == ()


def test_what_stands_beside_a_quotation_is_looked_at() -> None:
    text = "《不动产登记暂行条例》第十六条：“规定的其他材料”，以及其他证明材料"
    assert [hit.words for hit in catch_alls(text)] == ["其他证明材料"]
    assert text.index("其他证明材料") == catch_alls(text)[0].start


def test_words_that_two_rules_know_are_told_once() -> None:
    assert [hit.words for hit in catch_alls("法律、法规规定的其他材料")] == ["规定的其他材料"]


def test_every_rule_finds_something_and_says_what_to_do() -> None:
    found = {hit.rule.code for text in OPEN for hit in catch_alls(text)}
    assert found == {rule.code for rule in RULES} == set(ADVICE)
