"""The law that a fact's source begins with, as a paper may cite it."""

from __future__ import annotations

import re

_CITATION = re.compile(r"(?P<title>[^《》\s，。；、]+)\s+(?P<article>第[〇一二三四五六七八九十百零]+条[^，。；\s]*)")


def cited(source: str) -> str:
    """Return the law and article that ``source`` begins with, or an empty text: 不动产登记暂行条例 第十七条."""
    found = _CITATION.match(source)
    return f"{found['title']} {found['article']}" if found else ""
