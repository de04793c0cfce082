"""Is what came back a translation? Pure; knows no engine and no markup but tags and URLs.

Whether the codes of a text are all there is for the caller to say, who put them in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.engines.base import Form, Pair

ECHO_WORDS = 6
ECHO_LETTERS = 40
"""From this length on, a reply equal to its source is no translation; shorter ones may be names."""

LOOP_TIMES = 4
"""So many times in a row the same words is a loop, unless the source does it too."""

# Length of a translation by the length of its source, both in letters and digits. Measured
# languages stay far inside: Chinese needs about a third of English, Finnish compounds or
# Spanish at most twice. Short texts vary more, hence the constant.
LONGEST, LONGEST_MORE = 4.0, 60
SHORTEST, SHORTEST_FROM = 0.12, 40


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reply is no translation."""

    message: str
    passing: bool
    """It may be different when asked again; a lasting one is worth remembering."""


# Words of error pages and quota warnings that services have sent with status 200, in the place
# of a translation. Compared only when the source does not say the same.
_NOTICES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"mymemory warning|you used all available free translations", re.I),
        "a quota warning",
    ),
    (re.compile(r"query length limit exce?eded", re.I), "a notice that the text is too long"),
    (re.compile(r"please select two distinct languages|is an invalid (?:target|source) language", re.I),
     "a notice about the languages"),
    (re.compile(r"error \d{3} \([^)]*\)!!1|that’s all we know|that's all we know", re.I), "an error page"),
    (re.compile(r"<!doctype\s|<html[\s>]|<head[\s>]|<title>\s*(?:error|\d{3})", re.I), "an error page"),
    (
        re.compile(
            r"\A\s*(?:\d{3}\s+)?(?:too many requests|bad gateway|service unavailable|gateway time-?out"
            r"|internal server error|access denied|forbidden|our systems have detected unusual traffic)",
            re.I,
        ),
        "an error message",
    ),
    (
        re.compile(r"\A\s*(?:i'?m sorry, (?:but )?i|i cannot (?:help|assist|translate)|as an ai )", re.I),
        "a refusal",
    ),
)  # fmt: skip

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]{1,2000}>")
_URL = re.compile(r"\b(?:https?://|www\.)\S+|\b\S+@\S+\.\w+")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_SPACED = re.compile(r"\s+")


def problem(source: str, reply: object, pair: Pair, form: Form = "plain") -> Problem | None:
    """Why ``reply`` is no translation of ``source``; None when it looks like one."""
    if reply is None:
        return Problem("no reply", passing=True)
    if not isinstance(reply, str):
        return Problem(f"not a text but {type(reply).__name__}", passing=True)
    if not reply.strip():
        return Problem("the reply is empty", passing=True)
    if _NO_TEXT.search(reply):
        return Problem("the reply has characters that no text has", passing=True)
    for pattern, what in _NOTICES:
        if pattern.search(reply) and not pattern.search(source):
            return Problem(f"the reply is {what}", passing=True)
    words = _words(source, form)
    came = _words(reply, form)
    return _echo(words, came, pair) or _length(words, came) or _loop(words, came)


def _words(text: str, form: Form) -> str:
    """The words of a text: no tags, no URLs, one space between."""
    if form in ("html", "xml"):
        text = _ENTITY.sub(" ", _TAG.sub(" ", text))
    return _SPACED.sub(" ", _URL.sub(" ", text)).strip()


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


def _echo(source: str, reply: str, pair: Pair) -> Problem | None:
    if pair.same_language:
        return None
    letters = _letters(source)
    words = [word for word in source.split() if any(char.isalpha() for char in word)]
    if len(words) < ECHO_WORDS and len(letters) < ECHO_LETTERS:
        return None
    # A list of names or of abbreviations stays what it is: three in four words begin with a capital.
    capitals = sum(1 for word in words if word.strip("(“\"'*_[")[:1].isupper())
    if len(words) > 1 and capitals / len(words) > 0.75:
        return None
    if letters == _letters(reply):
        return Problem("the reply is the source text", passing=False)
    return None


def _length(source: str, reply: str) -> Problem | None:
    had = sum(1 for char in source if char.isalnum())
    came = sum(1 for char in reply if char.isalnum())
    if came > LONGEST * had + LONGEST_MORE:
        return Problem("the reply is far too long", passing=False)
    if had >= SHORTEST_FROM and came < SHORTEST * had:
        return Problem("the reply is far too short", passing=False)
    return None


def _loop(source: str, reply: str) -> Problem | None:
    words = reply.casefold().split()
    spaced = len(words) > 1 and len(reply) / len(words) < 20
    units = words if spaced else [char for char in reply if char.isalpha()]
    had = source.casefold().split() if spaced else [char for char in source if char.isalpha()]
    for size in range(1, 9):
        times = LOOP_TIMES if spaced else LOOP_TIMES + 2
        if _repeats(units, size) >= times and _repeats(had, size) < times - 1:
            return Problem("the reply repeats itself", passing=False)
    return None


def _repeats(units: list[str], size: int) -> int:
    """How often in a row the same ``size`` units stand, at most; units without letters do not count."""
    longest = run = 0
    lettered = 0
    for index in range(size, len(units)):
        if units[index] == units[index - size]:
            run += 1
            lettered += any(char.isalpha() for char in units[index])
            if lettered:
                longest = max(longest, run)
        else:
            run = lettered = 0
    return longest // size + 1
