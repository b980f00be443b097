"""Verify the exported trail of a case with nothing but this file: no database, no hall, only Python's own library.

    python3 verify_file.py 留痕.json --roots roots.txt

What is proved, and how:

- **The chain.** The hash of an entry is ``SHA-256(hash of the entry before ‖ JSON of the entry)``, the JSON being the
  covered values as a list, without spaces, keys of objects sorted. So no entry can be changed, taken out, put in or
  moved without every later hash being another one.
- **The daily roots.** Each night the hall publishes one hash over the newest entry of every case. It is the root of a
  Merkle tree: a leaf is ``SHA-256(0x00 ‖ "case number-of-entries hash")``, a node ``SHA-256(0x01 ‖ left ‖ right)``.
  For each night since the case began the file must prove that the chain, as it stood, is under the root of that
  night. Whoever rewrites a chain, or cuts off its end, cannot prove that for roots that were kept outside the hall.
- **The values**, where the file has them: the digest in the entry is ``SHA-256(salt ‖ text)``.

What is not proved: entries later than the newest root, and that what was entered is true.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

FORMAT = "banjian-trail-1"
HALL_TIME = timedelta(hours=8)
"""The hall's days are those of Beijing time."""
_FIRST = ("case_id", "seq", "at", "legal_at", "act", "element_id", "token", "group_token", "instance", "actor_id",
          "actor_name", "post", "department", "address", "detail", "digest")  # fmt: skip
_ADDED = ("window", "happened_on", "changes")
COVERED: Mapping[Any, tuple[str, ...]] = {1: _FIRST, 2: ("coverage", *_FIRST, *_ADDED)}
"""What a hash covers, by the coverage that the entry names: earlier versions of the software knew less."""
NAMES = frozenset({*_FIRST, *_ADDED, "coverage", "hash"})
HEADER = frozenset({"format", "case_id", "number", "exported_at", "entries", "roots", "values"})
ROOT = frozenset({"day", "root", "cases", "seq", "at", "path"})
VALUE = frozenset({"seq", "salt", "text"})


class Unreadable(ValueError):
    """The file is not an exported trail, or not one that this program knows."""


def read(text: str) -> dict[str, Any]:
    """Return an exported trail; raises Unreadable where something is missing, doubled or too much."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (RecursionError, ValueError):
        raise Unreadable("不是完整的 JSON 文件") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Unreadable("不是办件留痕的导出文件，或者版本不同")
    _shape(found, HEADER, "文件")
    for name, wanted in (("entries", NAMES), ("roots", ROOT), ("values", VALUE)):
        if not isinstance(found[name], list):
            raise Unreadable(f"{name} 不是列表")
        for at, one in enumerate(found[name], 1):
            _shape(one, wanted, f"{name} 第 {at} 项")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _shape(one: Any, wanted: frozenset[str], where: str) -> None:
    if not isinstance(one, dict) or set(one) != wanted:
        raise Unreadable(f"{where}的栏目不对，缺少或者多出了内容")


def entry_hash(before: str, entry: Mapping[str, Any]) -> str:
    """Return the hash of an entry that follows one with the hash ``before``; raises ValueError for an odd one."""
    covered = COVERED.get(entry["coverage"]) if isinstance(entry["coverage"], int) else None
    if covered is None or any(entry[name] is not None for name in _ADDED if name not in covered):
        raise ValueError("unknown coverage")
    values = [entry[name] for name in covered]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(before.encode() + text.encode()).hexdigest()


def chain_problems(trail: Mapping[str, Any]) -> Iterator[str]:
    """Yield the first entry that does not fit; nothing after it can be proved."""
    before, entries = "", trail["entries"]
    if not entries:
        yield "文件里没有记录"
    for expected, entry in enumerate(entries, 1):
        if entry["seq"] != expected or isinstance(entry["seq"], bool):
            yield f"第 {expected} 条：序号是 {entry['seq']}，有记录被删除、插入或者调换了次序"
            return
        if entry["case_id"] != trail["case_id"]:
            yield f"第 {expected} 条：不是这件办件的记录"
            return
        try:
            fits = entry["hash"] == entry_hash(before, entry)
        except (TypeError, ValueError):
            fits = False
        if not fits:
            yield f"第 {expected} 条：内容与校验值不符，这一条被改动过，或者它前面有记录被删除、插入、调换"
            return
        before = entry["hash"]
    said = (entries[0]["detail"] or {}).get("number") if entries else None
    if said is not None and said != trail["number"]:
        yield f"文件写的办件编号是 {trail['number']}，记录里是 {said}"


def value_problems(trail: Mapping[str, Any]) -> Iterator[str]:
    """Yield every value that is not the one with which its entry was made."""
    digests = {entry["seq"]: entry["digest"] for entry in trail["entries"]}
    for value in trail["values"]:
        try:
            digest = hashlib.sha256(bytes.fromhex(value["salt"]) + value["text"].encode()).hexdigest()
        except (AttributeError, TypeError, ValueError):
            digest = ""
        if not digest or isinstance(value["seq"], bool) or digest != digests.get(value["seq"]):
            yield f"第 {value['seq']} 条：附带的填写内容与当时的不符"


def root_of(leaf_text: str, at: int, cases: int, path: list[str]) -> str:
    """Return the root to which a leaf leads; raises ValueError for a path of the wrong length."""
    found, steps = hashlib.sha256(b"\x00" + leaf_text.encode()).digest(), iter(path)
    if not (type(at) is type(cases) is int and 0 <= at < cases):
        raise ValueError("outside the tree")
    while cases > 1:
        # The last one of an odd row has nobody beside it and moves up as it is.
        if at % 2 or at + 1 < cases:
            beside = bytes.fromhex(next(steps, "?"))
            pair = beside + found if at % 2 else found + beside
            found = hashlib.sha256(b"\x01" + pair).digest()
        at, cases = at // 2, (cases + 1) // 2
    if next(steps, None) is not None:
        raise ValueError("too many steps")
    return found.hex()


def _by_day(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield day and rest of each line of the file of roots; raises Unreadable."""
    seen: dict[str, list[str]] = {}
    for at, line in enumerate(text.splitlines(), 1):
        day, *said = line.split() or [""]
        try:
            date.fromisoformat(day)
            well = len(bytes.fromhex(said[1])) == 32 and said[0].isdecimal() and said[2:] in ([], ["merkle"])
        except (IndexError, ValueError):
            well = False
        if not well or seen.setdefault(day, said) != said:
            raise Unreadable(f"每日摘要文件第 {at} 行看不懂，或者与同一天的另一行不同：{line[:80]}")
    yield from sorted(seen.items())


def root_problems(trail: Mapping[str, Any], roots: str | None, until: str = "9999-12-31") -> Iterator[str]:
    """Yield each night for which the chain is not proved; ``roots`` is the text of the file kept outside the hall.

    Without it the file is only compared with itself. ``until`` is the last day that is asked for.
    """
    entries = trail["entries"]
    ends = {one["day"]: one for one in trail["roots"]}
    if len(ends) != len(trail["roots"]):
        yield "同一天有两份证明"
    for day, proof in sorted(ends.items(), key=str):
        try:
            # What was written before the day ended, by the entries' own times.
            stood = max((one["seq"] for one in entries if _day(one["at"]) <= date.fromisoformat(day)), default=0)
            text = f"{trail['case_id']} {proof['seq']} {entries[proof['seq'] - 1]['hash'] if proof['seq'] else ''}"
            fits = root_of(text, proof["at"], proof["cases"], proof["path"]) == proof["root"] and stood == proof["seq"]
        except (IndexError, TypeError, ValueError, AttributeError):
            fits = False
        if not fits:
            yield f"{day} 的摘要：记录与当天的不符，当天以前的记录被改动、删除、补插或者截去"
    if roots is None:
        return
    begun = _day(entries[0]["at"]) if entries else date.max
    for day, said in _by_day(roots):
        if date.fromisoformat(day) < begun or day > until or said[2:] != ["merkle"]:
            continue  # before the case, not asked for, or of the older kind that only the hall can recompute
        mine = ends.get(day)
        if mine is None:
            yield f"{day} 的摘要：文件里没有这一天的证明；文件是在这以后导出的，就是被截短了，请重新导出"
        elif [str(mine["cases"]), mine["root"]] != said[:2]:
            yield f"{day} 的摘要：文件里的与公布的不是同一个"
    known = {day for day, _said in _by_day(roots)}
    for day in sorted(set(map(str, ends)) - known):
        yield f"{day} 的摘要：公布的文件里没有这一天"


def _day(moment: str) -> date:
    """Return the day on which something was written, in the hall; raises ValueError."""
    return (datetime.fromisoformat(moment) + HALL_TIME).date()


def problems(trail: Mapping[str, Any], roots: str | None = None, until: str = "9999-12-31") -> list[str]:
    """Return everything that is wrong with a trail, none for a sound one; raises Unreadable for odd roots."""
    found = list(chain_problems(trail))
    # Proofs speak of the entries; where the chain is broken they can add nothing but noise.
    return found or [*value_problems(trail), *root_problems(trail, roots, until)]


def report(path: Path, roots: Path | None, until: str) -> tuple[list[str], int]:
    """Return what to print about a file, and the exit code: 0 for a sound one."""
    try:
        trail = read(path.read_text("utf-8"))
        kept = None if roots is None else roots.read_text("ascii")
        found = problems(trail, kept, until)
    except (OSError, UnicodeError, Unreadable) as problem:
        said = problem.strerror if isinstance(problem, OSError) else problem
        return [f"不能核对：{said if isinstance(said, (str, Unreadable)) else '文件不是文本'}。"], 1
    if found:
        return [*found, f"办件 {trail['number']} 的留痕不符：发现 {len(found)} 处。"], 1
    entries, proved = trail["entries"], max((one["seq"] for one in trail["roots"]), default=0)
    lines = [f"办件 {trail['number']} 的留痕相符：{len(entries)} 条记录连成一链。"]
    if trail["roots"]:
        days = sorted(one["day"] for one in trail["roots"])
        lines.append(f"{days[0]} 至 {days[-1]} 共 {len(days)} 天的每日摘要都包含这件办件。")
    if kept is None:
        lines.append("没有与公布的每日摘要核对：请用 --roots 给出在大厅以外保存的 roots.txt。")
    if proved < len(entries):
        lines.append(f"第 {proved + 1} 条以后的记录还没有进入每日摘要，截去这一部分现在查不出来。")
    return lines, 0


def main() -> int:
    """Verify the file that the command line names."""
    parser = argparse.ArgumentParser(description="核对办件留痕的导出文件，不需要数据库。")
    parser.add_argument("file", type=Path, help="导出文件")
    parser.add_argument("--roots", type=Path, help="在大厅以外保存的每日摘要 roots.txt")
    parser.add_argument("--until", default="9999-12-31", help="只核对到哪一天的摘要，例如 2026-03-31")
    given = parser.parse_args()
    lines, code = report(given.file, given.roots, given.until)
    print(*lines, sep="\n")  # noqa: T201 - a program of its own
    return code


if __name__ == "__main__":
    sys.exit(main())
