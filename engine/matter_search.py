"""Finding a matter by what people say: everyday words, names, results, and with a typing error or two.

No index and no dictionary: a hall has some hundreds of matters, and each brings its own everyday words (开饭馆).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.matter import MatterFacts

# What people say around what they mean; it tells nothing about which matter they mean.
_FILLERS = re.compile(
    "请问|怎么样|怎么|怎样|如何|我们|我想|我要|想要|需要|想|要|办理|申请办|办个|办一?张|个|家|一下|吗|呢"
)
_LEADING = re.compile("^(?:我|去|来|办)+")
_NEAR = 0.55
"""What is at least this alike is offered as something near; 小餐饭 is, for 小餐饮 (0.58)."""
_MOST_WORDS = 30
_SHORTEST_NEAR = 3
"""Of two characters one wrong leaves one, which is too little to guess from."""


@dataclass(frozen=True)
class FoundMatter:
    """A matter that was found, how well (more is better), and by which everyday word, if by one.

    ``is_near`` says that nothing said so literally: it was guessed from what is alike.
    """

    facts: MatterFacts
    score: float
    said: str = ""
    is_near: bool = False


def plain(text: str) -> str:
    """Return what counts of a text: no width, case, spaces, punctuation or words that say nothing."""
    bare = "".join(one for one in unicodedata.normalize("NFKC", text).lower() if one.isalnum())
    return _LEADING.sub("", _FILLERS.sub("", bare)) or bare


def found_matters(matters: Iterable[MatterFacts], wish: str) -> tuple[FoundMatter, ...]:
    """Return the matters in which every word of ``wish`` is found, the best first; what is near only if nothing is."""
    words = [word for one in wish.split() if (word := plain(one))]
    if not words:
        return ()
    found = [one for facts in matters if (one := _found(facts, words)) is not None]
    said = [one for one in found if not one.is_near]
    return tuple(sorted(said or found, key=lambda one: (-one.score, one.facts.name.value)))


def alike(word: str, text: str) -> float:
    """Return from 0 to 1 how much of ``word`` stands in ``text``: half by pairs of characters, half by their order."""
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    shared = sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
    return (shared + _in_order(word, text) / max(len(word), 1)) / 2


def _in_order(one: str, other: str) -> int:
    """Return how many characters both have in the same order."""
    row = [0] * (len(other) + 1)
    for left in one:
        above = row
        row = [0]
        for at, right in enumerate(other):
            row.append(above[at] + 1 if left == right else max(row[at], above[at + 1]))
    return row[-1]


def _found(facts: MatterFacts, words: list[str]) -> FoundMatter | None:
    score, said, is_near = 0.0, "", False
    for word in words:
        best = max(_hits(facts, word), key=lambda hit: hit[0], default=None)
        if best is None:
            return None
        score += best[0]
        said = said or best[1]
        is_near = is_near or best[2]
    return FoundMatter(facts, score, said, is_near)


def _hits(facts: MatterFacts, word: str) -> Iterator[tuple[float, str, bool]]:
    """Yield what a word meets: how well, the everyday word, whether it is only alike. Literal hits are above 1."""
    everyday = facts.everyday_words.value if facts.everyday_words is not None else ()
    for text, weight, spoken in (
        (facts.name.value, 2.0, ""),
        # What stands first is what most people mean by the matter.
        *((one, 1.9 - at / 100, one) for at, one in enumerate(everyday[:_MOST_WORDS])),
        (facts.result.name.value, 1.5, ""),
        (facts.authority.value, 1.3, ""),
        *((one.value, 1.1, "") for one in facts.conditions),
    ):
        plainly = plain(text)
        if word in plainly:
            # Of two that have the word, the one of which it is the greater part.
            yield weight + len(word) / len(plainly) / 2, spoken, False
        elif spoken and len(plainly) > 1 and plainly in word:
            # The longer of two that stand in a sentence says more of it.
            yield weight + len(plainly) / len(word) / 2, spoken, False
        elif weight > 1.4 and len(word) >= _SHORTEST_NEAR and (near := alike(word, plainly)) >= _NEAR:
            yield near, spoken, True
