"""The audit as a page to print and to keep, and as tables for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from toolkit.auditing import Audit, Person, Record
from toolkit.interchange.tables import disarmed
from toolkit.locales import parse
from toolkit.printed import page
from toolkit.repository import Commit

_COLUMNS = (
    "article", "locale", "number", "line", "role", "source", "target", "state", "published", "summary",
    "drafted_by", "drafted_on", "low_confidence", "draft", "unchanged", "edited_by", "accepted_by",
    "void_sign_offs", "missing", "source_version", "translation_version",
)  # fmt: skip


def html(audits: Sequence[Audit], *, project: str, source_locale: str) -> str:
    """One page with all of them: one file that needs nothing else."""
    return page.render(
        "audit.html",
        audits=audits,
        project=project,
        source_locale=source_locale,
        summary=_summary,
        people=_people,
        name_in_english=lambda tag: parse(tag).name_in("en"),
    )


def _summary(audit: Audit) -> Sequence[tuple[str, int]]:
    machine = [record for record in audit.records if record.engine]
    return (
        ("Texts", len(audit.records)),
        ("Published translations", sum(record.published for record in audit.records)),
        ("Drafted by a machine", len(machine)),
        ("… signed off as the rules ask", sum(not record.missing for record in machine)),
        ("… a person is named, rules not met", sum(bool(r.missing) and r.named for r in machine)),
        ("… nobody is named", sum(not record.named for record in machine)),
    )


def _people(people: Sequence[Person]) -> Markup:
    return Markup("; ").join(
        Markup("<bdi>{}</bdi> ({}), {} <span class=quiet>({})</span>").format(
            page.clean(person.name), page.clean(person.role), person.when or "undated", person.known_from
        )
        for person in people
    )


def values(audit: Audit) -> dict[str, Any]:
    """Plain values for JSON."""
    return {
        "article": audit.article,
        "title": audit.title,
        "locale": audit.locale,
        "made": audit.made.isoformat(),
        "program": audit.program,
        "published": audit.published,
        "reason": audit.reason,
        "verdict": audit.verdict,
        "unmet": list(audit.unmet),
        "rules": {
            "accept": audit.policy.accept,
            "incomplete": audit.policy.incomplete,
            "threshold": audit.policy.threshold,
            "critical": audit.policy.critical,
            "roles": list(audit.rules.roles),
            "second_person": audit.rules.second_person,
        },
        "source_version": _commit(audit.source),
        "translation_version": _commit(audit.catalog),
        "limits": list(audit.limits),
        "records": [_record(record, number) for number, record in enumerate(audit.records, 1)],
    }


def _commit(commit: Commit | None) -> dict[str, str] | None:
    if commit is None:
        return None
    return {"commit": commit.hash, "author": commit.author, "date": commit.when.isoformat()}


def _record(record: Record, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "line": record.line,
        "role": record.role,
        "source": record.source,
        "target": record.target,
        "state": record.state.value,
        "published": record.published,
        "summary": record.summary,
        "drafted_by": record.engine,
        "drafted_on": record.drafted.isoformat() if record.drafted else None,
        "low_confidence": record.low_confidence,
        "draft": record.draft or None,
        "unchanged": record.unchanged,
        "edited_by": [_person(person) for person in record.edited],
        "accepted_by": [_person(person) for person in record.accepted],
        "void_sign_offs": [_person(person) for person in record.void],
        "missing": list(record.missing),
        "earlier_source": record.earlier,
        "events": [
            {"kind": event.kind, "who": event.who, "when": event.when.isoformat(), "commit": event.commit}
            for event in record.events
        ],
    }


def _person(person: Person) -> dict[str, str | None]:
    return {
        "name": person.name,
        "role": person.role,
        "date": person.when.isoformat() if person.when else None,
        "known_from": person.known_from,
    }


def table(audits: Sequence[Audit]) -> str:
    """CSV with one line a text; no cell starts like a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for audit in audits:
        about = values(audit)
        versions = {
            name: (about[name] or {}).get("commit", "") for name in ("source_version", "translation_version")
        }
        for record in about["records"]:
            cells = {**record, **versions, "article": audit.article, "locale": audit.locale}
            writer.writerow([disarmed(_cell(cells[name])) for name in _COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_cell(part) for part in value)
    if isinstance(value, dict):
        return f"{value['name']}, {value['role']}, {value['date'] or 'undated'} ({value['known_from']})"
    return "" if value is None else "yes" if value is True else "no" if value is False else str(value)
