"""What becomes of a unit when a person saves, accepts, signs, remarks or undoes. Pure."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from toolkit import provenance
from toolkit.catalogs.merge import merge3
from toolkit.errors import ToolkitError
from toolkit.model import Catalog, State, Unit, UnitKey

Action = Literal["save", "accept", "sign"]
LONGEST = 100_000
"""Characters of a translation that are taken."""
LONGEST_REMARK = 2_000
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class Unknown(ToolkitError):
    """No such locale, article or text: a request can only name what the project has."""


class Refused(ToolkitError):
    """The request cannot be done as it is."""


class Clash(ToolkitError):
    """Somebody else changed the same text; nothing was written."""

    def __init__(self, theirs: Unit, mine: str) -> None:
        super().__init__("somebody else has changed this translation meanwhile")
        self.theirs = theirs
        self.mine = mine


@dataclass(frozen=True, slots=True)
class Who:
    """In whose name something is done."""

    user: str | None = None
    """``Name <mail>``; None: nobody is named, and nobody can sign."""
    role: str = "reviewer"


def identify(key: UnitKey) -> str:
    """Names a unit of a catalog in requests: 16 hexadecimal digits."""
    return hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def identifier(unit: Unit) -> str:
    """:func:`identify` of a unit."""
    return identify(unit.key)


def version(unit: Unit) -> str:
    """Changes whenever anything of the unit that people work on does."""
    parts = (unit.key, unit.target, unit.plural_targets, unit.comments, unit.state, unit.previous, unit.flags)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def cleaned(target: object, *, longest: int = LONGEST, what: str = "translation") -> str:
    """A text from a request, or the reason why it is none. Mere blanks are an empty text.

    :raises Refused: not a text, too long, or with characters no page may have.
    """
    if not isinstance(target, str):
        raise Refused(f"the {what} has to be a text")
    if len(target) > longest:
        raise Refused(f"a {what} may have {longest:,} characters")
    text = target.replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN.search(text):
        raise Refused(f"the {what} has a control character")
    return "" if text.isspace() else text.strip(" \n")


def merged(seen: Unit | None, theirs: Unit, make: Callable[[Unit], Unit], mine: str | None) -> Unit:
    """What ``make`` makes of the unit that was seen, together with what is in the file now.

    :param seen: None: the version its author saw is not known any more.
    :raises Clash: both changed the text.
    """
    if seen is None or seen.key != theirs.key:
        raise Clash(theirs, theirs.target if mine is None else mine)
    ours = make(seen)
    if theirs.target not in (seen.target, ours.target):
        raise Clash(theirs, ours.target if mine is None else mine)
    result, conflicts = merge3(*(Catalog("", (unit,)) for unit in (seen, ours, theirs)))
    if conflicts:
        raise Clash(theirs, ours.target if mine is None else mine)
    return result.units[0]


def restored(theirs: Unit, base: str, seen: Unit | None, earlier: Unit | None) -> Unit:
    """The unit as it was, with what has been said beside it since.

    :param seen: the unit in the version ``base``, that is to be undone.
    :param earlier: what it was before.
    :raises Refused: that is not known any more.
    :raises Clash: somebody went on from there.
    """
    if earlier is None or earlier.key != theirs.key:
        raise Refused("that version is no longer known", hint="the history of the file has it")
    back = replace(earlier, references=theirs.references, notes=theirs.notes)
    back = provenance.with_remarks_of(back, theirs)
    if version(theirs) == base:
        return back
    if seen is None or theirs.target != seen.target or theirs.state != seen.state:
        raise Clash(theirs, earlier.target)
    return merged(seen, theirs, lambda _: back, earlier.target)


def decided(unit: Unit, text: str, action: Action, who: Who) -> Unit:
    """The unit with a person's text, as far accepted as he says.

    :raises Refused: it cannot be edited or signed here.
    """
    if unit.plural is not None:
        raise Refused("a text with plural forms is edited in an editor for PO files")
    if action == "sign" and who.user is None:
        raise Refused("nobody can sign here", hint='start with: toolkit review --user "Name <mail>"')
    if action != "save" and not text:
        raise Refused("an empty translation cannot be accepted")
    today = datetime.date.today()
    changed = text != unit.target
    if action == "save":
        return _saved(unit, text, who, today) if changed else unit
    # Whoever accepts machine text is its post-editor, and counts as its translator (ISO 18587).
    writes = changed or unit.state in (State.DRAFT, State.STALE, State.FUZZY)
    if action == "accept" or writes:
        unit = provenance.accepted(unit, text, by=who.user if writes else None, on=today)
    if action == "sign" and who.user is not None:
        unit = provenance.with_signoff(unit, who.user, on=today, role=who.role)
    return unit


def _saved(unit: Unit, text: str, who: Who, today: datetime.date) -> Unit:
    """Edited and not accepted: it stays marked as needing work."""
    comments = unit.comments
    if who.user is not None and text:
        named = provenance.accepted(unit, text, by=who.user, on=today).comments
        own = [comment for comment in named if comment.startswith("translated-by:")]
        comments = (*provenance.without(comments, "translated-by:"), *own)
    edited = replace(unit, target=text, comments=comments)
    return replace(edited, state=provenance.derive_state(edited, fuzzy=True))


def reworded(unit: Unit, text: str, who: Who) -> Unit:
    """Edited by search and replace, which decides nothing: what was accepted is accepted by this
    person now, without the sign-offs of the old text; what was not stays in need of work."""
    accepted = unit.state in (State.TRANSLATED, State.REVIEWED)
    return decided(unit, text, "accept" if accepted else "save", who)


def remarked(unit: Unit, text: object, who: Who) -> Unit:
    """:raises Refused: nobody is named, or there is nothing said."""
    if who.user is None:
        raise Refused("a remark needs a name", hint='start with: toolkit review --user "Name <mail>"')
    said = cleaned(text, longest=LONGEST_REMARK, what="remark")
    if not said.strip():
        raise Refused("a remark needs words")
    return provenance.with_remark(unit, who.user, said, on=datetime.date.today())


def resolved(unit: Unit, index: object, seen: Unit | None) -> Unit:
    """A remark settled, or open again where it was settled.

    :param index: in ``seen``, whose remarks may have got company since.
    :raises Refused: there is no such remark.
    """
    shown = provenance.remarks((seen or unit).comments)
    every = provenance.remarks(unit.comments)
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(shown):
        raise Refused("there is no such remark")
    if shown[index] not in every:
        raise Refused("somebody else has changed this remark meanwhile", hint="load the article again")
    place = every.index(shown[index])
    return provenance.with_remark_resolved(unit, place, resolved=not every[place].resolved)


def ignoring(unit: Unit, check: object, on: object) -> Unit:
    """A check silenced for the unit, or heard again.

    :raises Refused: there is no such check.
    """
    from toolkit.checking.registry import all_checks

    if not isinstance(on, bool):
        raise Refused("on has to be true or false")
    if not isinstance(check, str) or check not in {known.name for known in all_checks()}:
        raise Refused("there is no such check", hint="`toolkit checks` lists all checks")
    return provenance.with_silenced(unit, check, on=on)
