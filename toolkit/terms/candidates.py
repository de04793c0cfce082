"""Terms an article collection may need in its glossary, by how often several words stand together.

C-value (Frantzi, Ananiadou and Mima, 2000): long word groups count more, and those that
only ever stand inside a longer group count less.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.terms.words import Token, tokens

LONGEST = 4
"""Words in a term at most."""
_FUNCTION_WORDS = frozenset(
    """
    a about above across after again against all almost along already also although always am among an
    and another any anyone anything are around as ask at away back be because become been before began
    being below best better between both but by call came can cannot come could day days did do does
    doing done down during each early either else enough etc even ever every everyone everything example
    far feel few find first follow for found from full further gave get give given go goes going gone
    good got great had has have having he help her here hers herself him himself his how however i if in
    instead into is it its itself just keep kind know known last later least less let like likely little
    long look lot made main make makes making many may maybe me mean might more most much must my myself
    near need needs never new next no nobody none nor not nothing now of off often old on once one only
    onto or other others our ours ourselves out over own part people per perhaps please possible put
    rather read really right said same say see seem seen several shall she should show since small so
    some someone something sometimes soon still such sure take taken tell than that the their theirs
    them themselves then there therefore these they thing things think this those though three through
    thus time times to together told too took toward towards try two under until up upon us use used
    useful using usually very via want was way we well went were what when where whether which while who
    whole whom whose why will with within without word work would year years yet you your yours yourself
    yourselves don't doesn't isn't aren't can't won't didn't it's that's you're we're they're
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word group that may be a term."""

    text: str
    """Its most frequent form."""
    count: int
    score: float
    example: str
    """A text it stands in."""


def candidates(
    texts: Iterable[str], *, language: str = "en", least: int = 2, known: frozenset[str] = frozenset()
) -> tuple[Candidate, ...]:
    """Word groups of one to four words, best first.

    :param texts: plain words, a segment each.
    :param language: primary subtag. The list of function words is English; in other source
        languages words of up to three letters count as such.
    :param least: times it has to be there.
    :param known: base forms that are in the glossary already, case folded.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    examples: dict[tuple[str, ...], str] = {}
    for text in texts:
        for run in _runs(text, language):
            for start in range(len(run)):
                for size in range(1, min(LONGEST, len(run) - start) + 1):
                    part = run[start : start + size]
                    key = tuple(token.stem for token in part)
                    counts[key] += 1
                    forms[key][text[part[0].start : part[-1].end]] += 1
                    examples.setdefault(key, text)
    frequent = {key: count for key, count in counts.items() if count >= least}
    nested: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for key, count in frequent.items():
        for start in range(len(key)):
            for end in range(start + 1, len(key) + 1):
                if end - start < len(key):
                    nested[key[start:end]].append(count)
    found = []
    for key, count in frequent.items():
        inside = nested.get(key)
        weight = count - (sum(inside) / len(inside) if inside else 0)
        score = math.log2(len(key) + 1) * weight
        text = _form(forms[key])
        if score > 0 and text.casefold() not in known and _worth(text, len(key)):
            found.append(Candidate(text, count, round(score, 2), examples[key]))
    return tuple(sorted(found, key=lambda c: (-c.score, c.text.casefold())))


def _runs(text: str, language: str) -> Iterable[list[Token]]:
    """Runs of content words."""
    run: list[Token] = []
    for token in tokens(text, language):
        if _is_content(token.text, language):
            run.append(token)
        else:
            if token.text == "-" and run:
                continue
            yield run
            run = []
    yield run


def _is_content(word: str, language: str) -> bool:
    if not word[0].isalpha() or len(word) < 2:
        return False
    folded = word.casefold().replace("’", "'")
    if language == "en":
        return folded not in _FUNCTION_WORDS
    return len(word) > 3 or word.isupper()


def _form(seen: Counter[str]) -> str:
    """The most frequent form; lower case where it is written so anywhere but at a sentence's begin."""
    lower = [form for form in seen if form[:1].islower()]
    return max(lower or seen, key=lambda form: (seen[form], -len(form), form))


def _worth(text: str, words: int) -> bool:
    """Single words are many: only long ones, abbreviations and names are proposed."""
    return words > 1 or len(text) > 5 or text[1:] != text[1:].lower()
