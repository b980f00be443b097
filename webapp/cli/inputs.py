"""Reading what a command is given: files, days, moments; whatever does not fit raises Mistake."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from engine.clock import HALL_ZONE
from webapp.cli.mistakes import Mistake

LARGEST = 16 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """Return the content of a file of at most 16 MB."""
    try:
        if path.is_dir():
            raise Mistake(f"{path} 是文件夹，需要一个文件。")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Mistake(f"没有找到文件 {path}。") from None
    except (OSError, ValueError) as problem:
        raise Mistake(f"不能读取文件 {path}：{getattr(problem, 'strerror', None) or problem}。") from None
    if len(content) > LARGEST:
        raise Mistake(f"文件 {path} 超过 {LARGEST >> 20} MB。")
    return content


def require_text(path: Path, content: bytes) -> None:
    """Raise Mistake where the content is that of a picture, an archive or another file that is no text."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not wide:
        raise Mistake(f"{path} 是二进制文件，不是文本。")


def read_text(path: Path) -> str:
    """Return the content of a UTF-8 file."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Mistake(f"文件 {path} 不是 UTF-8 文本。") from None


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a YAML file that holds a mapping."""
    try:
        content = yaml.safe_load(read_text(path))
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        place = f"第 {mark.line + 1} 行" if mark else ""
        raise Mistake(f"文件 {path} 不是正确的 YAML：{place or '无法读取'}。") from None
    if content is None:
        return {}
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise Mistake(f"文件 {path} 的内容应为“名称: 值”的形式。")
    return content


def parse_day(text: str) -> date:
    """Return the day of ``2026-03-02``; the other forms of ISO 8601 are rather mistyped than meant."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Mistake(f"“{text}”不是日期，应为 2026-03-02 的形式。")


def parse_moment(text: str) -> datetime:
    """Return the moment of ``2026-03-02T09:00``; without a zone it is the time in the hall."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Mistake(f"“{text}”不是时间，应为 2026-03-02T09:00:00+08:00 的形式。") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HALL_ZONE)
