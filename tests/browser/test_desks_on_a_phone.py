"""Every desk's pages on a screen of 390 pixels: nothing sticks out at the side, nothing complains."""

from __future__ import annotations

import pytest
from browsing import PHONE

pytestmark = pytest.mark.browser
PAGES = {
    "chuangkou": [
        "/desk",
        "/intake",
        "/intake/new",
        "/intake/new/house_transfer",
        "/inbox",
        "/inbox?tab=done",
        "/notices",
        "/account",
    ],
    "shoufei": ["/cashier", "/cashier/day"],
    "chujian": ["/delivery", "/delivery?tab=uncollected"],
    "jiancha": ["/supervision", "/supervision/now", "/supervision/lights?by=person", "/supervision/trend"],
    "shixiang": [
        "/posters",
        "/studio/matters/small_catering_permit/versions",
        "/studio/matters/small_catering_permit/versions/1",
        "/studio/matters/small_catering_permit/moving",
    ],
    "admin": ["/admin/people", "/admin/departments", "/admin/windows", "/admin/authorisations", "/admin/running"],
}


@pytest.mark.parametrize("login", PAGES)
def test_no_page_of_a_desk_sticks_out(visit, login):
    person = visit(PHONE)
    person.log_in(login)
    for path in PAGES[login]:
        page = person.open(path)
        assert page.locator("h1").count() == 1, path
        assert "没有找到" not in page.locator("h1").inner_text(), path
        assert person.fits(), path
    assert person.complaints == []
