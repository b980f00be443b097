"""The documentation names what there is, and points only at what there is."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from webapp.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (".ci", "engine", "processes", "forms", "diagrams", "webapp", "tests", "docs")
NOT_OURS = {"__pycache__", "vendor", "node_modules", "data"}
SUFFIXES = ".py .md .cfg .toml .txt .in .json .yaml .html .css .js .bpmn .po"
NOT_TEXT = {".git", ".coverage"}

GUIDES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
CODE_BLOCK = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)


def files() -> list[Path]:
    """Return the repository's own text files."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    return [
        path
        for path in found
        if path.suffix in {*SUFFIXES.split(), ""}
        and not NOT_OURS & set(path.relative_to(ROOT).parts)
        and path.name not in NOT_TEXT
    ]


def guides() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in GUIDES)


def anchor(heading: str) -> str:
    """Return the anchor that hosting sites give a heading."""
    text = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(guide: Path):
    text = CODE_BLOCK.sub("", guide.read_text(encoding="utf-8"))
    lost = []
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        aim = (guide.parent / name).resolve() if name else guide
        if not aim.exists():
            lost.append(target)
        elif fragment and aim.suffix == ".md":
            headings = HEADING.findall(CODE_BLOCK.sub("", aim.read_text(encoding="utf-8")))
            if fragment not in {anchor(heading) for heading in headings}:
                lost.append(target)
    assert not lost


def test_make_targets_are_documented():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert {"run", "test", "setup"} <= targets
    text = guides()
    assert not [target for target in sorted(targets) if f"`make {target}" not in text]


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"^\s+make ([a-z-]+)\s", done.stdout, re.MULTILINE)) == targets


def test_settings_are_documented():
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    names = set()
    for path in files():
        if path.suffix in (".py", "") and path.relative_to(ROOT).parts[0] not in ("tests", "docs"):
            names |= set(re.findall(r"\bBANJIAN_[A-Z]+(?:_[A-Z]+)*\b", path.read_text(encoding="utf-8")))
    assert "BANJIAN_DATABASE_URL" in names
    assert not [name for name in sorted(names) if not re.search(rf"`{name}[`=]", operations)]


def test_commands_are_documented():
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert "web" in COMMANDS
    assert not [name for name in sorted(COMMANDS) if f"`banjian {name}" not in operations]


def test_documented_commands_exist():
    named = set(
        re.findall(r"(?<!-u )(?<!/srv/)\bbanjian ([a-z][a-z-]+)\b", "\n".join(code_of(path) for path in GUIDES))
    )
    assert named
    assert not sorted(named - set(COMMANDS))


def code_of(path: Path) -> str:
    """Return what a guide prints as code: blocks and inline pieces."""
    text = path.read_text(encoding="utf-8")
    blocks = [match.group() for match in CODE_BLOCK.finditer(text)]
    indented = re.findall(r"^    .*$", text, re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", CODE_BLOCK.sub("", text))
    return "\n".join([*blocks, *indented, *inline])


def test_notice_names_what_is_installed():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    named = set(re.findall(r"^  (\S+)  ", notice, re.MULTILINE))
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    pages = {name.rpartition("node_modules/")[2] for name, entry in lock.items() if name and not entry.get("dev")}
    assert not sorted((pinned | pages) - named)


def test_no_file_names_a_registry_or_a_machine():
    # Put together here, so that this file does not offend either.
    places = [a + b for a, b in (("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".org"), ("npmjs", ".com"))]
    folders = ["/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/", "/Us" + "ers/"]
    # A web address may have a folder of such a name.
    pattern = re.compile(
        "|".join([*map(re.escape, places), *(rf"(?<![\w./]){re.escape(folder)}" for folder in folders)])
    )
    offending = []
    for path in files():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                offending.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not offending
