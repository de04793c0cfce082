"""How far catalogs are: units and words by state. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from toolkit import formats, signing
from toolkit.model import STATE_RANK, State, Unit

_WORD = re.compile(r"[^\W_][\w'’.-]*")
# Scripts written without spaces: there, CJK tools count characters as words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Tally:
    """Units by state, and words of the source texts."""

    reviewed: int = 0
    translated: int = 0
    """Without the reviewed ones."""
    draft: int = 0
    stale: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    words: int = 0
    """Words of all sources."""
    words_done: int = 0
    """Words of the sources whose target is translated or reviewed."""

    @property
    def total(self) -> int:
        return self.reviewed + self.translated + self.draft + self.stale + self.fuzzy + self.untranslated

    @property
    def done(self) -> int:
        """Units a person wrote or accepted."""
        return self.reviewed + self.translated

    @property
    def percent(self) -> int:
        """Accepted units of all, rounded down: 100 means complete. 100 for no units."""
        return 100 * self.done // self.total if self.total else 100

    @property
    def percent_reviewed(self) -> int:
        return 100 * self.reviewed // self.total if self.total else 100

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))

    def as_dict(self) -> dict[str, int]:
        """For JSON: every field, and what follows from them."""
        values = {part.name: getattr(self, part.name) for part in fields(self)}
        return {
            "total": self.total,
            **values,
            "percent": self.percent,
            "percent_reviewed": self.percent_reviewed,
        }


def words(text: str) -> int:
    """Words of a plain text; characters where a script has no spaces."""
    return len(_WORD.findall(_UNSPACED.sub(" x ", text)))


def tally(
    units: Iterable[Unit], *, rules: signing.Rules | None = None, translator: str | None = None
) -> Tally:
    """The count of all units but the obsolete ones.

    :param rules: what a unit needs to count as reviewed; a valid sign-off where nothing is given.
    :param translator: :func:`toolkit.signing.last_translator` of their catalog.
    """
    counts = dict.fromkeys(STATE_RANK, 0)
    all_words = done_words = 0
    for unit in units:
        if unit.obsolete:
            continue
        state = unit.state
        if (
            state is State.REVIEWED
            and rules is not None
            and not signing.fulfilled(unit, rules, translator=translator)
        ):
            state = State.TRANSLATED
        counts[state] += 1
        number = words(formats.plain(unit.source, unit.syntax))
        all_words += number
        if unit.state in (State.TRANSLATED, State.REVIEWED):
            done_words += number
    return Tally(
        reviewed=counts[State.REVIEWED],
        translated=counts[State.TRANSLATED],
        draft=counts[State.DRAFT],
        stale=counts[State.STALE],
        fuzzy=counts[State.FUZZY],
        untranslated=counts[State.UNTRANSLATED],
        words=all_words,
        words_done=done_words,
    )
