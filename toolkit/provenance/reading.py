"""What the comments say, as values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toolkit.model import Unit
from toolkit.provenance.digests import unit_digest
from toolkit.provenance.grammar import (
    CHANGED,
    CONFIDENCE,
    DRAFT,
    IGNORE,
    LONGEST,
    MATCH,
    REMARK,
    REMARKS,
    REVIEWED,
    TEXT_DIGEST,
    TRANSLATED,
    day,
    tidy,
)


@dataclass(frozen=True, slots=True)
class DraftNote:
    """What a ``# draft:`` comment says."""

    engine: str
    """Engine with its model or pair: ``apertium eng-spa``."""
    date: date
    rung: str | None = None
    """How markup had to be protected, where the confidence is low for that; may be empty."""
    match: int | None = None
    """Percentage of a memory match, 0–100."""
    digest: str | None = None
    """Of the machine's target, where the comment has one."""

    @property
    def low_confidence(self) -> bool:
        return self.rung is not None


@dataclass(frozen=True, slots=True)
class SignOff:
    """What a ``# reviewed:`` comment says."""

    person: str
    """``Name <mail>`` as written."""
    role: str
    """One of :data:`ROLES` or a project's own; ``reviewer`` where none stands."""
    date: date
    digest: str
    """Of context, source and target; see :func:`digest`."""


@dataclass(frozen=True, slots=True)
class Translator:
    """What a ``# translated-by:`` comment says."""

    person: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a ``# remark:`` comment says."""

    person: str
    """``Name <mail>`` as written."""
    date: date
    text: str
    """One line."""
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """What a ``# changed:`` comment says."""

    what: str
    """``words``, ``markup only``, ``number 5 → 10`` …"""
    digest: str | None = None
    """Digest of the previous context, source and target, iff those were accepted."""


def draft_of(comments: Iterable[str]) -> DraftNote | None:
    """The last ``# draft:`` comment, or None."""
    found = None
    for comment in comments:
        if comment.startswith("draft:"):
            found = _parse_draft(comment) or found
    return found


def _parse_draft(comment: str) -> DraftNote | None:
    match = DRAFT.match(tidy(comment))
    on = match and day(match["date"])
    if not match or not on:
        return None
    rung, percent, fingerprint = None, None, None
    for part in (match["more"] or "").split(","):
        part = part.strip()
        if low := CONFIDENCE.match(part):
            rung = low["rung"] or ""
        elif share := MATCH.match(part):
            percent = min(int(share[1]), 100)
        elif short := TEXT_DIGEST.match(part):
            fingerprint = short["digest"]
    return DraftNote(match["engine"], on, rung, percent, fingerprint)


def all_signoffs(unit: Unit) -> tuple[SignOff, ...]:
    """Every sign-off in the comments, void ones included, in file order."""
    return signoffs_in(unit.comments)


def signoffs_in(comments: tuple[str, ...]) -> tuple[SignOff, ...]:
    found = []
    for comment in comments:
        match = REVIEWED.match(tidy(comment)) if comment.startswith("reviewed:") else None
        on = match and day(match["date"])
        if match and on:
            found.append(SignOff(match["person"], match["role"] or "reviewer", on, match["digest"]))
    return tuple(found)


def signoffs(unit: Unit) -> tuple[SignOff, ...]:
    """The valid sign-offs: those of exactly this context, source and target."""
    every = all_signoffs(unit)
    if not every:
        return ()
    now = unit_digest(unit)
    return tuple(signoff for signoff in every if signoff.digest == now)


def translators(comments: Iterable[str]) -> tuple[Translator, ...]:
    """Everybody named in ``# translated-by:`` comments, in file order."""
    found = []
    for comment in comments:
        match = TRANSLATED.match(tidy(comment)) if comment.startswith("translated-by:") else None
        if match:
            found.append(Translator(match["person"], day(match["date"]) if match["date"] else None))
    return tuple(found)


def silenced(unit: Unit) -> frozenset[str]:
    """Names of the checks that ``# toolkit: ignore …`` comments silence."""
    names: set[str] = set()
    for comment in unit.comments:
        match = IGNORE.match(tidy(comment)) if comment.startswith("toolkit:") else None
        if match:
            names.update(filter(None, re.split(r"[,\s]+", match["checks"])))
    return frozenset(names)


def remarks(comments: Iterable[str]) -> tuple[Remark, ...]:
    """What people said about the unit, in file order."""
    return tuple(remark for _, remark in numbered_remarks(comments))


def numbered_remarks(comments: Iterable[str]) -> Iterable[tuple[int, Remark]]:
    for number, comment in enumerate(comments):
        if not comment.startswith(REMARKS):
            continue
        match = REMARK.match(" ".join(comment[: 4 * LONGEST].split()))
        on = match and day(match["date"])
        if match and on:
            yield number, Remark(match["person"], on, match["text"], match["done"] is not None)


def change_of(comments: Iterable[str]) -> ChangeNote | None:
    """The ``# changed:`` comment, or None."""
    for comment in comments:
        match = CHANGED.match(tidy(comment)) if comment.startswith("changed:") else None
        if match:
            return ChangeNote(match["what"], match["digest"])
    return None
