"""What templates of every desk need to show a case: its words, and the addresses of its documents."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import Connection, select

from engine.store.base import table_of
from engine.store.documents import Document
from webapp.cases import wording
from webapp.cases.answers import INLINE

PDF = "documents.pdf"


def init_app(blueprint: Blueprint) -> None:
    """Give templates the words and addresses, whichever desk renders them."""
    words = {"case_words": wording, "INLINE_TYPES": INLINE}
    blueprint.record_once(lambda state: state.app.jinja_env.globals.update(words))
    blueprint.add_app_template_global(document_address)
    blueprint.add_app_template_global(counted)


def document_address(case_id: str, document_id: str) -> str | None:
    """Return where a document is printed, or none in an installation without printing."""
    if PDF not in current_app.view_functions:
        return None
    return url_for(PDF, case_id=case_id, document_id=document_id)


def counted(number: int, most: int = 99) -> str:
    """Return a count for a badge: 99+ beyond the cap."""
    return f"{most}+" if number > most else str(number)


def documents_sentence(connection: Connection, case_id: str, numbers: Iterable[str]) -> Markup:
    """Return a sentence that names the documents just issued, each with a link to its PDF."""
    document = table_of(Document).c
    wanted = select(document.id, document.kind, document.title, document.number).where(
        document.case_id == case_id, document.number.in_(list(numbers))
    )
    named = []
    for row in connection.execute(wanted.order_by(document.seq)):
        label = f"《{wording.document_name(row.kind, row.title)}》{row.number}"
        address = document_address(case_id, row.id)
        link = Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(address, label)
        named.append(link if address else label)
    return Markup("{}{}。").format(_("已制发"), Markup("、").join(named)) if named else Markup("")
