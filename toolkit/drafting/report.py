"""What a run of drafting did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from toolkit.errors import ToolkitError


@dataclass(slots=True)
class Report:
    """Counts are of units, not of distinct texts."""

    wanted: int = 0
    """Units that needed a draft."""
    drafted: Counter[str] = field(default_factory=Counter)
    """By engine, with its model or pair."""
    doubtful: int = 0
    """Drafts of low confidence among them."""
    taken: int = 0
    """Drafts not written, for a person translated the unit meanwhile, or it is gone."""
    left: Counter[str] = field(default_factory=Counter)
    """Units left as they were, by the reason."""
    skipped: list[str] = field(default_factory=list)
    """Engines that could not be used, a line each."""
    failures: list[str] = field(default_factory=list)
    """Troubles of engines, a line each."""
    errors: list[ToolkitError] = field(default_factory=list)
    """Files that could not be read or written."""
    sent_characters: int = 0
    sent_requests: int = 0
    cached: int = 0
    """Texts whose translation was kept from an earlier run, or equal to one just sent."""
    interrupted: bool = False

    @property
    def total(self) -> int:
        """Units drafted."""
        return self.drafted.total()
