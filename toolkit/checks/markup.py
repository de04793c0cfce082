"""Inline markup: what the source has, the translation has, nested as well, and nothing else.

All checks here look at one comparison per unit (:func:`compare`), so codes are parsed once. What
counts as the same code is :attr:`toolkit.model.Code.identity`; codes may stand in any order, because
languages order words differently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from toolkit.checks.base import Check, Pair, Problem
from toolkit.checks.quoting import listed, quoted
from toolkit.model import Code, Severity

_PLACEHOLDERS = frozenset({"placeholder", "template"})
_ADDRESSED = frozenset({"link", "image"})
# A change of these in words only is a matter of style; a page stays what it is.
_BARE_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"'`\])}]+|\bwww\.[\w-]+\.[^\s<>\"'`\])}]+", re.I)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HTML_URL = re.compile(r"""\b(href|src|cite|poster|action)="([^"]*)\"""")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Codes of a pair that have no partner of the same identity on the other side."""

    missing: tuple[Code, ...] = ()
    added: tuple[Code, ...] = ()
    changed: tuple[tuple[Code, Code], ...] = ()
    """Same kind, other content: probably one code that was altered."""


_SAME = Comparison()
_UNMARKED = (False, False)


def coded(pair: Pair) -> bool:
    """Whether source or target has any code."""
    return pair.marked != _UNMARKED and bool(pair.source_codes or pair.target_codes)


def compare(pair: Pair) -> Comparison:
    """What differs between the codes of source and target."""
    ours, theirs = pair.source_codes, pair.target_codes
    if not ours and not theirs:
        return _SAME
    wanted = Counter(code.identity for code in ours)
    got = Counter(code.identity for code in theirs)
    if wanted == got:
        return _SAME
    missing = list(_take(ours, wanted - got))
    added = list(_take(theirs, got - wanted))
    changed = []
    for code in tuple(missing):
        partner = next((other for other in added if _partners(code, other)), None)
        if partner is not None:
            missing.remove(code)
            added.remove(partner)
            changed.append((code, partner))
    return Comparison(tuple(missing), tuple(added), tuple(changed))


def _take(codes: Iterable[Code], wanted: Counter[tuple[str, str]]) -> Iterator[Code]:
    for code in codes:
        if wanted[code.identity] > 0:
            wanted[code.identity] -= 1
            yield code


def _partners(one: Code, other: Code) -> bool:
    if one.kind in _PLACEHOLDERS and other.kind in _PLACEHOLDERS:
        return True
    if one.kind != other.kind or (one.close is None) != (other.close is None):
        return False
    return one.kind != "html" or one.source.split(" ", 1)[0] == other.source.split(" ", 1)[0]


def written(code: Code, text: str) -> str:
    """The code as it stands in ``text``, shortened."""
    end = code.open.end if code.close is None else code.close.end
    return quoted(text[code.open.start : end])


class CodesMissing(Check):
    name = "codes-missing"
    family = "markup"
    summary = "Markup of the source is not in the translation: a link, emphasis, inline code, tag, footnote."
    example = "See [our clinic](clinic.md). → Vea nuestra clínica."
    severity: ClassVar[Severity] = "error"
    needs = coded

    def unit(self, pair: Pair) -> Iterable[Problem]:
        missing = [code for code in pair.once(compare).missing if code.kind not in _PLACEHOLDERS]
        if missing:
            yield Problem("the translation lacks " + listed(written(code, pair.source) for code in missing))


class CodesAdded(Check):
    name = "codes-added"
    family = "markup"
    summary = "The translation has markup that the source has not; such a text is not published."
    example = "Drink water. → Beba **agua**."
    severity: ClassVar[Severity] = "error"
    needs = coded

    def unit(self, pair: Pair) -> Iterable[Problem]:
        added = [code for code in pair.once(compare).added if code.kind not in _PLACEHOLDERS]
        if added:
            yield Problem("only the translation has " + listed(written(code, pair.target) for code in added))


class CodesChanged(Check):
    name = "codes-changed"
    family = "markup"
    summary = "Inline code, a tag, a footnote label or a formula differs from the source's."
    example = "Run `toolkit run`. → Ejecute `toolkit correr`."
    severity: ClassVar[Severity] = "error"
    needs = coded

    def unit(self, pair: Pair) -> Iterable[Problem]:
        for ours, theirs in pair.once(compare).changed:
            if ours.kind in _PLACEHOLDERS or _same_but_address(ours, theirs):
                continue
            yield Problem(f"{written(ours, pair.source)} became {written(theirs, pair.target)}")


class CodesNesting(Check):
    name = "codes-nesting"
    family = "markup"
    summary = "Markup is nested otherwise than in the source, not closed, or has lost its words."
    example = "**See [here](a.md)** now. → **Vea** [aquí](a.md) ahora."
    severity: ClassVar[Severity] = "error"
    needs = coded

    def unit(self, pair: Pair) -> Iterable[Problem]:
        theirs = pair.target_codes
        if not theirs or pair.once(compare) is not _SAME:
            return
        ours = pair.source_codes
        if Counter(code.close is None for code in ours) != Counter(code.close is None for code in theirs):
            for code in theirs:
                if code.close is None and not any(
                    other.close is None and other.identity == code.identity for other in ours
                ):
                    yield Problem(f"{written(code, pair.target)} is opened and not closed")
            return
        if len(ours) > 1 and _nesting(ours) != _nesting(theirs):
            inner = next(iter((_nesting(theirs) - _nesting(ours)) or (_nesting(ours) - _nesting(theirs))))
            yield Problem(f"markup is nested otherwise than in the source: {inner[1][0]} in {inner[0][0]}")
        empty = [code for code in theirs if _is_empty(code, pair.target)]
        if empty and not any(_is_empty(code, pair.source) for code in ours):
            yield Problem(listed(written(code, pair.target) for code in empty) + " has no words in it")


_STYLE = frozenset({"emphasis", "strong", "strikethrough"})


def _nesting(codes: tuple[Code, ...]) -> Counter[tuple[tuple[str, str], tuple[str, str]]]:
    """(outer, inner) of every code that lies in another; styles in styles may be swapped."""
    found: Counter[tuple[tuple[str, str], tuple[str, str]]] = Counter()
    for outer in codes:
        if outer.close is None:
            continue
        for inner in codes:
            if inner is outer or (inner.kind in _STYLE and outer.kind in _STYLE):
                continue
            if outer.open.start < inner.open.start < outer.close.start:
                found[(outer.identity, inner.identity)] += 1
    return found


def _is_empty(code: Code, text: str) -> bool:
    return code.close is not None and not text[code.open.end : code.close.start].strip()


class Placeholders(Check):
    name = "placeholders"
    family = "markup"
    summary = "A placeholder or template tag that a program fills in is missing, added or changed."
    example = "Hello {name} → Hola {nombre}"
    severity: ClassVar[Severity] = "error"
    needs = coded

    def unit(self, pair: Pair) -> Iterable[Problem]:
        found = pair.once(compare)
        if found is _SAME:
            return
        for ours, theirs in found.changed:
            if ours.kind in _PLACEHOLDERS:
                yield Problem(f"{written(ours, pair.source)} became {written(theirs, pair.target)}")
        missing = [code for code in found.missing if code.kind in _PLACEHOLDERS]
        if missing:
            yield Problem("the translation lacks " + listed(written(code, pair.source) for code in missing))
        added = [code for code in found.added if code.kind in _PLACEHOLDERS]
        if added:
            yield Problem("only the translation has " + listed(written(code, pair.target) for code in added))


def _same_but_address(ours: Code, theirs: Code) -> bool:
    """Whether the address of a link, image or tag is all that differs: for the URL checks."""
    if ours.kind in _ADDRESSED:
        return True
    if ours.kind != "html":
        return False
    return _HTML_URL.sub(r"\1", ours.source) == _HTML_URL.sub(r"\1", theirs.source)


def url_changes(pair: Pair) -> tuple[tuple[str, str], ...]:
    """(address in the source, address in the translation) of every link that leads elsewhere."""
    changes: list[tuple[str, str]] = []
    for ours, theirs in pair.once(compare).changed:
        if ours.kind in _ADDRESSED:
            changes.append((ours.source, theirs.source))
        elif ours.kind == "html" and _same_but_address(ours, theirs):
            for (_, old), (_, new) in zip(
                _HTML_URL.findall(ours.source), _HTML_URL.findall(theirs.source), strict=False
            ):
                if old != new:
                    changes.append((old, new))
    return tuple(changes)


def _scheme(url: str) -> str:
    try:
        return urlsplit(url.strip()).scheme.lower()
    except ValueError:
        return "?"


class UrlScheme(Check):
    name = "url-scheme"
    family = "markup"
    summary = "A link has another scheme than the source's (javascript:, http for https, a relative path)."
    example = "[site](https://example.org) → [sitio](javascript:alert)"
    severity: ClassVar[Severity] = "error"
    needs = coded

    def unit(self, pair: Pair) -> Iterable[Problem]:
        for old, new in pair.once(url_changes):
            if _scheme(old) != _scheme(new):
                yield Problem(f"the address {quoted(old)} became {quoted(new)}, of another scheme")


class UrlChanged(Check):
    name = "url-changed"
    family = "markup"
    summary = "A link leads elsewhere than in the source; right where the place has a page in the language."
    example = "[site](https://example.org/a) → [sitio](https://example.org/b)"
    severity: ClassVar[Severity] = "warning"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        for old, new in pair.once(url_changes):
            if _scheme(old) == _scheme(new):
                # a telephone number behind a link is dialled as it is
                severity: Severity | None = "error" if _scheme(old) in ("tel", "sms") else None
                yield Problem(f"the address {quoted(old)} became {quoted(new)}", severity)
        yield from _bare(pair)


def _bare(pair: Pair) -> Iterator[Problem]:
    """Addresses written out in the text."""
    source, target = pair.source, pair.target
    for sign, pattern in (("://", _BARE_URL), ("www.", _BARE_URL), ("@", _EMAIL)):
        if sign not in source or (sign == "www." and "://" in source):
            continue
        # Those inside codes are compared there.
        inside = {code.source for code in pair.source_codes}
        for url in dict.fromkeys(pattern.findall(source)):
            url = url.rstrip(".,;:!?")
            if url not in target and not any(url in text for text in inside):
                yield Problem(f"the address {quoted(url)} is not in the translation")


CHECKS: tuple[type[Check], ...] = (
    CodesMissing,
    CodesAdded,
    CodesChanged,
    CodesNesting,
    Placeholders,
    UrlScheme,
    UrlChanged,
)
