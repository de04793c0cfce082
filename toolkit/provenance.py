"""History of a translation, kept as translator comments in the PO file itself.

Poedit, Weblate, msgmerge, msgcat and polib keep ``# `` comments and their order, so what a
machine wrote and what a person accepted travels with the catalog and shows in every diff:

``# draft: apertium eng-spa 2026-11-23, low confidence (sentences), 84% match, sha256:0123456789ab``
    The target was written by a machine. The digest is of the target alone: once it no longer
    fits, a person has edited the text, and no command may overwrite it.
``# translated-by: Ana Ruiz <ana@example.org> 2026-11-24``
    Who wrote or post-edited the target.
``# reviewed: Eva Soto <eva@example.org> (clinician) 2026-11-25 sha256:0123456789ab``
    A sign-off of exactly this context, source and target. Any later change of one of them, in
    any editor, makes it void by itself: the digest no longer fits.
``# toolkit: ignore numbers, negation``
    Checks a person has silenced for this unit.
``# remark: Ana Ruiz <ana@example.org> 2026-11-24: is "ward" right here?``
    What people say to each other about the unit; ``# remark-done:`` once it is settled. Never
    published, and never a reason for another state.
``# changed: number 5 → 10, accepted before sha256:0123456789ab``
    How the source differs from ``#| msgid``. Made again by every update of the catalog, and gone
    once the unit is accepted. The digest is there iff the translation was accepted for the
    previous source.

polib and Babel wrap comments at 76 columns when they write; :func:`unwrapped` puts such a line
together again when a catalog is read.

A digest is the first 12 hexadecimal digits of SHA-256 over UTF-8: an accident cannot hit it, a
forger with access to the file could as well write the comment himself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from toolkit.model import State, Unit

ROLES = ("translator", "reviewer", "clinician")
"""Roles with a meaning of their own (ISO 17100 translator and reviser, and a clinical expert)."""

_DATE = r"(?P<date>\d{4}-\d{2}-\d{2})"
_DIGEST = r"sha256:(?P<digest>[0-9a-f]{12})"
# All are matched against `_tidy` lines, so one space is all the white space there is.
_DRAFT = re.compile(rf"draft: (?P<engine>.+?) {_DATE}(?P<more> ?,.*)?$")
_REVIEWED = re.compile(rf"reviewed: (?P<person>.+?)(?: \((?P<role>[^()]*)\))? {_DATE} {_DIGEST}$")
_TRANSLATED = re.compile(rf"translated-by: (?P<person>.+?)(?: {_DATE})?$")
_IGNORE = re.compile(r"toolkit: ignore (?P<checks>.+)$")
_REMARK = re.compile(rf"remark(?P<done>-done)?: (?P<person>.+?) {_DATE}: (?P<text>.+)$")
_CHANGED = re.compile(rf"changed: (?P<what>.+?)(?:, accepted before {_DIGEST})?$")
_MATCH = re.compile(r"(\d{1,3}) ?% match$")
_CONFIDENCE = re.compile(r"low confidence(?: \((?P<rung>[^()]*)\))?$")
_TEXT_DIGEST = re.compile(rf"{_DIGEST}$")
_OURS = ("draft:", "reviewed:", "translated-by:", "changed:")
_ENDS = re.compile(rf"{_DIGEST}\s*$|^translated-by:.*{_DATE}\s*$")
"""How a comment of ours ends that has not been cut."""
_PIECES = 12
_WIDTH = 60
_REMARKS = ("remark:", "remark-done:")
_COLUMNS = 78
"""Characters of a line, marker included, as which polib and Babel wrap comments."""
_LONGEST = 1000
"""Characters of a comment that are looked at; ours are far shorter, and files are untrusted."""


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


def digest(context: str | None, source: str, target: str) -> str:
    """12 hexadecimal digits that stand for exactly this context, source and target."""
    return _short(f"{context or ''}\0{source}\0{target}")


def text_digest(target: str) -> str:
    """12 hexadecimal digits that stand for exactly this target."""
    return _short(target)


def unit_digest(unit: Unit) -> str:
    """:func:`digest` of a unit; all plural forms count."""
    if unit.plural is None:
        return digest(unit.context, unit.source, unit.target)
    return digest(unit.context, f"{unit.source}\0{unit.plural}", "\0".join(unit.plural_targets))


def _short(text: str) -> str:
    # A catalog from elsewhere may hold lone surrogates; they must not end in a traceback here.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def unwrapped(comments: tuple[str, ...]) -> tuple[str, ...]:
    """The comments with those of ours in one line each that another program has wrapped.

    Lines are only joined where that gives one of ours whole; anything else stays as it is.
    """
    if not any(
        (c.startswith(_OURS) and not _ENDS.search(c[-_LONGEST:])) or c.startswith(_REMARKS) for c in comments
    ):
        return comments
    result: list[str] = []
    at = 0
    while at < len(comments):
        taken = _pieces(comments, at)
        pieces = comments[at : at + taken]
        result.append(_joined(pieces) if pieces[0].startswith(_REMARKS) else " ".join(pieces))
        at += taken
    return tuple(result)


def _pieces(comments: tuple[str, ...], at: int) -> int:
    """How many lines from ``at`` on make up one comment."""
    if comments[at].startswith(_REMARKS):
        return _remark_pieces(comments, at)
    if not comments[at].startswith(_OURS) or _ENDS.search(comments[at][-_LONGEST:]):
        return 1
    joined = comments[at]
    for number, piece in enumerate(comments[at + 1 : at + _PIECES], 2):
        if not piece or piece.startswith(_OURS):
            break
        joined = f"{joined} {piece}"
        if _ENDS.search(joined[-_LONGEST:]):
            return number
    return 1


def _remark_pieces(comments: tuple[str, ...], at: int) -> int:
    """A remark ends in no sign of ours. But a line that a program has cut is so full that the next
    word had no room in it."""
    taken = 1
    while at + taken < len(comments) and taken < 4 * _PIECES:
        line, following = comments[at + taken - 1], comments[at + taken]
        word = following.split(" ", 1)[0]
        room = _COLUMNS - len("# ") - len(line)
        if not word or room < 0 or room > len(word) or following.startswith((*_OURS, *_REMARKS, "toolkit:")):
            break
        taken += 1
    return taken


def _joined(pieces: Iterable[str]) -> str:
    """polib breaks lines behind hyphens, too; there, no space is missing."""
    whole = ""
    for piece in pieces:
        cut = whole and not re.search(r"\w-$", whole[-2:])
        whole += f" {piece}" if cut else piece
    return whole


def draft_of(comments: Iterable[str]) -> DraftNote | None:
    """The last ``# draft:`` comment, or None."""
    found = None
    for comment in comments:
        if comment.startswith("draft:"):
            found = _parse_draft(comment) or found
    return found


def _parse_draft(comment: str) -> DraftNote | None:
    match = _DRAFT.match(_tidy(comment))
    on = match and _date(match["date"])
    if not match or not on:
        return None
    rung, percent, fingerprint = None, None, None
    for part in (match["more"] or "").split(","):
        part = part.strip()
        if low := _CONFIDENCE.match(part):
            rung = low["rung"] or ""
        elif share := _MATCH.match(part):
            percent = min(int(share[1]), 100)
        elif short := _TEXT_DIGEST.match(part):
            fingerprint = short["digest"]
    return DraftNote(match["engine"], on, rung, percent, fingerprint)


def all_signoffs(unit: Unit) -> tuple[SignOff, ...]:
    """Every sign-off in the comments, void ones included, in file order."""
    return _signoffs_in(unit.comments)


def _signoffs_in(comments: tuple[str, ...]) -> tuple[SignOff, ...]:
    found = []
    for comment in comments:
        match = _REVIEWED.match(_tidy(comment)) if comment.startswith("reviewed:") else None
        on = match and _date(match["date"])
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
        match = _TRANSLATED.match(_tidy(comment)) if comment.startswith("translated-by:") else None
        if match:
            found.append(Translator(match["person"], _date(match["date"]) if match["date"] else None))
    return tuple(found)


def silenced(unit: Unit) -> frozenset[str]:
    """Names of the checks that ``# toolkit: ignore …`` comments silence."""
    names: set[str] = set()
    for comment in unit.comments:
        match = _IGNORE.match(_tidy(comment)) if comment.startswith("toolkit:") else None
        if match:
            names.update(filter(None, re.split(r"[,\s]+", match["checks"])))
    return frozenset(names)


def with_silenced(unit: Unit, check: str, *, on: bool) -> Unit:
    """The unit with a check's ``# toolkit: ignore`` comment written, or taken away."""
    names = silenced(unit)
    if on == (check in names):
        return unit
    wanted = names | {check} if on else names - {check}
    kept = tuple(c for c in unit.comments if not (c.startswith("toolkit:") and _IGNORE.match(_tidy(c))))
    line = (f"toolkit: ignore {', '.join(sorted(wanted))}",) if wanted else ()
    return replace(unit, comments=(*kept, *line))


def remarks(comments: Iterable[str]) -> tuple[Remark, ...]:
    """What people said about the unit, in file order."""
    return tuple(remark for _, remark in _numbered_remarks(comments))


def _numbered_remarks(comments: Iterable[str]) -> Iterable[tuple[int, Remark]]:
    for number, comment in enumerate(comments):
        if not comment.startswith(_REMARKS):
            continue
        match = _REMARK.match(" ".join(comment[: 4 * _LONGEST].split()))
        on = match and _date(match["date"])
        if match and on:
            yield number, Remark(match["person"], on, match["text"], match["done"] is not None)


def with_remark(unit: Unit, person: str, text: str, *, on: date) -> Unit:
    """The unit with one remark more, behind the others. Line breaks become spaces.

    :param person: ``Name <mail>``.
    :raises ValueError: the text is blank.
    """
    said = _flat(text)
    if not said:
        raise ValueError("a remark needs words")
    line = f"remark: {_person(person)} {on.isoformat()}: {said}"
    return replace(unit, comments=(*unit.comments, line))


def with_remark_resolved(unit: Unit, index: int, *, resolved: bool = True) -> Unit:
    """The unit with one of its :func:`remarks` marked as settled, or as open again.

    :raises ValueError: there is no such remark.
    """
    places = list(_numbered_remarks(unit.comments))
    if not 0 <= index < len(places):
        raise ValueError(f"there are {len(places)} remarks")
    number, remark = places[index]
    kind = "remark-done" if resolved else "remark"
    line = f"{kind}: {remark.person} {remark.date.isoformat()}: {remark.text}"
    return replace(unit, comments=(*unit.comments[:number], line, *unit.comments[number + 1 :]))


def change_of(comments: Iterable[str]) -> ChangeNote | None:
    """The ``# changed:`` comment, or None."""
    for comment in comments:
        match = _CHANGED.match(_tidy(comment)) if comment.startswith("changed:") else None
        if match:
            return ChangeNote(match["what"], match["digest"])
    return None


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
        signed = _signoffs_in(comments)
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

    :param engine: engine with its model or pair, as in :class:`toolkit.model.Draft`.
    :param rung: which protection had to be used, where confidence is low for that.
    :param match: percentage, for a match from the memory.
    """
    parts = [f"draft: {_plain(engine)} {on.isoformat()}"]
    if rung is not None:
        parts.append(f"low confidence ({_plain(rung)})" if rung else "low confidence")
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
        comments = (*without(comments, "translated-by:"), f"translated-by: {_person(by)}{day}")
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
    name, label = _person(person), _plain(role)
    kept = tuple(c for c in unit.comments if not _is_signoff_of(c, name, label))
    line = f"reviewed: {name} ({label}) {on.isoformat()} sha256:{unit_digest(unit)}"
    return replace(unit, comments=(*kept, line), state=State.REVIEWED)


def with_change(unit: Unit, what: str, *, accepted_digest: str | None) -> Unit:
    """The unit with its ``# changed:`` comment renewed; the state is left to the caller.

    :param accepted_digest: :func:`unit_digest` of what was accepted before, or None.
    """
    proof = f", accepted before sha256:{accepted_digest}" if accepted_digest else ""
    line = f"changed: {_shortened(_flat(what))}{proof}"
    return replace(unit, comments=(*without(unit.comments, "changed:"), line))


def without(comments: Iterable[str], *prefixes: str) -> tuple[str, ...]:
    """The comments that begin with none of these."""
    return tuple(c for c in comments if not c.startswith(prefixes))


def _is_signoff_of(comment: str, person: str, role: str) -> bool:
    match = _REVIEWED.match(_tidy(comment)) if comment.startswith("reviewed:") else None
    return match is not None and match["person"] == person and (match["role"] or "reviewer") == role


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _tidy(comment: str) -> str:
    return " ".join(comment[:_LONGEST].split())


def _flat(text: str) -> str:
    """One line: names and engine replies are foreign text and must not forge further comments."""
    return " ".join(text.split())


def _shortened(text: str) -> str:
    """Short enough that no program wraps the line without a digest at its end."""
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1].rstrip()}…"


def _plain(text: str) -> str:
    """:func:`_flat` without the characters that separate the parts of a comment."""
    return _flat(re.sub(r"[(),]", " ", text))


def _person(text: str) -> str:
    name = _flat(re.sub(r"[()]", " ", text))
    if not name:
        raise ValueError("a sign-off needs the name of a person")
    return name
