"""Characters that nobody sees or that pass for others: Unicode UAX #9 (bidi), UTS #39 (confusables)."""

from __future__ import annotations

import html.entities
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import ClassVar

from toolkit.checks.base import Check, Pair, Problem
from toolkit.checks.languages import LETTERS
from toolkit.checks.quoting import listed, quoted
from toolkit.model import Severity

# fmt: off
# Joiners are part of spelling in these (Persian uses ZWNJ, Indic scripts both).
_JOINER_LANGUAGES = frozenset(
    ["ar", "as", "bn", "ckb", "fa", "gu", "hi", "kn", "km", "ks", "ku", "ml",
     "mr", "my", "ne", "or", "pa", "ps", "sa", "sd", "si", "ta", "te", "ug", "ur"]
)
# fmt: on
# Words are written without spaces: ZERO WIDTH SPACE marks where a line may break.
_ZWSP_LANGUAGES = frozenset({"km", "lo", "my", "th", "bo", "dz"})

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060-\u2064\ufeff\u180e\u3164\u115f\u1160\uffa0\u00ad\u034f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ue000-\uf8ff\ud800-\udfff]")
_EMOJI_JOINER = re.compile(
    "(?<=[\U0001f000-\U0001faff\ufe0f\u2600-\u27bf])\u200d(?=[\U0001f000-\U0001faff\u2600-\u27bf])"
)


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'CONTROL CHARACTER')}"


_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Letters of Cyrillic and Greek that look like Latin ones (some of what UTS #39 calls confusable).
_LOOKS_LATIN = "АВЕЅІЈКМНОРСТХУЗаеорсухіѕјԛԝҺһВСԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρυιϲ"
# Any character one of these checks asks for, or the first of two.
_UNUSUAL = re.compile(
    "["
    + "".join(pattern.pattern.strip("[]") for pattern in (_INVISIBLE, _BIDI, _CONTROL))
    + "ÃÂâï"
    + _LOOKS_LATIN
    + "]"
)


def unusual(pair: Pair) -> bool:
    """Whether the target has a character that any of these checks may report."""
    return _UNUSUAL.search(pair.target) is not None


class Invisible(Check):
    name = "invisible-characters"
    family = "markup"
    summary = "Zero-width and other invisible characters that the language's spelling does not need."
    example = "Take water. → Tome\\u200b agua."
    severity: ClassVar[Severity] = "warning"
    needs = unusual

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        if target.isascii():
            return
        if _INVISIBLE.search(target) is None:
            return
        found = _INVISIBLE.findall(_EMOJI_JOINER.sub("", target))
        bad = [char for char in dict.fromkeys(found) if not self._fits(char, pair)]
        if bad:
            # Only what has no meaning in any spelling is taken out without a person.
            sure = set(bad) & set("\u200b\u2060\ufeff")
            fix = "".join(char for char in target if char not in sure) if sure else None
            yield Problem("invisible character " + listed(_name(char) for char in bad), fix=fix)

    def _fits(self, char: str, pair: Pair) -> bool:
        if char in "\u200c\u200d":
            return pair.language in _JOINER_LANGUAGES
        if char == "\u200b":
            return pair.language in _ZWSP_LANGUAGES
        return char in "\u00ad\u2060" and (char == "\u00ad" or char in pair.source)


class Bidi(Check):
    name = "bidi-control"
    family = "markup"
    summary = "Bidirectional embeddings, overrides or isolates that are not closed, or overrides at all."
    example = "Take 5 mg. → Tome \\u202e5 mg."
    severity: ClassVar[Severity] = "error"
    needs = unusual

    def unit(self, pair: Pair) -> Iterable[Problem]:
        if pair.target.isascii():
            return
        found = _BIDI.findall(pair.target)
        if not found:
            return
        overrides = [char for char in found if char in "\u202d\u202e"]
        if overrides and not _BIDI.search(pair.source):
            yield Problem(f"{_name(overrides[0])} makes text read in another order than it is written")
            return
        embedded = isolated = 0
        for char in found:
            if char in "\u2066\u2067\u2068":
                isolated += 1
            elif char == "\u2069":
                isolated -= 1
            elif char == "\u202c":
                embedded -= 1
            else:
                embedded += 1
            if isolated < 0 or embedded < 0:
                break
        if isolated or embedded:
            yield Problem(
                "bidirectional control characters that are not closed: " + listed(map(_name, found))
            )


class Control(Check):
    name = "control-characters"
    family = "markup"
    summary = "Control, private-use and replacement characters: mostly text that was decoded wrongly."
    example = "Fever → Fiebre\\ufffd"
    severity: ClassVar[Severity] = "error"
    needs = unusual

    def unit(self, pair: Pair) -> Iterable[Problem]:
        found = _CONTROL.findall(pair.target)
        bad = [char for char in dict.fromkeys(found) if char not in pair.source]
        if bad:
            yield Problem("character that no text has: " + listed(_name(char) for char in bad))


# UTF-8 read as Windows-1252 or Latin-1: a lead byte shown as a letter, then a continuation byte.
_MOJIBAKE = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0192\u201a\u201c\u201d\u2020-\u2022\u2026\u20ac]|â€[™œ\u009d“”˜¢¦]|ï»¿"
)


_MOJIBAKE_SIGNS = ("Ã", "Â", "â€", "ï»¿")


class Mojibake(Check):
    name = "mojibake"
    family = "markup"
    summary = "Letters of UTF-8 text that was read in another encoding."
    example = "Nausea → NÃ¡usea"
    severity: ClassVar[Severity] = "error"
    needs = unusual

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        if target.isascii() or not any(sign in target for sign in _MOJIBAKE_SIGNS):
            return
        found = _MOJIBAKE.search(target)
        if found and found[0] not in pair.source:
            yield Problem(f"wrongly decoded letters: {quoted(found[0])}")


_HOMOGRAPH = re.compile(f"[{_LOOKS_LATIN}]")
_ALONE = re.compile(rf"(?<!\w)[{_LOOKS_LATIN}](?!\w)")
_MIXED = re.compile(rf"\w*(?:{_LATIN.pattern}[{_LOOKS_LATIN}]|[{_LOOKS_LATIN}]{_LATIN.pattern})\w*")


_SYMBOLS = frozenset("ανρΑΒΤΝ")
"""Greek letters that stand for a quantity."""


class Homograph(Check):
    name = "homograph"
    family = "markup"
    summary = "A word with letters of two scripts that look alike: not found by search, read wrongly aloud."
    example = "Dose → Dоsis (with a Cyrillic о)"
    severity: ClassVar[Severity] = "error"
    needs = unusual

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        if target.isascii():
            return
        if _HOMOGRAPH.search(target):
            if pair.language not in LETTERS and sum(map(str.isascii, target)) * 2 > len(target):
                for letter in dict.fromkeys(_ALONE.findall(target)):
                    if letter not in pair.source and letter not in _SYMBOLS:
                        yield Problem(f"{quoted(letter)} is not the Latin letter: {_name(letter)}")
            for word in dict.fromkeys(_MIXED.findall(target)):
                if word in pair.source:
                    continue
                strange = [char for char in word if not _LATIN.match(char)]
                if len(strange) * 2 > len(word):
                    strange = [char for char in word if _LATIN.match(char) and char.isascii()]
                yield Problem(
                    f"{quoted(word)} mixes scripts: " + listed(_name(char) for char in dict.fromkeys(strange))
                )


_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})(;?)")
_DOUBLE = re.compile(r"&amp;(?:#\d+|#x[\da-f]+|[a-z]+\d*);", re.I)


class Entities(Check):
    name = "entities"
    family = "markup"
    summary = "A character reference that is unknown, without its semicolon, or escaped twice."
    example = "A &nbsp; B → A &nbps; B"
    severity: ClassVar[Severity] = "warning"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        target = pair.target
        if "&" not in target:
            return
        yield from self._wrong(pair, target)
        doubled = _DOUBLE.search(target)
        if doubled and doubled[0] not in pair.source:
            yield Problem(f"{quoted(doubled[0])} is escaped twice")

    def _wrong(self, pair: Pair, target: str) -> Iterator[Problem]:
        known = html.entities.html5
        for match in _ENTITY.finditer(target):
            if match[0] in pair.source:
                continue
            name, end = match[1], match[2]
            if pair.syntax == "text":
                if end and (name[0] == "#" or name + ";" in known):
                    yield Problem(
                        f"{quoted(match[0])} will be shown as it stands: write the character itself"
                    )
            elif name[0] != "#" and name + ";" not in known:
                if end:
                    yield Problem(f"{quoted(match[0])} is no character reference")
            elif not end and name[0] == "#":
                yield Problem(f"{quoted(match[0])} lacks its semicolon")


CHECKS: tuple[type[Check], ...] = (Invisible, Bidi, Control, Mojibake, Homograph, Entities)
