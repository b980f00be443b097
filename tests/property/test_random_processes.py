"""Engine and oracle agree on random processes, after every step, before and after saving and loading.

``BANJIAN_PROPERTY_RUNS`` sets how many processes the ordinary run compares (300), ``BANJIAN_PROPERTY_SEED``
runs one seed only. A failure is made smaller; its message tells the seed, the steps and where the files are.
"""

from __future__ import annotations

import os
import re
import tempfile
import traceback
from pathlib import Path

import pytest
from process_blocks import Block
from process_generator import generate
from process_shrink import shrink
from process_walk import Disagreement, Walk

RUNS = int(os.environ.get("BANJIAN_PROPERTY_RUNS", "300"))
SEED = os.environ.get("BANJIAN_PROPERTY_SEED")
SOAK = 20_000
WALKS = 3  # over each process, with other decisions and another spelling
CHUNK = 20


def chunks(first: int, runs: int, size: int) -> list[range]:
    return [range(s, min(s + size, first + runs)) for s in range(first, first + runs, size)]


@pytest.mark.parametrize("seeds", [range(int(SEED), int(SEED) + 1)] if SEED else chunks(0, RUNS, CHUNK), ids=str)
def test_engine_and_oracle_agree(seeds: range) -> None:
    assert sum(compare(seed) for seed in seeds) >= WALKS * len(seeds) - 1


@pytest.mark.soak
@pytest.mark.parametrize("seeds", chunks(1_000_000, SOAK, 500), ids=str)
def test_engine_and_oracle_agree_on_many(seeds: range) -> None:
    assert sum(compare(seed) for seed in seeds) >= 0.99 * WALKS * len(seeds)


def compare(seed: int) -> int:
    """Walk over the process of the seed; return how many walks came to a verdict."""
    process = generate(seed)
    decided = 0
    for number in range(WALKS):
        walk = Walk(process, f"{seed}.{number}")
        try:
            walk.run()
        except Exception:
            problem = traceback.format_exc()
            pytest.fail(report(seed, walk, problem), pytrace=False)
        decided += not walk.undecided
    return decided


def report(seed: int, walk: Walk, problem: str) -> str:
    small = smallest(walk)
    folder = Path(tempfile.gettempdir()) / "banjian-property"
    folder.mkdir(exist_ok=True)
    files = folder / f"seed-{seed}.bpmn", folder / f"seed-{seed}-small.bpmn"
    files[0].write_text(walk.xml, encoding="utf-8")
    files[1].write_text(small.xml, encoding="utf-8")
    return (
        f"seed {seed} ({files[0]}): {problem}\nsteps:\n  " + "\n  ".join(walk.log) + "\n"
        f"smallest that fails ({files[1]}): {small.process}\n  " + "\n  ".join(small.log) + "\n"
        f"again: BANJIAN_PROPERTY_SEED={seed} pytest {Path(__file__).name}"
    )


def smallest(failed: Walk) -> Walk:
    """Return a walk that fails over a process made as small as it goes; a few walks are tried for each."""
    found = failed

    def fails(candidate: Block) -> bool:
        nonlocal found
        for seed in (failed.seed, *(f"{failed.seed}.{other}" for other in range(8))):
            walk = Walk(candidate, seed)
            try:
                walk.run()
            except Exception:
                found = walk
                return True
        return False

    shrink(failed.process, fails)
    return found


MISREADINGS = {
    "join-lets-each-through": lambda xml: re.sub(r'parallelGateway (id="all\d+_join")', r"exclusiveGateway \1", xml),
    "inclusive-as-parallel": lambda xml: re.sub(r'inclusiveGateway (id="any\d+_join")', r"parallelGateway \1", xml),
    "always-interrupts": lambda xml: xml.replace(' cancelActivity="false"', ""),
    "never-interrupts": lambda xml: xml.replace(' cancelActivity="true"', ' cancelActivity="false"'),
    "in-turn-at-once": lambda xml: xml.replace('isSequential="true"', 'isSequential="false"'),
    "completion-unheeded": lambda xml: re.sub("<completionCondition>.*?</completionCondition>", "", xml),
    "loop-once": lambda xml: xml.replace(".again == 'y'", ".again == 'z'"),
    "cycle-once": lambda xml: re.sub("timeCycle>R3/(.*?)</timeCycle", r"timeDuration>\1</timeDuration", xml),
}


@pytest.mark.parametrize("misreading", MISREADINGS)
def test_an_engine_that_misreads_would_be_found_out(misreading: str) -> None:
    for seed in range(200):
        walk = Walk(generate(seed), f"{seed}.0")
        misread = MISREADINGS[misreading](walk.xml)
        if misread == walk.xml:
            continue
        walk.xml = misread
        try:
            walk.run()
        except Disagreement:
            return
    raise AssertionError("no walk noticed")
