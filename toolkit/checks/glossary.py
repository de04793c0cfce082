"""The glossary's words, inflected or not.

Which rows occur in a source is looked up by the runner (:attr:`Pair.terms`); whether a translation has
a word in any of its forms is asked through :attr:`Reader.occurs`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from toolkit.checks.base import Check, Pair, Problem
from toolkit.checks.quoting import quoted
from toolkit.model import Severity


class TermMissing(Check):
    name = "term-missing"
    family = "language"
    summary = "A glossary term of the source is not translated as the glossary says."
    example = "stem cells → células de raíz (glossary: células madre)"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        for term in pair.terms:
            if not term.targets:
                continue
            words, occurs = pair.target_words, pair.reader.occurs
            if not any(occurs(words, target, pair.locale) for target in term.targets):
                wanted = " or ".join(quoted(target) for target in term.targets[:3])
                yield Problem(f"{quoted(term.source)} should be {wanted}")


class TermForbidden(Check):
    name = "term-forbidden"
    family = "language"
    summary = "A word that the glossary forbids for this source term."
    example = "stem cells → células troncales (forbidden)"
    severity: ClassVar[Severity] = "error"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        for term in pair.terms:
            for word in term.forbidden:
                if pair.reader.occurs(pair.target_words, word, pair.locale):
                    instead = f", use {quoted(term.targets[0])}" if term.targets else ""
                    yield Problem(f"{quoted(word)} must not be used for {quoted(term.source)}{instead}")


CHECKS: tuple[type[Check], ...] = (TermMissing, TermForbidden)
