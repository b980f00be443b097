"""An outsider finds whatever was done to an exported trail, with the roots kept elsewhere and without the hall."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.audit import verify_file
from engine.audit.verify_file import Unreadable, entry_hash, problems, read

Trail = dict[str, Any]


def verdict(trail: Trail, roots: str | None) -> list[str]:
    """Return what is wrong with a trail after it was written to a file and read again."""
    try:
        return problems(read(json.dumps(trail, ensure_ascii=False)), roots)
    except Unreadable as problem:
        return [str(problem)]


def rewritten(trail: Trail) -> Trail:
    """Give a changed trail hashes that fit again, as somebody would who can write to the database."""
    before = ""
    for seq, entry in enumerate(trail["entries"], 1):
        entry["seq"] = seq
        entry["hash"] = before = entry_hash(before, entry)
    return trail


def test_an_untouched_trail_is_sound(kept):
    assert verdict(kept.trail, kept.roots) == []
    assert verdict(kept.trail, None) == []
    assert {one["digest"] is None for one in kept.trail["entries"]} == {True, False}
    assert len(kept.trail["roots"]) == 3


OTHERS = {str: "x", int: 7, type(None): "x", list: [["status", None, "closed"]], dict: {"channel": "online"}}


def test_every_change_of_every_field_of_every_entry_is_found(kept):
    for at, entry in enumerate(kept.trail["entries"]):
        for name, value in entry.items():
            for other in (OTHERS[type(value)], None if value is not None else 0):
                trail = copy.deepcopy(kept.trail)
                trail["entries"][at][name] = other
                assert other != value
                found = verdict(trail, None)
                assert found, (at, name)
                assert f"第 {at + 1} 条" in found[0]


def test_every_removal_insertion_and_swap_is_found(kept):
    entries = kept.trail["entries"]
    for at in range(len(entries)):
        gone = kept.trail | {"entries": entries[:at] + entries[at + 1 :]}
        twice = kept.trail | {"entries": [*entries[: at + 1], *entries[at:]]}
        assert verdict(gone, kept.roots)
        assert verdict(twice, kept.roots)
        if at < len(entries) - 1:
            assert "第 " in verdict(gone, None)[0]
        for other in range(at):
            swapped = list(entries)
            swapped[at], swapped[other] = swapped[other], swapped[at]
            assert f"第 {other + 1} 条" in verdict(kept.trail | {"entries": swapped}, None)[0]


def test_every_cut_tail_is_found(kept):
    for length in range(len(kept.trail["entries"])):
        cut = kept.trail | {"entries": kept.trail["entries"][:length]}
        assert verdict(cut, None)
        # With care the proofs that no longer fit are taken out too; then they are missed.
        days = {one["day"] for one in kept.trail["roots"] if one["seq"] <= length}
        careful = cut | {"roots": [one for one in kept.trail["roots"] if one["day"] in days], "values": []}
        assert verdict(careful, kept.roots), length


def test_a_chain_made_anew_no_longer_fits_the_roots_that_were_kept(kept):
    for at, entry in enumerate(kept.trail["entries"]):
        trail = copy.deepcopy(kept.trail)
        trail["entries"][at]["actor_name"] = f"{entry['actor_name']}某"
        trail = rewritten(trail)
        assert not list(verify_file.chain_problems(trail))
        assert any("的摘要" in said for said in verdict(trail, kept.roots))
        del trail["entries"][at]
        assert verdict(rewritten(trail), kept.roots)


def test_an_entry_put_in_later_with_an_earlier_time_is_found(kept):
    trail = copy.deepcopy(kept.trail)
    late = trail["entries"][-1] | {"at": trail["entries"][0]["at"], "act": "noted", "digest": None}
    trail["entries"].append(late)
    assert any("补插" in said for said in verdict(rewritten(trail), None))


def test_what_an_older_coverage_does_not_protect_must_be_empty(kept):
    """Else a line of an earlier version could be given a window, a day or changes that nobody had entered."""
    entry = kept.trail["entries"][0] | {"coverage": 1, "changes": None}
    entry["hash"] = entry_hash("", entry)
    with pytest.raises(ValueError, match="coverage"):
        entry_hash("", entry | {"window": "3"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t["values"][0].update(text="{}"), "填写内容"),
        (lambda t: t["values"][0].update(salt="xyz"), "填写内容"),
        (lambda t: t["values"][0].update(seq=99), "填写内容"),
        (lambda t: t.update(number="1"), "办件编号"),
        (lambda t: t.update(case_id="0" * 32), "不是这件办件"),
        (lambda t: t["roots"].pop(0), "没有这一天的证明"),
        (lambda t: t["roots"][0].update(cases=1), "当天的不符"),
        (lambda t: t["roots"][0].update(at=0), "当天的不符"),
        (lambda t: t["roots"][0].update(seq=1), "当天的不符"),
        (lambda t: t["roots"][0].update(root="0" * 64), "当天的不符"),
        (lambda t: t["roots"][0].update(path=[]), "当天的不符"),
        (lambda t: t["roots"][0]["path"].append("0" * 64), "当天的不符"),
        (lambda t: t["roots"][0].update(day="2026-03-30"), "当天的不符|没有这一天"),
        (lambda t: t["roots"].append(t["roots"][0]), "两份"),
        (lambda t: t["entries"][0].update(note="加一栏"), "栏目不对"),
        (lambda t: t.update(format="other"), "不是办件留痕"),
    ],
)
def test_every_other_change_is_named(kept, change: Callable[[Trail], object], said):
    trail = copy.deepcopy(kept.trail)
    change(trail)
    found = "\n".join(verdict(trail, kept.roots))
    assert any(one in found for one in said.split("|")), found


def test_a_root_that_is_not_the_published_one_is_found(kept):
    lines = kept.roots.splitlines()
    for at, line in enumerate(lines):
        day, cases, root, kind = line.split()
        other = [*lines[:at], f"{day} {cases} {root[::-1]} {kind}", *lines[at + 1 :]]
        # The first night was before the case was filed.
        assert bool(verdict(kept.trail, "\n".join(other))) == (at > 0)
        assert bool(verdict(kept.trail, "\n".join(lines[:at] + lines[at + 1 :]))) == (at > 0)
    assert "看不懂" in verdict(kept.trail, f"{kept.roots}乱码")[0]
    assert "看不懂" in verdict(kept.trail, f"{kept.roots}{lines[-1].replace(lines[-1].split()[2], '0' * 64)}")[0]


def test_roots_after_the_export_can_be_left_out(kept):
    later = f"{kept.roots}2026-03-20 9 {'0' * 64} merkle\n"
    trail = read(json.dumps(kept.trail))
    assert "重新导出" in problems(trail, later)[0]
    assert problems(trail, later, until="2026-03-10") == []


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every plain value of a document."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from places(one, (*way, name))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from places(one, (*way, at))
    else:
        yield way


ANY = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_random_change_goes_unnoticed(kept, data):
    trail = copy.deepcopy(kept.trail)
    *way, last = data.draw(st.sampled_from(sorted(places(trail), key=str)))
    at = trail
    for step in way:
        at = at[step]
    # The moment of the export is on no chain: it says itself when the file was made, and proves nothing.
    new = data.draw(ANY)
    if json.dumps(at[last]) == json.dumps(new) or last == "exported_at":
        return
    at[last] = new
    assert verdict(trail, kept.roots)


def test_the_verifier_is_one_file_that_runs_without_the_rest(kept, tmp_path):
    file, roots, program = tmp_path / "留痕.json", tmp_path / "roots.txt", tmp_path / "verify_file.py"
    shutil.copy(verify_file.__file__, program)
    roots.write_text(kept.roots)

    def run(trail: Trail) -> tuple[int, str]:
        file.write_text(json.dumps(trail, ensure_ascii=False), encoding="utf-8")
        words = [sys.executable, "-I", "-S", program, file, "--roots", roots]
        done = subprocess.run(words, capture_output=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"})
        return done.returncode, done.stdout

    code, said = run(kept.trail)
    assert (code, "相符" in said) == (0, True)
    code, said = run(kept.trail | {"entries": kept.trail["entries"][:-1]})
    assert code == 1
    assert "不符" in said
