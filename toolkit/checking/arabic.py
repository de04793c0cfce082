"""Arabic words compared by their consonants.

An article and prepositions are written together with the word, and plurals change its vowels (خلية, الخلايا),
which suffix stemmers do not undo. Words of other meaning may fall together: good enough to tell that a term
is there, not to prove that another one is.
"""

from __future__ import annotations

import functools
import re

_WORD = re.compile("[\u0621-\u064a]+")
_MARKS = re.compile("[\u064b-\u065f\u0640\u0670]")
_BEFORE = re.compile("^[وف]?(?:لل|[بك]?ال)(?=..)")
_AFTER = re.compile("(?<=..)(?:ات|ون|ين|ان|ية|ها|هم|ة|ه)$")
_WEAK = re.compile("[اويىءئؤآأإ]")


@functools.lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """``خلية``, ``الخلايا`` and ``للخلية`` have one."""
    stem = _AFTER.sub("", _BEFORE.sub("", word))
    return _WEAK.sub("", stem) or stem


def says(text: str, term: str) -> bool:
    """Whether the term's words stand in the text, one after the other, in any of their forms."""
    wanted = [skeleton(word) for word in _WORD.findall(_MARKS.sub("", term))]
    if not wanted:
        return False
    seen = [skeleton(word) for word in _WORD.findall(_MARKS.sub("", text))]
    size = len(wanted)
    return any(seen[at : at + size] == wanted for at in range(len(seen) - size + 1))
