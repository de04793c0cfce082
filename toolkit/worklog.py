"""What people's work on drafts took: seconds a text, and the machine's words. Kept on this machine.

Two append-only files of JSON lines in ``.toolkit``, for :mod:`toolkit.postediting`:

``review-times.jsonl``
    One line a save on the review page: which text, what the machine was, how long it took. No name:
    what is measured is the engine, not the person.
``drafts.jsonl``
    The machine's words by their digest, as ``# draft:`` comments have it. The git history has them too,
    but only where a draft was committed before somebody edited it.

Both can be deleted at any time; the statistics then know less. A log that cannot be written never
stops the work it is about.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from toolkit import provenance
from toolkit.model import State, Unit

TIMES = "review-times.jsonl"
DRAFTS = "drafts.jsonl"
LONGEST_VISIT = 600.0
"""Seconds that one visit of a text counts at most: who took longer was called away."""
_LARGEST = 256 * 1024 * 1024
"""Bytes of a log that are read, the newest ones."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One save of one text on the review page."""

    at: str
    """ISO 8601, UTC, seconds."""
    locale: str
    article: str
    """Path below the source folder."""
    unit: str
    """:func:`identify`."""
    engine: str
    """Which machine drafted the text; empty when a person translates from nothing."""
    before: str
    """The unit's state when the person came to it."""
    after: str
    """Its state after the save."""
    seconds: float
    """0–:data:`LONGEST_VISIT`."""
    words: int
    """Of the source."""


def identify(unit: Unit) -> str:
    """12 hexadecimal digits that stand for a unit's context and source."""
    text = "\0".join(unit.key).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:12]


def record_visit(
    folder: Path,
    *,
    locale: str,
    article: str,
    before: Unit,
    after: Unit,
    seconds: object,
    at: datetime.datetime | None = None,
) -> bool:
    """Notes what one save took; tells whether it did.

    Nothing is noted for a time that is none (not a number, not above 0). Where ``before`` is a draft,
    its words are kept as well.

    :param folder: :attr:`toolkit.project.Project.cache_dir`.
    :param before: the unit as the person found it, ``after``: as it was saved.
    :param seconds: time the person spent on this text since it was opened or last saved; foreign input.
    """
    from toolkit import formats
    from toolkit.tally import words

    if before.state is State.DRAFT:
        remember_drafts(folder, (before.target,))
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < 1e9:
        return False
    note = provenance.draft_of(before.comments)
    moment = (at or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC)
    visit = Visit(
        at=moment.isoformat(timespec="seconds"),
        locale=locale,
        article=article,
        unit=identify(before),
        engine=note.engine if note else "",
        before=before.state.value,
        after=after.state.value,
        seconds=round(min(float(seconds), LONGEST_VISIT), 1),
        words=words(formats.plain(before.source, before.syntax)),
    )
    return _append(folder / TIMES, [asdict(visit)])


def visits(folder: Path) -> tuple[Visit, ...]:
    """Every visit on record, oldest first; lines that are none are left out."""
    kinds = {part.name: (int, float) if part.type in ("int", "float") else str for part in fields(Visit)}
    found = []
    for line in _lines(folder / TIMES):
        if all(isinstance(line.get(name), kind) for name, kind in kinds.items()):
            visit = Visit(**{name: line[name] for name in kinds})
            if 0 < visit.seconds <= LONGEST_VISIT and visit.words >= 0:
                found.append(visit)
    return tuple(found)


def remember_drafts(folder: Path, texts: Iterable[str]) -> bool:
    """Keeps machines' words for later comparison with what people made of them."""
    lines = [{"digest": provenance.text_digest(text), "text": text} for text in texts if text]
    return _append(folder / DRAFTS, lines) if lines else False


def drafts(folder: Path, digests: Iterable[str]) -> Mapping[str, str]:
    """The kept texts with these digests."""
    wanted = frozenset(digests)
    found: dict[str, str] = {}
    for line in _lines(folder / DRAFTS) if wanted else ():
        digest, text = line.get("digest"), line.get("text")
        if digest in wanted and isinstance(text, str) and provenance.text_digest(text) == digest:
            found[str(digest)] = text
    return found


def _append(path: Path, values: Iterable[Mapping[str, Any]]) -> bool:
    # ASCII, so that a lone surrogate of a broken catalog is no error; one write, so that lines of two
    # processes do not mix.
    data = "".join(json.dumps(value) + "\n" for value in values).encode("ascii")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(path, flags, 0o600)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)
    except OSError:
        return False
    return True


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _LARGEST))
            for line in file:
                try:
                    value = json.loads(line)
                except ValueError:
                    continue  # cut short by a crash, or by the limit
                if isinstance(value, dict):
                    yield value
    except OSError:
        return
