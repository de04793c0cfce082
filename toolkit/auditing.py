"""The record of a translated article: for each segment, which machine, who edited, who accepted, when.

US clinics that use machine translation for critical text need a qualified human translator's
review of it (45 CFR 92.201(c)(3)); this is what they show for it. Pure but for the history that
the caller passes in.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolkit import provenance, signing
from toolkit.history import Event
from toolkit.model import ACCEPTED, Catalog, State, Unit, UnitKey


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who did something on a day."""

    name: str
    """``Name <mail>``."""
    role: str
    when: datetime.date | None
    known_from: str
    """``comment`` in the catalog, or ``git`` with the commit."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one segment."""

    article: str
    locale: str
    line: int | None
    role: str
    source: str
    target: str
    state: State
    published: bool
    """Whether the translation is in the built page, under the build's policy."""
    engine: str
    """Which machine drafted it; empty when none is known to have."""
    drafted: datetime.date | None
    low_confidence: bool
    draft: str
    """The machine's words, where the history has them."""
    unchanged: bool | None
    """Whether the target is the machine's own text; None when that cannot be told."""
    edited: tuple[Person, ...]
    accepted: tuple[Person, ...]
    """Valid sign-offs."""
    void: tuple[Person, ...]
    """Sign-offs of an earlier source or target."""
    missing: tuple[str, ...]
    """What the project's rules still ask for."""

    @property
    def summary(self) -> str:
        """One sentence for the record."""
        if self.state == State.UNTRANSLATED:
            return "not translated"
        origin = f"machine translation ({self.engine})" if self.engine else "translated by a person"
        if self.accepted:
            names = ", ".join(f"{person.name} ({person.role}, {person.when})" for person in self.accepted)
            return f"{origin}, accepted by {names}"
        return f"{origin}, not signed off"


def records(
    catalog: Catalog,
    article: str,
    *,
    published: Iterable[UnitKey],
    events: Mapping[UnitKey, tuple[Event, ...]],
    rules: signing.Rules,
) -> tuple[Record, ...]:
    """One record a unit in document order.

    :param published: keys of the units whose translation the build's policy lets into the page.
    :param events: from :func:`toolkit.history.events`; empty where there is no version control.
    """
    shown = frozenset(published)
    translator = dict(catalog.header).get("Last-Translator") or None
    return tuple(
        _record(unit, catalog.locale, article, unit.key in shown, events.get(unit.key, ()), rules, translator)
        for unit in catalog.units
        if not unit.obsolete
    )


def _record(
    unit: Unit,
    locale: str,
    article: str,
    published: bool,
    events: tuple[Event, ...],
    rules: signing.Rules,
    translator: str | None,
) -> Record:
    note = provenance.draft_of(unit.comments)
    draft = _draft_text(note, events)
    valid = provenance.signoffs(unit)
    return Record(
        article=article,
        locale=locale,
        line=unit.references[0][1] if unit.references else None,
        role=unit.role,
        source=unit.source,
        target=unit.target,
        state=unit.state,
        published=published,
        engine=note.engine if note else "",
        drafted=note.date if note else None,
        low_confidence=note.low_confidence if note else False,
        draft=draft,
        unchanged=_unchanged(unit, note, draft),
        edited=_editors(unit, events),
        accepted=tuple(_signer(signoff) for signoff in valid),
        void=tuple(_signer(signoff) for signoff in provenance.all_signoffs(unit) if signoff not in valid),
        missing=signing.missing(unit, rules, translator=translator),
    )


def _signer(signoff: provenance.SignOff) -> Person:
    return Person(signoff.person, signoff.role, signoff.date, "comment")


def _draft_text(note: provenance.DraftNote | None, events: tuple[Event, ...]) -> str:
    """The machine's words: the drafted target whose digest the comment has, else the last drafted one."""
    drafted = [event.target for event in events if event.kind == "drafted"]
    if note is not None and note.digest is not None:
        fitting = [target for target in drafted if provenance.text_digest(target) == note.digest]
        return fitting[-1] if fitting else ""
    return drafted[-1] if drafted else ""


def _unchanged(unit: Unit, note: provenance.DraftNote | None, draft: str) -> bool | None:
    if note is None:
        return None
    if note.digest is not None:
        return note.digest == provenance.text_digest(unit.target)
    return unit.target == draft if draft else None


def _editors(unit: Unit, events: tuple[Event, ...]) -> tuple[Person, ...]:
    """Named in comments; the authors of commits that changed the words where nobody is named."""
    named = tuple(
        Person(entry.person, "translator", entry.date, "comment")
        for entry in provenance.translators(unit.comments)
    )
    known = {signing.identity(person.name) for person in named}
    others: dict[str, Person] = {}
    for event in events:
        who = signing.identity(event.who)
        if event.kind == "edited" and who not in known and unit.state in ACCEPTED:
            others[who] = Person(event.who, "editor", event.when.date(), f"git {event.commit}")
    return named + tuple(others.values())
