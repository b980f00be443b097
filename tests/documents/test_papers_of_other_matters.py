"""Every paper of a registration and of a benefit prints, and calls its decision what it is: no licence."""

from __future__ import annotations

import pytest
from documents_read import text_of
from support.played_matters import PlayedMatter

from engine.actor import applicant
from webapp.documents.rendering import render_document

REGISTRATION, RELIEF, SHOP = "individual_business_registration", "temporary_relief", "open_restaurant"
MATERIALS = {
    REGISTRATION: ("operator_id", "premises_proof"),
    RELIEF: ("id_card", "household_register", "check_authorisation"),
    SHOP: ("business_licence", "operator_id", "premises_proof", "signboard_design"),
}
SIGNBOARD = {"sub_items": ["signboard"], "signboard_place": "门头", "business_items": None, "staff_count": None}


@pytest.mark.parametrize(
    ("matter", "scenario", "kind", "title", "decided"),
    [
        (REGISTRATION, "granted_in_one_sitting", "grant_decision", "准予登记决定书", "申请，准予登记。"),
        (REGISTRATION, "refused", "refusal_decision", "不予登记决定书", "申请，不予登记。"),
        (RELIEF, "town_decides", "grant_decision", "给予救助决定书", "申请，给予救助，金额1,500.00元（"),
        (RELIEF, "county_refuses", "refusal_decision", "不予救助决定书", "申请，不予救助。"),
        (SHOP, "signboard_only", "grant_decision", "准予行政许可决定书", "准予你（单位）开办餐饮店"),
    ],
)
def test_every_paper_prints_in_the_words_of_its_matter(training, matter, scenario, kind, title, decided):
    played = PlayedMatter(training, matter)
    case = played.file(MATERIALS[matter], **(SIGNBOARD if matter == SHOP else {}))
    played.play(case, scenario)
    documents = training.supervisor.file(case).documents
    texts = {}
    with training.hall.reading() as connection:
        for one in documents:
            texts[one.kind] = text_of(render_document(training.hall, connection, applicant(case), case, one.id))
    assert title in texts[kind]
    assert decided in texts[kind]
    if matter != SHOP:
        assert "许可" not in texts[kind].replace("行政许可专用章", "")
        # What was served is listed by the names that its papers have.
        assert f"《{title}》" in texts["delivery_receipt"]


def test_a_certificate_goes_by_the_name_of_the_result(training):
    played = PlayedMatter(training, REGISTRATION)
    case = played.file(MATERIALS[REGISTRATION])
    played.play(case, "granted_in_one_sitting")
    (certificate,) = (one for one in training.supervisor.file(case).documents if one.kind == "certificate")
    assert certificate.title == "营业执照"
