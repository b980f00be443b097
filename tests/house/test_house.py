"""The rules of the house that no linter knows, and proof that each of them can catch something."""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Callable, Iterable
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from house_rules import (
    PACKAGES,
    ROOT,
    badly_named,
    clock_reads,
    commits,
    imports,
    product_files,
    runs_text,
)

LONGEST = 500
FILES = product_files()


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def offences(rule: Callable[[str], list[int]], exempt: Iterable[str] = ()) -> list[str]:
    exempt = tuple(exempt)
    return [
        place(path, line)
        for path in FILES
        if not str(path.relative_to(ROOT)).startswith(exempt)
        for line in rule(path.read_text(encoding="utf-8"))
    ]


def test_only_the_store_commits():
    assert not offences(commits, exempt=["engine/store/"])


def test_only_the_clock_reads_a_clock():
    assert not offences(clock_reads, exempt=["engine/clock.py"])


def test_no_text_is_run_as_a_program():
    assert not offences(runs_text)


def test_only_engine_bpmn_imports_spiffworkflow():
    assert not [
        place(path, line)
        for path in FILES
        if path.relative_to(ROOT).parts[:2] != ("engine", "bpmn")
        for line, module in imports(path.read_text(encoding="utf-8"))
        if module.split(".")[0] == "SpiffWorkflow"
    ]


def test_every_module_says_what_is_in_it():
    assert not [str(path.relative_to(ROOT)) for path in FILES if badly_named(path)]


def test_files_stay_short(record_property):
    everything = [*FILES, *(ROOT / "tests").rglob("*.py")]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in everything}
    assert not [str(path.relative_to(ROOT)) for path, length in lengths.items() if length > LONGEST]

    product = sorted(lengths[path] for path in FILES if lengths[path])
    median, ninth = statistics.median(product), product[int(len(product) * 0.9)]
    record_property("lines_median", median)
    record_property("lines_p90", ninth)
    assert median < 100, f"the median file has {median} lines"
    assert ninth < 300, f"one file in ten has {ninth} lines or more"


def test_every_module_postpones_annotations():
    assert not [
        str(path.relative_to(ROOT))
        for path in FILES
        if (text := path.read_text(encoding="utf-8")).strip()
        and "\nimport " in text
        and "from __future__ import annotations" not in text
    ]


def test_every_imported_package_is_declared():
    """A package that only happens to be installed is missing on the next machine."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    declared = {
        canonical(re.split(r"[\s\[=<>!~;]", line, maxsplit=1)[0])
        for line in config["options"]["install_requires"].split("\n")
        if line.strip()
    }
    distributions = packages_distributions()
    undeclared = set()
    for path in FILES:
        for line, module in imports(path.read_text(encoding="utf-8")):
            top = module.split(".")[0]
            if top in sys.stdlib_module_names or top in PACKAGES:
                continue
            # Flask brings these two and re-exports half of them; they are its interface.
            if top in ("werkzeug", "markupsafe", "jinja2", "click", "babel", "wtforms"):
                continue
            if not declared & {canonical(name) for name in distributions.get(top, [top])}:
                undeclared.add(f"{place(path, line)}: {top}")
    assert not undeclared


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (clock_reads, "import datetime\ndatetime.datetime.now()"),
        (clock_reads, "from datetime import date\ndate.today()"),
        (clock_reads, "import time\ntime.time()"),
        (commits, "session.commit()"),
        (commits, "with engine.connect() as c:\n    c.commit()"),
        (runs_text, "eval(text)"),
        (runs_text, "compile(text, '', 'exec')"),
        (runs_text, "import builtins\nbuiltins.exec(text)"),
    ],
)
def test_each_rule_catches_its_offence(rule: Callable[[str], list[int]], source: str):
    assert rule(source)


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (clock_reads, "import time\ntime.sleep(1)\ntime.monotonic()"),
        (clock_reads, "from engine.clock import Clock\nclock.now()"),
        (commits, "commit_message = 'commit()'"),
        (runs_text, "import re\nre.compile('a')\nexpression.evaluate(view)"),
    ],
)
def test_no_rule_catches_the_innocent(rule: Callable[[str], list[int]], source: str):
    assert not rule(source)


@pytest.mark.parametrize("name", ["utils.py", "case_service.py", "helpers.py", "models.py"])
def test_empty_names_are_caught(name: str):
    assert badly_named(Path(name))
    assert not badly_named(Path("pauses.py"))


def test_no_two_test_files_have_one_name():
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
