"""The record of each segment, from the comments in its catalog and from git. Pure.

US clinics that use machine translation for critical text need a qualified human translator's
review of it (45 CFR 92.201(c)(3)); this is what they show for it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from toolkit import provenance, signing
from toolkit.history import Event
from toolkit.model import ACCEPTED, Catalog, State, Unit, UnitKey


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who did something on a day."""

    name: str
    """``Name <mail>``."""
    role: str
    """Of a sign-off: as signed. Of an edit: translator, post-editor (named in the catalog), or what the
    history saw: edited, accepted, committed."""
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
    """The machine's words, where they are known."""
    unchanged: bool | None
    """Whether the target is the machine's own text; None when that cannot be told, or nothing was drafted."""
    edited: tuple[Person, ...]
    """Who wrote, edited or accepted the text before it was signed."""
    accepted: tuple[Person, ...]
    """Valid sign-offs."""
    void: tuple[Person, ...]
    """Sign-offs of an earlier source or target."""
    missing: tuple[str, ...]
    """What the project's rules still ask for."""
    events: tuple[Event, ...] = ()
    """What git saw, oldest first."""
    earlier: str | None = None
    """The source the published translation was accepted for, where the page is held at that; sign-offs and
    what is missing are then those of it."""
    syntax: str = "markdown"

    @property
    def summary(self) -> str:
        """One sentence for the record."""
        if self.state == State.UNTRANSLATED:
            return "not translated"
        origin = f"{self._origin}, {self._editing}" if self._editing else self._origin
        if self.accepted:
            names = ", ".join(f"{person.name} ({person.role}, {person.when})" for person in self.accepted)
            return f"{origin}, accepted by {names}"
        return f"{origin}, not signed off"

    @property
    def _origin(self) -> str:
        return f"machine translation ({self.engine})" if self.engine else "translated by a person"

    @property
    def _editing(self) -> str:
        if not self.engine or self.unchanged is None:
            return ""
        return "unchanged" if self.unchanged else "edited"

    @property
    def named(self) -> bool:
        """Somebody is named who wrote, edited, accepted or signed the text as it is."""
        return bool(self.accepted or self.edited) and self.state in ACCEPTED


def records(
    catalog: Catalog,
    article: str,
    *,
    published: Iterable[UnitKey],
    events: Mapping[UnitKey, tuple[Event, ...]],
    rules: signing.Rules,
    drafts: Mapping[UnitKey, str] | None = None,
    held: bool = False,
) -> tuple[Record, ...]:
    """One record a unit in document order.

    :param published: keys of the units whose translation the build's policy lets into the page.
    :param events: from :func:`toolkit.history.events`; empty where there is no version control.
    :param drafts: from :func:`toolkit.postediting.draft_texts`.
    :param held: stale texts are published in the translation that was accepted for their earlier source.
    """
    shown = frozenset(published)
    translator = signing.last_translator(catalog)
    return tuple(
        _record(
            unit,
            (catalog.locale, article),
            unit.key in shown,
            events.get(unit.key, ()),
            rules,
            translator,
            (drafts or {}).get(unit.key, ""),
            held and unit.key in shown and unit.state is State.STALE,
        )
        for unit in catalog.units
        if not unit.obsolete
    )


def _record(
    unit: Unit,
    place: tuple[str, str],
    published: bool,
    events: tuple[Event, ...],
    rules: signing.Rules,
    translator: str | None,
    draft: str,
    held: bool,
) -> Record:
    note = provenance.draft_of(unit.comments)
    draft = draft or _draft_text(note, events)
    judged = unit
    if held and unit.previous is not None:
        judged = replace(unit, source=unit.previous)
        judged = replace(judged, state=provenance.derive_state(replace(judged, previous=None), fuzzy=False))
    valid = provenance.signoffs(judged)
    return Record(
        article=place[1],
        locale=place[0],
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
        edited=_editors(judged, events, note is not None),
        accepted=tuple(_signer(signoff) for signoff in valid),
        void=tuple(_signer(signoff) for signoff in provenance.all_signoffs(unit) if signoff not in valid),
        missing=signing.missing(judged, rules, translator=translator),
        events=events,
        earlier=judged.source if judged is not unit else None,
        syntax=unit.syntax,
    )


def _signer(signoff: provenance.SignOff) -> Person:
    return Person(signoff.person, signoff.role, signoff.date, "comment")


def _draft_text(note: provenance.DraftNote | None, events: tuple[Event, ...]) -> str:
    """The machine's words: the drafted target whose digest the comment has, else the last drafted one."""
    drafted = [event.target for event in events if event.kind == "drafted"]
    if note is None:
        return ""
    if note.digest is not None:
        fitting = [target for target in drafted if provenance.text_digest(target) == note.digest]
        return fitting[-1] if fitting else ""
    return drafted[-1] if drafted else ""


def _unchanged(unit: Unit, note: provenance.DraftNote | None, draft: str) -> bool | None:
    if note is None:
        return None
    if note.digest is not None:
        return note.digest == provenance.text_digest(unit.target)
    return unit.target == draft if draft else None


_DEEDS = {"added": "committed", "accepted": "accepted", "edited": "edited"}
"""What the history calls a deed, from the weakest to the strongest."""


def _editors(unit: Unit, events: tuple[Event, ...], drafted: bool) -> tuple[Person, ...]:
    """Named in comments; beside them the authors of commits that changed or accepted the words."""
    named = tuple(
        Person(entry.person, "post-editor" if drafted else "translator", entry.date, "comment")
        for entry in provenance.translators(unit.comments)
    )
    if unit.state not in ACCEPTED:
        return named
    # Whoever signs needs not be listed as the one who committed that, too.
    known = {signing.identity(person.name) for person in named} | {
        signing.identity(signoff.person) for signoff in provenance.signoffs(unit)
    }
    others: dict[str, Person] = {}
    for event in _since_the_last_draft(events):
        who = signing.identity(event.who)
        deed = _DEEDS.get(event.kind)
        if deed is None or who in known:
            continue
        before = others.get(who)
        if before is None or list(_DEEDS.values()).index(deed) >= list(_DEEDS.values()).index(before.role):
            others[who] = Person(event.who, deed, event.when.date(), f"git {event.commit}")
    return named + tuple(others.values())


def _since_the_last_draft(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """What was edited before a machine wrote the text anew is not in it any more."""
    last = max((at for at, event in enumerate(events) if event.kind == "drafted"), default=-1)
    return events[last + 1 :]
