"""Line breaks in Chinese, and texts that must reach DOT as nothing but text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagrams.dot import quoted
from diagrams.wrap import NOT_AT_START, text_width, wrap


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("接收材料并形式审查", 8, ("接收材料", "并形式审查")),
        ("退回重新核查", 5, ("退回重新", "核查")),
        ("责令限期整改", 5, ("责令限期", "整改")),
        ("材料是否齐全？", 5, ("材料是否", "齐全？")),
        ("县行政审批服务局 受理窗口", 8, ("县行政审批服务局", "受理窗口")),
        ("办理中 剩 1 个工作日", 7, ("办理中", "剩 1 个工作日")),
        ("受理|窗口", 8, ("受理", "窗口")),
        ("Check the catalogue", 8, ("Check the", "catalogue")),
        ("", 8, ("",)),
    ],
)
def test_breaks_fall_where_a_reader_pauses(text: str, limit: float, lines: tuple[str, ...]) -> None:
    assert wrap(text, limit) == lines


@given(st.text(alphabet="受理审核，。（）《》：、abc 12", max_size=40), st.integers(2, 12))
def test_no_text_is_lost_and_no_line_starts_with_punctuation(text: str, limit: int) -> None:
    lines = wrap(text, limit)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    compact = text.replace(" ", "")
    for line in lines[1:]:
        # A run of punctuation longer than a line has to break somewhere.
        assert not (line[:1] in NOT_AT_START and line) or _crowded(compact)


def _crowded(text: str) -> bool:
    signs = NOT_AT_START | frozenset("（《")
    return any(all(char in signs for char in text[at : at + 2]) for at in range(len(text) - 1)) or text[:1] in signs


@given(st.text(alphabet="审批核查受理办结", max_size=60), st.integers(3, 12))
def test_chinese_lines_keep_to_their_width(text: str, limit: int) -> None:
    assert all(text_width(line) <= limit for line in wrap(text, limit))


@pytest.mark.parametrize(
    ("text", "dot"),
    [
        ('说"好"', '"说\\"好\\""'),
        ("a\\N\\n", '"a\\\\N\\\\n"'),
        ("<b>&lt;</b>", '"&lt;b&gt;&amp;lt;&lt;/b&gt;"'),
        ("a\x00\n\ud800b", '"a   b"'),
    ],
)
def test_dot_strings_show_exactly_the_text(text: str, dot: str) -> None:
    assert quoted(text) == dot
