"""Punctuation as each language writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from toolkit.checks.base import Check, Pair, Problem, Settings
from toolkit.checks.languages import (
    ARABIC_LANGUAGES,
    ARABIC_SIGNS,
    FULL_WIDTH,
    FULL_WIDTH_LANGUAGES,
    QUOTE_PAIRS,
    QUOTES,
)
from toolkit.checks.quoting import quoted
from toolkit.model import Severity

_CLOSERS = " \t\n\"'”’»)]}*_`~"
_ENDS = {".": ".", "。": ".", "۔": ".", "।": ".", "؟": "?", "？": "?", "?": "?", "!": "!", "！": "!",
         ":": ":", "：": ":", "…": "…"}  # fmt: skip
_NAMES = {".": "full stop", "?": "question mark", "!": "exclamation mark", ":": "colon"}


def _end(text: str) -> str:
    """The kind of sign a text ends with: one of ``. ? ! : …``, or empty."""
    stripped = text.rstrip(_CLOSERS)
    if not stripped:
        return ""
    if stripped.endswith(("...", "…")):
        return "…"
    return _ENDS.get(stripped[-1], "")


class FinalSign(Check):
    name = "final-sign"
    family = "language"
    summary = "The source ends with a full stop, question mark or colon and the translation does not."
    example = "Are you in pain? → Tiene dolor."

    def unit(self, pair: Pair) -> Iterable[Problem]:
        source, target = pair.source, pair.target
        # The usual case by two characters, without stripping.
        if source[-1] == target[-1]:
            return
        ours = _end(source)
        if not ours or ours == "…":
            return
        theirs = _end(target)
        if theirs == ours or theirs == "…":
            return
        if ours == "." and (theirs or pair.language == "th" or not self._sentence(pair)):
            return
        if ours == "!" and theirs in {".", "!"}:
            return
        if ours == "?" and pair.language in _QUESTION_WORDS and theirs:
            return
        if ours == ":" and theirs:
            return
        if not theirs and target[-1] in ",;،；":
            yield Problem(f"ends with {quoted(target[-1])} where the source has a {_NAMES[ours]}")
            return
        fix = None
        if ours in ".:" and not theirs and target[-1].isalpha() and not pair.target_codes:
            fix = target + self._sign(ours, pair.language)
        yield Problem(f"the source ends with a {_NAMES[ours]}, the translation does not", fix=fix)

    def _sentence(self, pair: Pair) -> bool:
        """``Dr.``, ``approx.`` and ``8 a.m. – 5 p.m.`` end with a point and are no sentence."""
        words = pair.source_words.split()
        return len(words) > 3 and "." not in words[-1].rstrip(".")

    def _sign(self, sign: str, language: str) -> str:
        if language in FULL_WIDTH_LANGUAGES:
            return FULL_WIDTH[sign]
        return sign


# Languages that can ask by a word alone, with a full stop or none (Chinese 吗, Japanese か).
_QUESTION_WORDS = frozenset({"ja", "th"})

_OPEN_FOR = {"?": "¿", "!": "¡"}


class SpanishMarks(Check):
    name = "spanish-marks"
    family = "language"
    summary = "A question or exclamation without its opening ¿ or ¡, or one opened and not closed."
    example = "Does it hurt? → Le duele?"

    def applies(self, language: str, settings: Settings) -> bool:
        return language in {"es", "gl", "ast"}

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        if "?" not in target and "!" not in target and "¿" not in target and "¡" not in target:
            return
        words = pair.target_words
        for closing, opening in _OPEN_FOR.items():
            opened, closed = words.count(opening), _count(words, closing)
            if opened == closed or (closing == "!" and "![" in words):
                continue
            name = "question" if closing == "?" else "exclamation"
            if opened > closed:
                # A question may close with the other sign, or with both (RAE, Ortografía básica, 3.2.9).
                if words.count("?") + words.count("!") < words.count("¿") + words.count("¡"):
                    yield Problem(f"the {name} that {opening} opens is not closed")
                continue
            if words.count("¿") + words.count("¡") >= _count(words, "?") + _count(words, "!"):
                continue
            yield Problem(f"the {name} does not begin with {opening}", fix=self._fix(pair, closing, opening))

    def _fix(self, pair: Pair, closing: str, opening: str) -> str | None:
        """Only where the whole text is one question: elsewhere a person has to say where it begins."""
        target = pair.target
        if target.count(closing) != 1 or not target.endswith(closing) or opening in target:
            return None
        if pair.target_codes or any(sign in target[:-1] for sign in ".;:?!…¿¡,\n—–-"):
            return None
        return opening + target


def _count(text: str, sign: str) -> int:
    """Groups of a sign: ``?!`` and ``???`` close one question; ``(?)`` and addresses are none."""
    return len(re.findall(rf"(?<![(\s/=&]){re.escape(sign)}+(?![\w=&/])", text))


_FRENCH = re.compile(r"(?<=[^\W_])([ ]?)([;!?»])|(?<=[^\W\d_])([ ]?)(:)(?=\s|$)|(«)(?=[^\s\u00a0\u202f])")


class FrenchSpaces(Check):
    name = "french-spaces"
    family = "language"
    # after the usage of the Imprimerie nationale: a narrow space before ; ! ?, a full one before : and in « »
    summary = "French: a no-break space is missing before ; : ! ? » or after «."
    example = "Are you in pain? → Avez-vous mal?"
    severity: ClassVar[Severity] = "info"

    def applies(self, language: str, settings: Settings) -> bool:
        return language == "fr"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        # In Canada and Switzerland there is no space before ; ! ?.
        if pair.locale in {"fr-CA", "fr-CH"}:
            return
        found = None
        for match in _FRENCH.finditer(target):
            if not self._in_code(match.start(), pair):
                found = match
                break
        if found is None:
            return
        fix = None
        if not pair.target_codes and "://" not in target:
            fix = _FRENCH.sub(self._mend, target)
        yield Problem(
            f"no no-break space at {quoted(target[max(found.start() - 8, 0) : found.end() + 2])}", fix=fix
        )

    def _in_code(self, position: int, pair: Pair) -> bool:
        return any(
            code.open.start <= position < code.open.end
            or (code.close is not None and code.close.start <= position < code.close.end)
            for code in pair.target_codes
        )

    def _mend(self, match: re.Match[str]) -> str:
        if match[5]:
            return "«\u00a0"
        sign = match[2] or match[4]
        return ("\u00a0" if sign in ":»" else "\u202f") + sign


class ArabicSigns(Check):
    name = "arabic-signs"
    family = "language"
    summary = "A Latin comma, semicolon or question mark in Arabic, Persian or Urdu text."
    example = "Are you in pain? → هل تشعر بألم?"

    def applies(self, language: str, settings: Settings) -> bool:
        return language in ARABIC_LANGUAGES

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        found = _AFTER_ARABIC.search(target)
        if found:
            fix = _AFTER_ARABIC.sub(lambda match: ARABIC_SIGNS[match[0]], target)
            yield Problem(f"{quoted(found[0])} instead of {quoted(ARABIC_SIGNS[found[0]])}", fix=fix)


_AFTER_ARABIC = re.compile(r"(?<=[\u0600-\u06ff])[,?;](?=\s|$)|(?<=[\d)\]»”])[,?;](?=\s+[\u0620-\u06ff])")


class FullWidthSigns(Check):
    name = "cjk-signs"
    family = "language"
    summary = "An ASCII full stop, comma or question mark after Chinese or Japanese text."
    example = "Rest today. → 今天休息."

    def applies(self, language: str, settings: Settings) -> bool:
        return language in FULL_WIDTH_LANGUAGES

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        found = _AFTER_HAN.search(target)
        if found and (found[1] or _HAN.search(target)):
            signs = FULL_WIDTH if pair.language == "zh" else {**FULL_WIDTH, ",": "、"}
            fix = _AFTER_HAN.sub(lambda match: signs[match[1] or "."], target)
            sign = found[1] or "."
            yield Problem(f"{quoted(sign)} instead of {quoted(signs[sign])}", fix=fix)


_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_AFTER_HAN = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff])([.,?!;])(?:[ ]+|(?=$|[\u3040-\u30ff\u3400-\u9fff]))"
    r"|(?<=[\d)）])\.$"
)

_QUOTE = re.compile('[“”„‟«»‹›「」『』]|(?<!\\w)"(?=\\S)|(?<=\\S)"(?!\\w)')


_PAIRED = re.compile(r'(?<!\w)["“]([^"“”„«»]+)["”](?!\w)')
_ANY_QUOTE = re.compile('["“”„‟«»‹›「」『』]')


class Quotes(Check):
    name = "quotes"
    family = "language"
    summary = "Quotation marks that are not the language's own, are not closed, or are lost."
    example = "Say “yes”. → Sagen Sie “ja”."
    severity: ClassVar[Severity] = "info"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        if _ANY_QUOTE.search(target) is None:
            return
        words = pair.target_words
        for opening, closing in (("«", "»"), ("“", "”"), ("「", "」")):
            if pair.language == "de":
                break
            source = pair.source_words
            if words.count(opening) != words.count(closing) and source.count(opening) == source.count(
                closing
            ):
                yield Problem(f"{opening} and {closing} are not in pairs", severity="warning")
                return
        home = QUOTES.get(pair.language)
        if home is not None:
            strange = [sign for sign in dict.fromkeys(_QUOTE.findall(words)) if sign not in home]
            if strange:
                yield Problem(
                    f"{quoted(strange[0])} is not a quotation mark of the language", fix=self._fix(pair)
                )

    def _fix(self, pair: Pair) -> str | None:
        """The language's own marks, where pairs of straight or English ones are all there is."""
        own = QUOTE_PAIRS.get(pair.language)
        if own is None or pair.target_codes or "://" in pair.target:
            return None
        mended = _PAIRED.sub(lambda match: own[0] + match[1].strip() + own[1], pair.target)
        rest = _PAIRED.sub("", pair.target)
        return None if mended == pair.target or _ANY_QUOTE.search(rest) else mended


CHECKS: tuple[type[Check], ...] = (FinalSign, SpanishMarks, FrenchSpaces, ArabicSigns, FullWidthSigns, Quotes)
