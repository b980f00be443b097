"""Values of a matter's YAML are changed where they stand, and all else stays as it was written."""

from __future__ import annotations

import difflib

import pytest

from engine.matter import MatterFacts
from processes.matter_text import with_exception, with_values
from processes.registry import folders

TEXTS = {path.name: (path / "matter.yaml").read_text(encoding="utf-8") for path in folders()}
PROMISED = ("limits", "promised", "value", "days")
SAID = {
    "reason": '现场核查须有两人：山区路远 # 雨季 "停"\n\', 🙂',
    "approved_by": "县政务服务中心",
    "document": "汉政务〔2026〕3号",
}


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[:1] in "+-"]


@pytest.mark.parametrize("key", TEXTS)
def test_a_promise_is_changed_and_nothing_else(key):
    before = TEXTS[key]
    after = with_values(before, {PROMISED: 6, ("limits", "promised", "source"): "本县承诺：再压缩一天 # 🙂"})
    assert len(changed_lines(before, after)) == 2
    promised = MatterFacts.from_yaml(after).limits.promised
    assert (promised.value.days, promised.source) == (6, "本县承诺：再压缩一天 # 🙂")


@pytest.mark.parametrize("key", TEXTS)
def test_an_exception_is_recorded_changed_and_taken_back(key):
    before = with_exception(TEXTS[key], None)
    recorded = with_exception(before, SAID)
    exception = MatterFacts.from_yaml(recorded).limits.promise_exception
    assert {name: getattr(exception, name) for name in SAID} == SAID
    assert len(changed_lines(before, recorded)) == 1
    again = with_exception(recorded, {**SAID, "reason": "另有理由"})
    assert MatterFacts.from_yaml(again).limits.promise_exception.reason == "另有理由"
    assert with_exception(again, None) == before


def test_an_exception_written_over_several_lines_goes_whole():
    head, tail = with_exception(TEXTS["small_catering_permit"], None).split("  intake:", 1)
    block = "  promise_exception:\n    reason: 一\n    approved_by: 二\n    document: 三\n"
    written = f"{head}{block}  intake:{tail}"
    assert MatterFacts.from_yaml(written).limits.promise_exception.reason == "一"
    assert with_exception(written, None) == f"{head}  intake:{tail}"


def test_a_value_that_is_not_there_is_told():
    with pytest.raises(KeyError, match=r"limits\.nothing"):
        with_values(TEXTS["small_catering_permit"], {("limits", "nothing"): 1})
