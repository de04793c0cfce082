"""Findings and their counts, as every report takes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.model import Finding


@dataclass(frozen=True, slots=True)
class About:
    """What a report says of a check beside its name."""

    summary: str = ""
    family: str = ""
    severity: str = "warning"
    example: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to report."""

    findings: tuple[Finding, ...]
    units: int = 0
    """Translations looked at."""
    catalogs: int = 0
    on_drafts: int = 0
    """Findings on drafts that are counted and not listed."""
    known: int = 0
    """Findings of the baseline."""
    checks: Mapping[str, About] = field(default_factory=dict)
    version: str = ""
    prefix: str = ""
    """Path from the top of the repository to the project, ``site/``; empty where they are one."""
    settings: str = ""
    """The settings file relative to the project: the place of findings that are about no file."""

    def place(self, finding: Finding) -> str:
        """The file a finding is shown at, from the top of the repository; empty where none is known."""
        path = finding.path or self.settings
        return self.prefix + path if path else ""

    def count(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    def as_dict(self) -> dict[str, object]:
        """The ``summary`` of the JSON report."""
        return {
            "errors": self.count("error"),
            "warnings": self.count("warning"),
            "infos": self.count("info"),
            "units": self.units,
            "catalogs": self.catalogs,
            "on_drafts": self.on_drafts,
            "known": self.known,
            "by_check": dict(sorted(Counter(finding.check for finding in self.findings).items())),
            "by_locale": dict(
                sorted(Counter(finding.locale or "source" for finding in self.findings).items())
            ),
        }

    def line(self) -> str:
        """``2 errors, 1 warning in 286 translations of 16 catalogs``."""
        parts = [_number(self.count(level), name) for level, name in _NAMES if self.count(level)]
        found = ", ".join(parts) or "no findings"
        text = f"{found} in {_number(self.units, 'translation')} of {_number(self.catalogs, 'catalog')}"
        if self.on_drafts:
            text += f"; {_number(self.on_drafts, 'finding')} on drafts not listed (--drafts all)"
        if self.known:
            text += f"; {_number(self.known, 'finding')} known from the baseline"
        return text


_NAMES = (("error", "error"), ("warning", "warning"), ("info", "note"))


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}" + ("" if count == 1 else "s")
