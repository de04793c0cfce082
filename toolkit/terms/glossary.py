"""The glossary: what each term has to be called in each locale."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.inline import TermSpan
from toolkit.terms import inflection
from toolkit.terms.words import Token, same_word, stemmer, tokens

ANY = "*"
"""The locale of a column ``target``: for all locales."""


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the glossary."""

    source: tuple[str, ...]
    """The term's forms in the source language, the base form first. Not empty."""
    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By locale: the forms for those of ``source`` where there are as many, else the one to use
    and others that are right, too."""
    part_of_speech: str = ""
    note: str = ""
    keep: bool = False
    """Not to be translated."""
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By locale: what it must not be called."""
    line: int | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        return self.source[0]

    @property
    def is_noun(self) -> bool:
        """Terms are nouns unless the glossary says otherwise."""
        return not self.part_of_speech or self.part_of_speech.casefold().startswith(
            ("n", "sust", "s.", "propn")
        )

    def forms(self, locale: str) -> tuple[str, ...]:
        """What it may be called in a locale; empty where the glossary has nothing for it."""
        return self.source if self.keep else _of_locale(self.targets, locale)

    def forbidden_forms(self, locale: str) -> tuple[str, ...]:
        return _of_locale(self.forbidden, locale)


def _of_locale(by_locale: Mapping[str, tuple[str, ...]], locale: str) -> tuple[str, ...]:
    """``es-MX`` has its own column or that of ``es``."""
    parts = locale.split("-")
    for length in range(len(parts), 0, -1):
        found = by_locale.get("-".join(parts[:length]))
        if found:
            return found
    return by_locale.get(ANY, ())


@dataclass(frozen=True, slots=True)
class Match:
    """A term in a text. Offsets in characters of that text."""

    start: int
    end: int
    text: str
    """As it stands there."""
    term: Term
    form: int | None
    """Which of the term's source forms it is, case aside; None for another inflection."""


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[Term, int, tuple[Token, ...]]] = field(default_factory=list)


class Glossary:
    """Terms, found by their stems, the longest first. Immutable once made.

    :param source_language: BCP 47 tag of the articles.
    """

    def __init__(self, terms: Iterable[Term] = (), *, source_language: str = "en", path: str = "") -> None:
        self.terms = tuple(terms)
        self.path = path
        self.language = _primary(source_language)

    def __bool__(self) -> bool:
        return bool(self.terms)

    @functools.cached_property
    def _root(self) -> _Node:
        root = _Node()
        for term in self.terms:
            for number, form in enumerate(term.source):
                node = root
                words = tuple(tokens(form, self.language))
                for word in words:
                    node = node.next.setdefault(word.stem, _Node())
                node.ends.append((term, number, words))
        return root

    def find_in_source(self, text: str) -> tuple[Match, ...]:
        """The terms in a source text, in its order, none overlapping, the longest where they do."""
        if not self.terms:
            return ()
        seen = tokens(text, self.language)
        found: list[Match] = []
        index = 0
        while index < len(seen):
            match, used = self._longest(text, seen, index)
            if match is not None:
                found.append(match)
            index += used
        return tuple(found)

    def _longest(self, text: str, seen: list[Token], start: int) -> tuple[Match | None, int]:
        node = self._root
        best: tuple[Match | None, int] = (None, 1)
        for index in range(start, len(seen)):
            following = node.next.get(seen[index].stem)
            if following is None:
                break
            node = following
            part = seen[start : index + 1]
            fitting = [end for end in node.ends if self._fits(end, part)]
            if fitting:
                first, last = part[0].start, part[-1].end
                best = (_match(text[first:last], first, last, fitting), index + 1 - start)
        return best

    def _fits(self, end: tuple[Term, int, tuple[Token, ...]], part: list[Token]) -> bool:
        term, _, words = end
        return all(
            same_word(word.text, token.text, self.language, noun=term.is_noun)
            for word, token in zip(words, part, strict=True)
        )

    def enforced(self, text: str, locale: str) -> tuple[TermSpan, ...]:
        """Where a draft of ``text`` has to use the glossary's words, and which: those whose form
        is certain. A plural that the glossary does not give is made where the language's rules
        are known, else the term is left to the engine."""
        found = []
        for match in self.find_in_source(text):
            target = wanted(match, locale)
            if target:
                found.append(TermSpan(match.start, match.end, target))
        return tuple(found)

    def hints(self, text: str, locale: str) -> tuple[str, ...]:
        """Lines for translators about the terms in a source text: ``glossary: stem cell → célula madre``."""
        lines: dict[str, None] = {}
        for match in self.find_in_source(text):
            line = hint(match.term, locale)
            if line:
                lines[line] = None
        return tuple(lines)

    def pairs(self, text: str, locale: str) -> tuple[tuple[str, str], ...]:
        """(source term, target term) of a text, for engines that have an input for it."""
        pairs = {match.text: wanted(match, locale) for match in self.find_in_source(text)}
        return tuple((source, target) for source, target in pairs.items() if target)


def _match(text: str, start: int, end: int, fitting: list[tuple[Term, int, tuple[Token, ...]]]) -> Match:
    """The row whose form is nearest to what stands in the text: same letters, same but for case, any."""
    for same in (str, str.casefold):
        for term, number, _ in fitting:
            if same(term.source[number]) == same(text):
                return Match(start, end, text, term, number)
    return Match(start, end, text, fitting[0][0], None)


def wanted(match: Match, locale: str) -> str:
    """What a found term has to be in the target, in the number it has in the source; empty when unknown."""
    term = match.term
    if term.keep:
        return match.text
    forms = term.forms(locale)
    if not forms:
        return ""
    if match.form is not None:
        return forms[match.form] if len(forms) == len(term.source) else forms[0]
    if match.text.casefold() == term.name.casefold():
        return forms[0]
    if not term.is_noun or not _is_plural_of(match.text, term.name):
        return ""
    return inflection.plural(forms[0], _primary(locale)) or ""


def _is_plural_of(seen: str, base: str) -> bool:
    """Of an English noun; other source languages need their plurals in the glossary."""
    one, two = seen.casefold(), base.casefold()
    return one in (two + "s", two + "es") or (two.endswith("y") and one == two[:-1] + "ies")


def hint(term: Term, locale: str) -> str:
    """One line for translators; empty where the glossary has nothing to say in this locale."""
    forms = term.forms(locale)
    if term.keep:
        line = f"glossary: {term.name}: leave as it is"
    elif forms:
        line = f"glossary: {term.name} → {', '.join(dict.fromkeys(forms))}"
    elif not term.forbidden_forms(locale):
        return ""
    else:
        line = f"glossary: {term.name}"
    if forbidden := term.forbidden_forms(locale):
        line += f" (not: {', '.join(forbidden)})"
    if term.note:
        line += f" – {' '.join(term.note.split())}"
    return line


def found_in_target(term: Term, text: str, locale: str) -> bool:
    """Whether a target says the term as the glossary wants it, in any inflection. True where the
    glossary wants nothing.

    :param text: the target's plain words.
    """
    forms = term.forms(locale)
    return not forms or any(_says(text, form, _primary(locale)) for form in forms)


def _says(text: str, form: str, language: str) -> bool:
    wanted_stems = [token.stem for token in tokens(form, language)]
    if not wanted_stems:
        return True
    if form.casefold() in text.casefold() and len(form) > 3:
        return True
    seen = list(_stems(text, language))
    size = len(wanted_stems)
    return any(
        all(_alike(a, b, language) for a, b in zip(wanted_stems, seen[i : i + size], strict=True))
        for i in range(len(seen) - size + 1)
    )


def _stems(text: str, language: str) -> Iterator[str]:
    return (token.stem for token in tokens(text, language))


def _alike(one: str, two: str, language: str) -> bool:
    if one == two:
        return True
    # A stemmer leaves some forms of one word apart (``dosis``, ``virus``); where there is no stemmer
    # at all, words that begin alike for three quarters of their length count as forms of one.
    if stemmer(language)("x") and min(len(one), len(two)) >= 4:
        shared = next(
            (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
        )
        return shared >= 0.75 * max(len(one), len(two))
    return False


def _primary(tag: str) -> str:
    return tag.split("-", 1)[0].lower()
