"""The parts of a service guide (办事指南): limits, materials, basis, fees, place, remedies.

The elements are those of 行政许可法 第三十条 and of GB/T 39046 table 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.facts import Fact, require_identifier
from engine.law.pauses import CAUSES
from engine.strict import Malformed
from engine.text import zh


@dataclass(frozen=True)
class Limit:
    """A number of days: working days (行政许可法 第八十二条) unless the text says calendar days."""

    days: int
    unit: Literal["workday", "calendar"] = "workday"

    def __post_init__(self) -> None:
        if self.days < 0:
            raise Malformed("days", zh("天数不能小于零"))


@dataclass(frozen=True)
class Extension:
    """How far the limit may be extended, once, and who must approve it (行政许可法 第四十二条)."""

    days: int
    approver: Literal["authority_head", "government_head"]


@dataclass(frozen=True)
class PromiseException:
    """Why a promise is longer than half of the statutory limit, and who agreed (汉政办发〔2019〕69号)."""

    reason: str
    approved_by: str
    document: str


@dataclass(frozen=True)
class LevelLimit:
    """The limit of a lower level that reviews first; twenty working days where a matter has none (第四十三条)."""

    level: Literal["town", "county", "city"]
    limit: Fact[Limit]


@dataclass(frozen=True)
class Limits:
    """The clocks of a case; where one starts and how a supplement goes differ by regime: facts too."""

    clock_origin: Fact[Literal["acceptance", "receipt"]]
    statutory: Fact[Limit]
    promised: Fact[Limit]
    intake: Fact[Limit]
    supplement_mode: Fact[Literal["notice", "return", "on_the_spot_or_accepted"]]
    supplement_wait: Fact[Limit]
    extension: Fact[Extension]
    delivery: Fact[Limit]
    promise_exception: PromiseException | None = None
    levels: tuple[LevelLimit, ...] = ()
    """What lower levels have before they send the case up; those that are not named have what the law gives."""


@dataclass(frozen=True)
class CatchAllException:
    """Why words that leave open what to bring may stay in a material, just as they are, and who agreed to it."""

    words: str
    reason: str
    approved_by: str


@dataclass(frozen=True)
class Material:
    """One application material; ``key`` is what a form's file field and a supplement notice refer to."""

    key: str
    name: Fact[str]
    form: Fact[Literal["original", "copy", "original_and_copy", "electronic"]]
    copies: Fact[int]
    requiredness: Fact[Literal["required", "conditional", "optional"]]
    origin: Fact[Literal["applicant", "government", "other", "shared"]]
    standard: Fact[str]
    when: Fact[str] | None = None
    hint: Fact[str] | None = None
    catch_all_exceptions: tuple[CatchAllException, ...] = ()

    def __post_init__(self) -> None:
        require_identifier("key", self.key)
        if self.requiredness.value == "conditional" and self.when is None:
            raise Malformed("when", zh("条件性材料要写明什么情形下提交"))


@dataclass(frozen=True)
class LegalBasis:
    """A law, regulation or rule and the article that counts; the title is never translated."""

    title: Fact[str]
    article: Fact[str] | None = None


@dataclass(frozen=True)
class SpecialProcedure:
    """A special step, and whether it counts in the statutory limit (行政许可法 第四十五条)."""

    name: Fact[str]
    limit: Fact[Limit]
    counted: Fact[bool]
    basis: Fact[str] | None = None

    def __post_init__(self) -> None:
        if not self.counted.value and self.basis is None and self.name.value not in CAUSES.values():
            raise Malformed("basis", zh("行政许可法第四十五条没有列出的情形，不计入期限要有法定依据"))


@dataclass(frozen=True)
class Suspension:
    """A case in which a special law has the authority stop handling and resume later (中止、恢复办理)."""

    name: Fact[str]
    basis: Fact[str]


@dataclass(frozen=True)
class FeeItem:
    """What is charged, in fen, and the law or regulation that allows it (行政许可法 第五十八条)."""

    key: str
    name: Fact[str]
    amount_fen: Fact[int]
    unit: Fact[str]
    basis: Fact[str]


@dataclass(frozen=True)
class Fee:
    """Whether the matter costs anything; ``charged`` without an item, or items without it, is refused."""

    charged: Fact[bool]
    items: tuple[FeeItem, ...] = ()
    pay_within: Fact[Limit] | None = None
    """How long there is to pay from the notice on; the hall's own rule where the matter has none."""

    def __post_init__(self) -> None:
        if self.charged.value != bool(self.items):
            raise Malformed("items", zh("收费的事项要有收费项目，不收费的不能有"))


@dataclass(frozen=True)
class Renewal:
    """What a renewal that silence grants needs to know (行政许可法 第五十条).

    ``ends_on`` names the field of the application form with the last day of the licence that is to be renewed.
    """

    ends_on: Fact[str]


@dataclass(frozen=True)
class Result:
    """What the applicant gets in the end.

    ``particulars`` (证载事项) are the fields of the application form that decision and certificate state;
    ``asked_scope`` is the one that says how much is asked for: the certificate states what is granted of it.
    """

    name: Fact[str]
    kind: Fact[Literal["certificate", "approval", "record", "payment"]]
    validity: Fact[str] | None = None
    particulars: Fact[tuple[str, ...]] | None = None
    asked_scope: Fact[str] | None = None


@dataclass(frozen=True)
class Place:
    """Where and when to come, whom to ask and whom to complain to."""

    address: Fact[str]
    window: Fact[str]
    hours: Fact[str]
    phone: Fact[str]
    complaint_phone: Fact[str]


@dataclass(frozen=True)
class Remedies:
    """What a refusal must name (行政许可法 第三十八条第二款; 行政复议法 第二十条; 行政诉讼法 第四十六条)."""

    reconsideration_body: Fact[str]
    reconsideration_days: Fact[int]
    court: Fact[str]
    suit_months: Fact[int]


@dataclass(frozen=True)
class Question:
    """One frequent question with its answer."""

    question: Fact[str]
    answer: Fact[str]
