"""Which files a draft may hold, and how much of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.bpmn.limits import MOST_BYTES as READER_BYTES
from engine.errors import Invalid
from engine.text import zh

MOST_BYTES = 2 * READER_BYTES
FUNCTIONS = "functions.txt"
KEY = re.compile(r"[a-z_][a-z0-9_]{0,63}")
_NAMES = re.compile(
    r"process\.bpmn|matter\.yaml|functions\.txt"
    r"|forms/[a-z0-9_]+\.(schema|ui)\.json|shared/[a-z0-9_]+\.bpmn|scenarios/[a-z0-9_]+\.yaml"
)


def require_fitting(files: Mapping[str, bytes]) -> None:
    """Raise Invalid for a name that no file of a matter has, a missing process, and more than ``MOST_BYTES``."""
    for name in sorted(files):
        if not _NAMES.fullmatch(name):
            raise Invalid(zh("草稿里不能有文件“{name}”。", name=name[:100]))
    if "process.bpmn" not in files:
        raise Invalid(zh("草稿里缺少 process.bpmn。"))
    size = sum(len(data) for data in files.values())
    if size > MOST_BYTES:
        raise Invalid(
            zh(
                "草稿共 {size} MB，超过 {most} MB，没有保存。",
                size=round(size / 1024 / 1024, 1),
                most=MOST_BYTES // 1024**2,
            )
        )
