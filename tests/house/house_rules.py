"""What the house rules look for in the product's own Python files; each rule gives the offending lines."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("engine", "processes", "forms", "diagrams", "webapp")
BANNED_NAMES = frozenset({"utils", "util", "helpers", "helper", "misc", "common", "models", "base_service"})

# Reading the time of day; durations (time.monotonic, time.perf_counter) and waiting (time.sleep) are none.
CLOCK_READS = frozenset(
    {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.time_ns",
        "time.localtime",
        "time.gmtime",
        "time.ctime",
        "time.strftime",
    }
)
RUNS_TEXT = frozenset({"eval", "exec", "compile", "__import__"})


def product_files() -> list[Path]:
    """Return the Python files of the product, tests left out."""
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for an attribute chain on a name, and an empty text for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else node.attr
    return ""


@cache  # Several rules read the same modules.
def calls(source: str) -> tuple[tuple[int, str], ...]:
    """Return line and dotted name of each call."""
    return tuple((node.lineno, dotted(node.func)) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def clock_reads(source: str) -> list[int]:
    """Return the lines that read a clock."""
    return [line for line, name in calls(source) if ".".join(name.split(".")[-2:]) in CLOCK_READS]


def commits(source: str) -> list[int]:
    """Return the lines that end a transaction by hand."""
    return [line for line, name in calls(source) if name.split(".")[-1] == "commit"]


def runs_text(source: str) -> list[int]:
    """Return the lines that run text as a program."""
    return [line for line, name in calls(source) if name in RUNS_TEXT or name.startswith("builtins.")]


@cache
def imports(source: str) -> list[tuple[int, str]]:
    """Return line and module of each absolute import, those inside functions too."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.lineno, node.module))
    return found


def badly_named(path: Path) -> bool:
    """Tell whether a module's name says nothing of what is in it."""
    return path.stem in BANNED_NAMES or path.stem.endswith("_service")
