"""Engines that need no service: the project's memory, the source itself, pseudo-translation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.engines.base import READY, Engine, Form, Limits, Pair, Reply, Status


class _Here(Engine):
    """Costs nothing, sends nothing, and needs neither cache nor proof."""

    price_per_million = 0.0
    remote = False
    cacheable = False
    checked = False
    limits = Limits(1_000_000, 1, connections=0)


class Memory(_Here):
    """The project's own accepted translations. Works on plain texts: the caller gives the whole
    source as it stands in the catalog, and takes the match as a draft with its percentage."""

    name = "memory"
    title = "Translations people accepted earlier, exact first, then similar"
    forms = ("plain",)

    def translate(
        self,
        texts: Sequence[str],
        pair: Pair,
        *,
        form: Form,
        glossary: Sequence[tuple[str, str]] = (),
    ) -> Sequence[str | Reply | None]:
        if self.setup.memory is None:
            return [None] * len(texts)
        return [self._best(text) for text in texts]

    def _best(self, text: str) -> Reply | None:
        matches = self.setup.memory.matches(text, limit=1)
        if not matches:
            return None
        best = matches[0]
        note = "" if best.exact else f"{best.percent}% match"
        return Reply(best.unit.target, quality=best.percent / 100, note=note)

    def status(self, *, check: bool = False) -> Status:
        return READY


class Copy(_Here):
    """The source as target, for locales that differ little, such as en-GB of en."""

    name = "copy"
    title = "The source text itself, for near locales such as en-GB"
    forms = ("html", "xml", "token", "plain")

    def translate(
        self,
        texts: Sequence[str],
        pair: Pair,
        *,
        form: Form,
        glossary: Sequence[tuple[str, str]] = (),
    ) -> Sequence[str]:
        return texts


class Pseudo(_Here):
    """Text that looks foreign and can be read: shows what is not translated, what is cut off."""

    name = "pseudo"
    title = "Accented, longer text in brackets, to test layouts (options: rtl, expand)"
    forms = ("html", "xml", "token", "plain")

    def translate(
        self,
        texts: Sequence[str],
        pair: Pair,
        *,
        form: Form,
        glossary: Sequence[tuple[str, str]] = (),
    ) -> Sequence[str]:
        percent = int(self.setup.extra.get("expand", "40"))
        marks = self.setup.extra.get("rtl", "") in ("true", "yes", "1") or _right_to_left(pair.target)
        return [pseudo(text, form, expand=percent / 100, rtl=marks) for text in texts]


_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
# What stays as it is: tags, references, placeholders, URLs, and opaque words with brackets or digits.
_KEPT = re.compile(
    r"<[^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|\{\{?[^{}]*\}?\}|%(?:\(\w+\))?[-+ #0-9.]*[a-zA-Z]\b"
    r"|\b(?:https?://|www\.|mailto:)\S+|\S+@\S+\.\w+|[⟦\[][^\]⟧\n]{0,20}[\]⟧]|\b\w*\d\w*\b"
)
_FILLER = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def pseudo(text: str, form: Form = "plain", *, expand: float = 0.4, rtl: bool = False) -> str:
    """``text`` with accents, ``expand`` times longer, in brackets; markup and placeholders as they are.

    :param rtl: between RIGHT-TO-LEFT OVERRIDE marks for each word, so that a page in an invented
        right-to-left language shows what was forgotten to be mirrored.
    """
    parts: list[str] = []
    position = 0
    for match in _KEPT.finditer(text):
        parts += (_foreign(text[position : match.start()], rtl), match.group())
        position = match.end()
    parts.append(_foreign(text[position:], rtl))
    letters = sum(1 for char in text if char.isalpha())
    return f"⟪{''.join(parts)}{_filler(int(letters * expand))}⟫" if letters else text


def _foreign(text: str, rtl: bool) -> str:
    text = text.translate(_ACCENTED)
    return re.sub(r"[^\W\d_]+", lambda word: f"\u202e{word.group()}\u202c", text) if rtl else text


def _filler(length: int) -> str:
    """About so many letters more; at least none for short texts."""
    words: list[str] = []
    while sum(map(len, words)) + len(words) < length:
        words.append(_FILLER[len(words) % len(_FILLER)])
    return " " + " ".join(words) if words else ""


def _right_to_left(tag: str) -> bool:
    from toolkit.locales import Locale

    return Locale(tag).direction == "rtl"
