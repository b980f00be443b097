"""The glossary names each thing once, and what it calls an identifier is one in the product."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(
    r"^\| (?P<chinese>[^|]+?) \| (?P<english>[^|]+?) \| (?P<identifiers>[^|]*?) \| (?P<meaning>[^|]*?) \|$"
)
FOLDERS = ("engine", "processes", "forms", "webapp", "diagrams")


def rows() -> list[re.Match[str]]:
    text = (ROOT / "docs" / "glossary.md").read_text().split("## Words kept")[0]
    found = [match for line in text.splitlines() if (match := ROW.match(line))]
    return [match for match in found if match["chinese"] not in ("Chinese", "---")]


def product() -> str:
    suffixes = (".py", ".yaml", ".bpmn", ".json")
    files = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    return "\n".join(path.read_text() for path in files)


def test_no_word_is_explained_twice():
    for column in ("chinese", "english"):
        words = [match[column] for match in rows()]
        assert len(words) > 60
        assert sorted({word for word in words if words.count(word) > 1}) == []


def test_its_identifiers_are_in_the_product():
    words = set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", product()))
    named = {name for match in rows() for name in re.findall(r"`([^`]+)`", match["identifiers"])}
    assert sorted(named - words) == []
