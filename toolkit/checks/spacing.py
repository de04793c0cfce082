"""Spaces and words written twice, and brackets that are not closed."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable
from typing import ClassVar

from toolkit.checks.base import Check, Pair, Problem
from toolkit.checks.languages import DOUBLED, UNSPACED
from toolkit.checks.quoting import quoted
from toolkit.model import Code, Severity

_SPACES = re.compile(r"(?<=\S)  +(?=\S)")
_BEFORE = re.compile(r"(?<=[^\W_]) +(?=[,.](?:\s|$)|[;:!?](?:\s|$))")
_SPACED = re.compile(r" [ ,.;:!?]")
_WORDS = re.compile(r"\b([^\W\d_]{2,}) +\1\b", re.I)


class Edges(Check):
    name = "edge-space"
    family = "language"
    summary = "White space before or after the translation that the source has not."
    example = "Rest. →  Descanse."
    severity: ClassVar[Severity] = "info"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target, source = pair.target, pair.source
        stripped = target.strip(" \t\u00a0")
        if stripped != target and stripped and source.strip(" \t\u00a0") == source:
            yield Problem("white space before or after the text", fix=stripped)


def _between(place: int, code: Code) -> bool:
    """Whether a place lies inside a code itself: in an address, a tag, inline code."""
    return code.open.start <= place < code.open.end or (
        code.close is not None and code.close.start <= place < code.close.end
    )


def spaced(pair: Pair) -> bool:
    """Whether a space stands before another one or before a sign."""
    return _SPACED.search(pair.target) is not None


class DoubledSpaces(Check):
    name = "doubled-spaces"
    family = "language"
    summary = "Two or more spaces in a row."
    example = "Take one tablet. → Tome  una tableta."
    severity: ClassVar[Severity] = "info"
    needs = spaced

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        if "  " not in target:
            return
        found = next(
            (
                match
                for match in _SPACES.finditer(target)
                if not any(_between(match.start(), code) for code in pair.target_codes)
            ),
            None,
        )
        if found and not _SPACES.search(pair.source):
            start, end = max(found.start() - 12, 0), found.end() + 12
            shown = target[start:end].replace("  ", "␣␣")
            # inside code and tags spaces may mean something
            fix = None if "`" in target or "<" in target else _SPACES.sub(" ", target)
            yield Problem(f"spaces in a row: {quoted(shown)}", fix=fix)


class SpaceBeforeSign(Check):
    name = "space-before-sign"
    family = "language"
    summary = "A space before a comma, full stop or other sign, where the language has none."
    example = "Rest, then walk. → Descanse , luego camine."
    severity: ClassVar[Severity] = "info"
    needs = spaced

    def applies(self, language: str, settings: object) -> bool:
        return language not in {"fr", *UNSPACED}

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        found = _BEFORE.search(target)
        if found and not _BEFORE.search(pair.source):
            fix = None if pair.target_codes else _BEFORE.sub("", target)
            start, end = max(found.start() - 12, 0), found.end() + 2
            yield Problem(f"space before a sign: {quoted(target[start:end])}", fix=fix)


class DoubledWords(Check):
    name = "doubled-words"
    family = "language"
    summary = "A word written twice in a row."
    example = "Take it with water. → Tómelo con con agua."

    def applies(self, language: str, settings: object) -> bool:
        return language not in UNSPACED

    def unit(self, pair: Pair) -> Iterable[Problem]:
        tokens = pair.target_tokens
        if not any(map(operator.eq, tokens, tokens[1:])):
            return
        words = pair.target
        allowed = DOUBLED.get(pair.language, ())
        for match in _WORDS.finditer(words):
            word = match[1].casefold()
            if word in allowed and pair.language == "de" and not _relative(match, words):
                word = ""  # "die die" stands after a comma or a preposition only
            if word not in allowed and not _WORDS.search(pair.source):
                yield Problem(f"{quoted(match[0])} is written twice")
                return


def _relative(match: re.Match[str], text: str) -> bool:
    """Whether a German article may follow a pronoun of the same form: ", die die Tabletten nehmen"."""
    same = match[0] == match[0].lower()
    return not match[0].startswith(match[0].split()[-1]) or (
        same and re.search(r"[,;–-] ?(?:\w+ )?$", text[: match.start()]) is not None
    )


class Brackets(Check):
    name = "brackets"
    family = "language"
    summary = "A bracket that is opened and not closed, or closed and not opened."
    example = "(with food) → (con comida"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        if "(" not in target and ")" not in target and "（" not in target and "）" not in target:
            return
        source = pair.source_words
        words = pair.target_words
        opened = words.count("(") + words.count("（")
        closed = words.count(")") + words.count("）")
        if opened != closed and source.count("(") == source.count(")"):
            yield Problem("a bracket is " + ("not closed" if opened > closed else "closed and not opened"))


CHECKS: tuple[type[Check], ...] = (Edges, DoubledSpaces, SpaceBeforeSign, DoubledWords, Brackets)
