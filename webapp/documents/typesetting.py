"""From a paper to PDF: HTML by Jinja, pages by WeasyPrint, nothing fetched from anywhere.

The papers are Chinese whatever language the pages are read in, so they have an environment of their own.
"""

from __future__ import annotations

import gc
import io
import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from engine.clock import HALL_ZONE
from engine.errors import Unavailable
from engine.text import zh

PAPERS = Path(__file__).resolve().parents[1] / "templates" / "documents"
ARCHIVAL = "pdf/a-3b"
"""For keeping (ISO 19005-3): whole in itself, with its fonts and colours, and readable in decades. 3b and not 3a: that
the tags are there is tried, that they are perfect is not claimed."""
_LAW = re.compile(r"(?P<title>[^《》\s]+)\s+(?P<article>第[〇一二三四五六七八九十百零]+条\S*)")

_TITLE = re.compile(r"[^《》\s，。；、]+(?:法|条例|办法|规定|细则|规则)")


def typeset(template: str, identifier: str, **content: Any) -> bytes:
    """Return the PDF of one of the papers; the same content gives the same bytes.

    Raises Unavailable where the machine lacks what sets pages, and weasyprint's FatalURLFetchingError where a
    paper asks for anything from outside.
    """
    try:
        import weasyprint  # noqa: F401 - whether it can be loaded is told before anything is set
    except (ImportError, OSError) as problem:
        raise Unavailable(zh("这台服务器没有安装 Pango，不能打印文书，请联系系统管理员。")) from problem
    html = papers().get_template(template).render(**content)
    return _press(os.getpid()).submit(_set, html, identifier).result()


def _set(html: str, identifier: str) -> bytes:
    from weasyprint import HTML

    # What is set holds its fonts, some 50 MB for Chinese ones, in circles. They are all young when it is done, so that
    # a look at what is young frees them; to look through everything meanwhile, again and again, takes thrice as long.
    collects = gc.isenabled()
    gc.disable()
    try:
        page = HTML(string=html, url_fetcher=_no_fetcher())
        # Tagged, so that the text can be read out in order.
        pdf: bytes = page.write_pdf(pdf_identifier=identifier.encode(), pdf_tags=True, pdf_variant=ARCHIVAL)
    finally:
        page = None
        if collects:
            gc.enable()
        gc.collect(0)
    return pdf


@cache
def _press(process: int) -> ThreadPoolExecutor:
    """Return the one thread of this process that sets pages; a process forked from it gets one of its own.

    Setting one takes some 150 MB while it lasts, and what a thread has once had its allocator keeps for it.
    """
    return ThreadPoolExecutor(1, "press")


@cache
def _no_fetcher() -> Any:
    """Return a fetcher of resources that fetches none, and stops the printing when asked."""
    from weasyprint.urls import URLFetcher

    class Nothing(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("a document fetches nothing")

    return Nothing(fail_on_errors=True)


@cache
def papers() -> Environment:
    """Return the environment of the papers; everything that is filled in is escaped."""
    environment = Environment(
        loader=FileSystemLoader(PAPERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, moment=moment, law=law, sentence=sentence, tight=tight, yuan=yuan)
    return environment


def day(value: date | str | None) -> str:
    """Return a day, or the ISO text of one, as it is written on papers."""
    if not value:
        return ""
    given = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{given.year}年{given.month}月{given.day}日"


def yuan(fen: int) -> str:
    """Return an amount in fen as yuan with two places, without floating point."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def moment(value: datetime | str) -> str:
    """Return day and time in the hall's zone."""
    given = datetime.fromisoformat(value) if isinstance(value, str) else value
    local = given.astimezone(HALL_ZONE)
    return f"{day(local.date())}{local.hour}时{local.minute:02d}分"


def law(text: str) -> str:
    """Return a citation with the title of the law in book marks: 行政许可法 第三十二条 → 《行政许可法》第三十二条."""
    if _TITLE.fullmatch(text):
        return f"《{text}》"
    return _LAW.sub(r"《\g<title>》\g<article>", text)


def sentence(text: str) -> str:
    """Return what somebody wrote without the full stop at its end, to be set inside a sentence."""
    return text.strip().rstrip("。．.；;，, ")


def tight(text: str) -> str:
    """Return an address without the blanks that set its parts apart in lists."""
    return text.replace(" ", "")


def code_picture(text: str) -> Markup:
    """Return ``text`` as a QR code in SVG, of our own making and therefore safe to set."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=0, scale=4)
    return Markup(out.getvalue().decode())  # noqa: S704 - segno writes paths and numbers only
