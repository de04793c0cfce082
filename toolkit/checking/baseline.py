"""Known findings that do not count: for taking the checks into an old project.

A JSON file, one line a finding, sorted, so that its diff says what was mended. A finding is known by
its check, locale, article and source text; the wording of its message may change.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from toolkit.errors import ConfigError
from toolkit.model import Finding

_VERSION = 1
# Their msgid is only an example: the finding is of the catalog as a whole.
_OF_CATALOG = frozenset(
    {"incomplete", "drafts", "stale", "fuzzy", "unreviewed", "sign-off", "outdated", "spelling", "address"}
)

Key = tuple[str, str, str, str, str]


def key(finding: Finding) -> Key:
    """What stays the same of a finding while its text is not touched."""
    of_unit = finding.check not in _OF_CATALOG
    return (
        finding.check,
        finding.locale,
        finding.article,
        (finding.context or "") if of_unit else "",
        finding.msgid if of_unit else "",
    )


def dumps(findings: Iterable[Finding]) -> str:
    """The baseline of these findings; the same for the same findings in any order."""
    counted = Counter(map(key, findings))
    lines = [json.dumps([*item, count], ensure_ascii=False) for item, count in sorted(counted.items())]
    rows = "\n    " + ",\n    ".join(lines) + "\n  " if lines else ""
    return f'{{\n  "version": {_VERSION},\n  "findings": [{rows}]\n}}\n'


def load(path: Path) -> Counter[Key]:
    """:raises ConfigError: there is no such file, or it is no baseline."""
    hint = "write one with `toolkit check --write-baseline`"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"the baseline cannot be read: {error.strerror}", path=path, hint=hint) from error
    except ValueError as error:
        raise ConfigError(f"the baseline is not JSON: {error}", path=path, hint=hint) from error
    known: Counter[Key] = Counter()
    rows = data.get("findings") if isinstance(data, dict) and data.get("version") == _VERSION else None
    for row in rows if isinstance(rows, list) else [None]:
        if not (
            isinstance(row, list)
            and len(row) == 6
            and all(isinstance(part, str) for part in row[:5])
            and isinstance(row[5], int)
        ):
            raise ConfigError("the file is no baseline of this version", path=path, hint=hint)
        known[(row[0], row[1], row[2], row[3], row[4])] += row[5]
    return known


def new(findings: Iterable[Finding], known: Counter[Key]) -> tuple[Finding, ...]:
    """The findings that the baseline does not have."""
    left = Counter(known)
    fresh = []
    for finding in findings:
        item = key(finding)
        if left[item] > 0:
            left[item] -= 1
        else:
            fresh.append(finding)
    return tuple(fresh)
