"""A registration is not granted as a licence, nor a benefit: titles and laws follow what kind of matter it is."""

from __future__ import annotations

import pytest
from documents_read import text_of
from support import catering
from support.played_matters import PlayedMatter
from support.training import TrainingHall

from webapp.documents.rendering import render_document

REGISTERED = ("operator_id", "premises_proof")
HOUSE = ("identity_documents", "title_certificate", "sale_contract")
RELIEF = ("id_card", "household_register", "check_authorisation")
# Matter: its materials, the scenarios to play, and what its decisions and other papers say.
MATTERS = {
    "small_catering_permit": (
        catering.MATERIALS,
        {"granted_at_window": {"grant_decision": ("准予行政许可决定书", "按照准予许可的范围"),
                               "receipt": ("《中华人民共和国行政许可法》第三十二条", "行政许可专用章")},
         "refused_after_failed_check": {"refusal_decision": ("不予行政许可决定书", "第三十八条第二款",
                                                             "不予许可的理由")}},
    ),
    "individual_business_registration": (
        REGISTERED,
        {"granted_in_one_sitting": {"grant_decision": ("准予登记决定书", "《市场主体登记管理条例》", "申请变更登记"),
                                    "acceptance_notice": ("登记专用章", "予以受理")},
         "refused": {"refusal_decision": ("不予登记决定书", "不予登记的理由")},
         "not_accepted": {"acceptance_refusal": ("不予受理决定书", "《市场主体登记管理条例》第五条第二款")},
         "materials_returned": {"materials_return": ("《市场主体登记管理条例实施细则》第十八条",)}},
    ),
    "house_transfer": (
        HOUSE,
        {"granted_free_of_charge": {"grant_decision": ("准予登记决定书", "《不动产登记暂行条例》"),
                                    "receipt": ("《不动产登记暂行条例》第十七条", "当场，即最迟于", "视为受理"),
                                    "acceptance_notice": ("《不动产登记暂行条例》第十七条",)},
         "refused": {"refusal_decision": ("不予登记决定书", "不予登记的理由")}},
    ),
    "temporary_relief": (
        RELIEF,
        {"town_decides": {"grant_decision": ("给予救助决定书", "给予救助，金额1,500.00元",
                                             "人民币壹仟伍佰元整", "涧池镇人民政府", "《社会救助暂行办法》"),
                          "site_check_record": ("我们是涧池镇人民政府的工作人员", "《社会救助暂行办法》"),
                          "handover_slip": ("不再要求重复提供",)},
         "county_refuses": {"refusal_decision": ("不予救助决定书", "不予救助的理由")}},
    ),
}  # fmt: skip
PLAYED = [(matter, scenario) for matter, (_materials, plays) in MATTERS.items() for scenario in plays]


def printed(office: TrainingHall, case: str) -> dict[str, str]:
    """Return the text of every paper of a case by its kind."""
    hall, actor = office.hall, office.supervisor.actor
    with hall.reading() as connection:
        return {
            one.kind: text_of(render_document(hall, connection, actor, case, one.id))
            for one in office.supervisor.file(case).documents
        }


@pytest.mark.parametrize(("matter", "scenario"), PLAYED)
def test_papers_follow_the_kind_of_the_matter(office, matter, scenario) -> None:
    materials, plays = MATTERS[matter]
    played = PlayedMatter(office, matter)
    case = played.file(materials)
    played.play(case, scenario)
    papers = printed(office, case)
    for kind, wanted in plays[scenario].items():
        for text in wanted:
            assert text in papers[kind], (kind, text, papers[kind])
    if matter != "small_catering_permit":
        for kind, text in papers.items():
            assert "行政许可" not in text, (kind, text)
            assert "许可决定" not in text, (kind, text)
