"""What papers say by the kind of matter (a licence, a registration, a benefit), and the law they may cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.decision_words import LICENCE
from engine.facts import Fact
from engine.law.citations import cited
from engine.matter import MatterFacts
from webapp.documents.typesetting import law

LICENCE_TITLE = "《中华人民共和国行政许可法》"


@dataclass(frozen=True)
class LegalWords:
    """The words of one kind of matter; what its decisions are called the form says that makes them."""

    is_licence: bool
    seal: str
    """The special seal of acceptance and the like, where the kind has one of its own."""
    scope: str
    advice: str
    """What the holder of a grant is told."""

    def under(self, article: str, *facts: Fact[Any]) -> str:
        """Return the law for a rule: ``article`` of 行政许可法 for a licence, else what one of ``facts`` was read in.

        Empty where the matter's own law is not confirmed: a paper cites nothing rather than the wrong law.
        """
        if self.is_licence:
            return LICENCE_TITLE + article
        found = (law(cited(fact.source)) for fact in facts if fact.verified and cited(fact.source))
        return next(found, "")

    def by(self, article: str, *facts: Fact[Any]) -> str:
        """Return 依据…的规定， with the citation of ``under``; empty without one."""
        citation = self.under(article, *facts)
        return f"依据{citation}的规定，" if citation else ""


_CHANGES = "申请时说明的情况发生变化的，请及时告知本机关。"
_KINDS = {
    LICENCE: LegalWords(
        True,
        "行政许可专用章",
        "许可的范围",
        "请按照准予许可的范围从事活动，依法接受监督检查；需要变更许可事项、延续有效期的，应当依法向本机关提出申请。",
    ),
    "confirmation": LegalWords(
        False, "登记专用章", "登记的事项", "登记的事项发生变化的，应当依法向本机关申请变更登记。"
    ),
    "payment": LegalWords(False, "", "给付的内容", _CHANGES),
}
_OTHER = LegalWords(False, "", "准予的范围", _CHANGES)


def words_of(facts: MatterFacts) -> LegalWords:
    """Return the words for papers of this matter."""
    return _KINDS.get(facts.item_type.value, _OTHER)
