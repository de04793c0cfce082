"""Units with a comment more, or with an accepted text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from toolkit.model import State, Unit
from toolkit.provenance.digests import text_digest, unit_digest
from toolkit.provenance.grammar import (
    IGNORE,
    REMARKS,
    REVIEWED,
    flat,
    person_of,
    plain,
    shortened,
    tidy,
    without,
)
from toolkit.provenance.reading import numbered_remarks, silenced
from toolkit.provenance.states import derive_state


def with_draft(
    unit: Unit,
    target: str,
    *,
    engine: str,
    on: date,
    rung: str | None = None,
    match: int | None = None,
) -> Unit:
    """The unit with a machine's target: state ``draft``, with its comment, earlier ones replaced.

    :param engine: engine with its model or pair, as in ``toolkit engines``: ``apertium eng-spa``.
    :param rung: which protection had to be used, where confidence is low for that.
    :param match: percentage, for a match from the memory.
    """
    parts = [f"draft: {plain(engine)} {on.isoformat()}"]
    if rung is not None:
        parts.append(f"low confidence ({plain(rung)})" if rung else "low confidence")
    if match is not None:
        parts.append(f"{match}% match")
    parts.append(f"sha256:{text_digest(target)}")
    kept = without(unit.comments, "draft:", "changed:")
    return replace(
        unit,
        target=target,
        state=State.DRAFT,
        comments=(*kept, ", ".join(parts)),
        previous=None,
        previous_context=None,
        previous_plural=None,
    )


def accepted(unit: Unit, target: str | None = None, *, by: str | None = None, on: date | None = None) -> Unit:
    """The unit as a person accepted it: not fuzzy, no previous source.

    The ``# draft:`` comment stays: it tells later readers what a machine wrote.

    :param target: the person's text; None accepts the target as it is.
    :param by: ``Name <mail>``, noted as ``# translated-by:`` where the text was written or edited.
    :raises ValueError: there is nothing to accept.
    """
    text = unit.target if target is None else target
    if not text:
        raise ValueError("an empty target cannot be accepted")
    comments = without(unit.comments, "changed:")
    if by is not None:
        day = f" {on.isoformat()}" if on else ""
        comments = (*without(comments, "translated-by:"), f"translated-by: {person_of(by)}{day}")
    done = replace(
        unit, target=text, comments=comments, previous=None, previous_context=None, previous_plural=None
    )
    return replace(done, state=derive_state(done, fuzzy=False))


def with_signoff(unit: Unit, person: str, *, on: date, role: str = "reviewer") -> Unit:
    """The unit signed off by a named person, which accepts it: state ``reviewed``.

    An earlier sign-off by the same person in the same role is replaced; others stay, void or not.

    :param person: ``Name <mail>``.
    :raises ValueError: the target is empty.
    """
    unit = accepted(unit)
    name, label = person_of(person), plain(role)
    kept = tuple(c for c in unit.comments if not _is_signoff_of(c, name, label))
    line = f"reviewed: {name} ({label}) {on.isoformat()} sha256:{unit_digest(unit)}"
    return replace(unit, comments=(*kept, line), state=State.REVIEWED)


def with_change(unit: Unit, what: str, *, accepted_digest: str | None) -> Unit:
    """The unit with its ``# changed:`` comment renewed; the state is left to the caller.

    :param accepted_digest: :func:`unit_digest` of what was accepted before, or None.
    """
    proof = f", accepted before sha256:{accepted_digest}" if accepted_digest else ""
    line = f"changed: {shortened(flat(what))}{proof}"
    return replace(unit, comments=(*without(unit.comments, "changed:"), line))


def with_silenced(unit: Unit, check: str, *, on: bool) -> Unit:
    """The unit with a check's ``# toolkit: ignore`` comment written, or taken away."""
    names = silenced(unit)
    if on == (check in names):
        return unit
    wanted = names | {check} if on else names - {check}
    kept = tuple(c for c in unit.comments if not (c.startswith("toolkit:") and IGNORE.match(tidy(c))))
    line = (f"toolkit: ignore {', '.join(sorted(wanted))}",) if wanted else ()
    return replace(unit, comments=(*kept, *line))


def with_remark(unit: Unit, person: str, text: str, *, on: date) -> Unit:
    """The unit with one remark more, behind the others. Line breaks become spaces.

    :param person: ``Name <mail>``.
    :raises ValueError: the text is blank.
    """
    said = flat(text)
    if not said:
        raise ValueError("a remark needs words")
    line = f"remark: {person_of(person)} {on.isoformat()}: {said}"
    return replace(unit, comments=(*unit.comments, line))


def with_remarks_of(unit: Unit, other: Unit) -> Unit:
    """The unit with what was said beside another version of it, in place of its own."""
    own, said = (tuple(c for c in one.comments if c.startswith(REMARKS)) for one in (unit, other))
    return unit if own == said else replace(unit, comments=(*without(unit.comments, *REMARKS), *said))


def with_remark_resolved(unit: Unit, index: int, *, resolved: bool = True) -> Unit:
    """The unit with one of its :func:`remarks` marked as settled, or as open again.

    :raises ValueError: there is no such remark.
    """
    places = list(numbered_remarks(unit.comments))
    if not 0 <= index < len(places):
        raise ValueError(f"there are {len(places)} remarks")
    number, remark = places[index]
    kind = "remark-done" if resolved else "remark"
    line = f"{kind}: {remark.person} {remark.date.isoformat()}: {remark.text}"
    return replace(unit, comments=(*unit.comments[:number], line, *unit.comments[number + 1 :]))


def _is_signoff_of(comment: str, person: str, role: str) -> bool:
    match = REVIEWED.match(tidy(comment)) if comment.startswith("reviewed:") else None
    return match is not None and match["person"] == person and (match["role"] or "reviewer") == role
