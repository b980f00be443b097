"""What tests of the portal read from pages, and what they fill in."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select
from support import catering

from engine.store.base import table_of
from engine.store.cases import Case


def words_of(node: Any) -> str:
    """Return the texts of a part of a page with one space between them."""
    return " ".join(text for one in node.itertext() for text in [" ".join(one.split())] if text)


PDF = b"%PDF-1.4 a scan"
FORM = f"/matters/{catering.KEY}/application"


def typed(**changes: Any) -> dict[str, Any]:
    """Return the fields of a complete application as its applicant types them."""
    fields = {
        "applicant_name": "周小燕",
        "id_number": catering.ID_NUMBER,
        "phone": "13800001234",
        "subject": "燕子甜品铺",
        "credit_code": catering.credit_code(),
        "town": "城关镇",
        "address": "北城街 12 号",
        "area": "45.5",
        "business_items": ["hot_food", "pastry"],
        "staff_count": "4",
        "has_agent": "false",
        "delivery_mode": "window",
        "commitment": "true",
    }
    return fields | changes


def scans(*materials: str) -> dict[str, Any]:
    """Return an upload for each material."""
    return {name: (io.BytesIO(PDF + name.encode()), f"{name}.pdf") for name in materials or catering.MATERIALS}


def checked(browser: Any, **changes: Any) -> Any:
    """Fill in an application; return the page on which it is looked over."""
    page = browser.open(FORM).press("下一步", **typed(**changes), **scans())
    assert page.path == "/drafts/check", page.text
    return page


def filed(browser: Any, **changes: Any) -> Any:
    """File an application; return the page with the receipt."""
    page = checked(browser, **changes).press("确认提交")
    assert page.path.endswith("/receipt"), page.text
    return page


def code_on(page: Any) -> str:
    """Return the code that a page prints: that of a draft, or the query code of a receipt."""
    return page.document.xpath("//*[@class='receipt-code']")[0].text_content().strip()


def number_on(page: Any) -> str:
    """Return the case number in the address of a page."""
    return page.path.split("/")[2]


def cases(hall: Any) -> list[Any]:
    """Return the rows of all cases."""
    case = table_of(Case).c
    with hall.reading() as connection:
        return list(connection.execute(select(case.id, case.number, case.status).order_by(case.id)))
