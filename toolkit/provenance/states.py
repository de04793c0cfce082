"""How far a unit is: its state follows from its flag, its comments and its texts."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.model import State, Unit
from toolkit.provenance.digests import text_digest, unit_digest
from toolkit.provenance.reading import change_of, draft_of, signoffs_in


def derive_state(unit: Unit, *, fuzzy: bool) -> State:
    """How far a unit is, from its fuzzy flag, comments, previous source and texts.

    The ``state`` the unit carries is not looked at.
    """
    return state_of(
        unit.target, unit.comments, unit.previous, fuzzy=fuzzy, digest_now=lambda: unit_digest(unit)
    )


def state_of(
    target: str,
    comments: tuple[str, ...],
    previous: str | None,
    *,
    fuzzy: bool,
    digest_now: Callable[[], str],
) -> State:
    """:func:`derive_state` before there is a unit, for readers in a hurry.

    :param digest_now: gives :func:`unit_digest`; called only where there is a sign-off.
    """
    if not target:
        return State.UNTRANSLATED
    if not fuzzy:
        signed = signoffs_in(comments)
        if signed and digest_now() in {signoff.digest for signoff in signed}:
            return State.REVIEWED
        return State.TRANSLATED
    if _is_machine_text(target, comments):
        return State.DRAFT
    return State.FUZZY if previous is None else State.STALE


def _is_machine_text(target: str, comments: tuple[str, ...]) -> bool:
    """Whether a fuzzy target is what a machine wrote and nobody accepted or edited since."""
    note = draft_of(comments)
    if note is None:
        return False
    change = change_of(comments)
    if change is not None and change.digest is not None:
        return False
    if note.digest is not None:
        return note.digest == text_digest(target)
    # Without a digest only the order of the comments tells: a name below the draft edited it.
    last = max(i for i, c in enumerate(comments) if c.startswith("draft:"))
    return not any(c.startswith("translated-by:") for c in comments[last + 1 :])
