"""What an extraction did: values for whoever tells people."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from toolkit.errors import ToolkitError
from toolkit.model import ACCEPTED, Catalog, State


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article's catalog in one locale."""

    article: str
    locale: str
    written: bool
    new: int = 0
    """Texts that had no translation before and have none now."""
    stale: int = 0
    """Translations whose text changed."""
    moved: int = 0
    """Translations that came from another catalog, or came back."""
    gone: int = 0
    """Translations whose text is gone; kept as obsolete."""


@dataclass(slots=True)
class Report:
    """What a run did."""

    articles: int = 0
    unchanged: int = 0
    """Articles that were not even read: nothing of theirs changed since the last run."""
    templates: int = 0
    """Templates written."""
    outcomes: list[Outcome] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    """Files of articles that are gone or renamed; their translations stand elsewhere."""
    retired: list[Path] = field(default_factory=list)
    """Catalogs without an article, kept as obsolete."""
    errors: list[ToolkitError] = field(default_factory=list)

    @property
    def written(self) -> int:
        """Catalogs written."""
        return sum(outcome.written for outcome in self.outcomes)

    def total(self, what: str) -> int:
        """Sum of one of an outcome's numbers: ``report.total("stale")``."""
        return sum(getattr(outcome, what) for outcome in self.outcomes)

    @property
    def changes(self) -> bool:
        """Whether anything on disk was not in step."""
        return bool(self.written or self.templates or self.removed or self.retired)


def outcome(article: str, locale: str, old: Catalog | None, new: Catalog, written: bool) -> Outcome:
    """What became of a catalog, from what it was before; None for one that was not there."""
    held = {unit.key: unit for unit in old.units} if old is not None else {}
    counts = {"new": 0, "stale": 0, "moved": 0, "gone": 0}
    for unit in new.units:
        was = held.get(unit.key)
        if unit.obsolete:
            counts["gone"] += was is not None and not was.obsolete
        elif not unit.target:
            counts["new"] += was is None
        elif unit.state is State.STALE and (was is None or was.state is not State.STALE):
            counts["stale"] += 1
        elif unit.state in ACCEPTED and (was is None or was.obsolete or not was.target):
            counts["moved"] += 1
    return Outcome(article, locale, written, **counts)
