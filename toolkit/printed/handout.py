"""A bilingual page of one article, for a reviewer who gets it by mail or reads on paper."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit import __version__, formats, postediting, provenance, repository, signing, signing_rules
from toolkit.checking import check_project
from toolkit.locales import parse
from toolkit.model import ACCEPTED, Catalog, Finding, State, Syntax, Unit, UnitKey
from toolkit.printed import page
from toolkit.project import Article, Project
from toolkit.provenance import Remark
from toolkit.tally import words

_STATE_NAMES: Mapping[State, str] = {
    State.UNTRANSLATED: "not translated",
    State.DRAFT: "machine draft, not accepted",
    State.STALE: "translation of an earlier text",
    State.FUZZY: "needs work",
    State.TRANSLATED: "accepted, not signed off",
    State.REVIEWED: "signed off",
}
_PARTLY_SIGNED = "signed off, not yet by all"
_SEVERITIES = {"error": "Error", "warning": "Look again", "info": "Note"}
_OF_CATALOG = frozenset(
    {"incomplete", "drafts", "stale", "fuzzy", "unreviewed", "sign-off", "missing-catalog"}
)
"""Checks whose findings the page shows anyway: each text has its state."""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding of a check, in words for people who run none."""

    severity: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody translated or signed."""

    what: str
    name: str
    role: str = ""
    when: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One text."""

    number: int
    source: str
    target: str
    syntax: Syntax
    role: str
    state: str
    state_name: str
    engine: str
    drafted: datetime.date | None
    low: str | None
    """Why the machine was not sure; None where it was."""
    previous: str | None
    """The source the target was made for, where that is another one."""
    change: str
    draft: str | None
    """The machine's text, where a person has changed it."""
    findings: tuple[ShownFinding, ...]
    notes: tuple[str, ...]
    remarks: tuple[Remark, ...]
    people: tuple[Deed, ...]
    lacking: tuple[str, ...]
    """Sign-offs the rules still ask for."""

    @property
    def label(self) -> str:
        """The role, in words for people who know no file format."""
        return self.role.removeprefix("front matter: ").removesuffix(" (text)")

    @property
    def heading(self) -> bool:
        return self.role.startswith("heading") or "title" in self.role

    @property
    def more(self) -> bool:
        return bool(
            self.previous is not None
            or self.draft is not None
            or self.findings
            or self.notes
            or self.remarks
            or self.people
            or self.lacking
        )

    @property
    def risky(self) -> bool:
        severe = any(finding.severity != "info" for finding in self.findings)
        return severe or self.previous is not None or self.low is not None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on one page."""

    project: str
    article: str
    title: str
    source_locale: str
    source_name: str
    locale: str
    locale_name: str
    native_name: str
    version: str
    """Abbreviated commit of the article; empty where git does not know it."""
    made: str
    program: str
    critical: bool
    roles: tuple[str, ...]
    second_person: bool
    table: str
    """File name of the table that goes with the page; may be empty."""
    words: int
    labels: frozenset[str]
    general: tuple[ShownFinding, ...]
    entries: tuple[Entry, ...]

    @property
    def counts(self) -> Sequence[tuple[str, int]]:
        counted = Counter(entry.state_name for entry in self.entries)
        names = (*_STATE_NAMES.values(), _PARTLY_SIGNED)
        return [(name, counted[name]) for name in names if counted[name]]

    @property
    def first(self) -> Sequence[Entry]:
        return [entry for entry in self.entries if entry.risky]


def sheet(
    project: Project, article: Article, locale: str, *, table: str = "", today: datetime.date | None = None
) -> Sheet | None:
    """What the page of an article in a locale says; None where it has no catalog there.

    :param table: name of the file with the same texts for corrections.
    :raises ToolkitError: the article or its catalog cannot be read.
    """
    catalog = project.read_catalog(article, locale)
    if catalog is None:
        return None
    document = project.document(article)
    metadata = formats.metadata(document)
    rules = signing_rules.of_metadata(project, metadata)
    commit = repository.last_commit(project.root, article.path)
    found = check_project(project, locales=(locale,), articles=(article,), drafts="all").findings
    by_unit, general = _sorted_findings(found, catalog, locale)
    if plurals := sum(unit.plural is not None and not unit.obsolete for unit in catalog.units):
        said = (
            f"{plurals:,} with plural forms are not on this page: they are reviewed in an editor for PO files"
        )
        general = (*general, ShownFinding("info", _SEVERITIES["info"], said))
    drafts = postediting.draft_texts(project, article, locale, catalog=catalog)
    units = [unit for unit in catalog.units if not unit.obsolete and unit.plural is None]
    translator = signing.last_translator(catalog)
    source = parse(project.config.source_language)
    return Sheet(
        project=project.config.site.title or "",
        article=article.name,
        title=str(metadata.get("title") or ""),
        source_locale=source.tag,
        source_name=source.name_in("en"),
        locale=locale,
        locale_name=parse(locale).name_in("en"),
        native_name=parse(locale).native_name,
        version=commit.hash[:10] if commit else "",
        made=(today or datetime.datetime.now(datetime.UTC).date()).isoformat(),
        program=f"l10n-toolkit {__version__}",
        critical=rules.critical,
        roles=rules.roles,
        second_person=rules.second_person,
        table=table,
        words=sum(words(formats.plain(unit.source, unit.syntax)) for unit in units),
        labels=document.labels,
        general=general,
        entries=tuple(
            _entry(number, unit, by_unit.get(unit.key, ()), drafts.get(unit.key), rules, translator)
            for number, unit in enumerate(units, 1)
        ),
    )


def html(made: Sheet) -> str:
    """The page: one file that needs nothing else."""
    return page.render("handout.html", sheet=made)


def _sorted_findings(
    found: Iterable[Finding], catalog: Catalog, locale: str
) -> tuple[Mapping[UnitKey, tuple[ShownFinding, ...]], tuple[ShownFinding, ...]]:
    keys = {unit.key for unit in catalog.units}
    by_unit: dict[UnitKey, tuple[ShownFinding, ...]] = {}
    general: list[ShownFinding] = []
    for finding in found:
        if finding.check in _OF_CATALOG or finding.locale != locale:
            continue
        said = ShownFinding(finding.severity, _SEVERITIES[finding.severity], finding.message)
        if finding.key in keys:
            by_unit[finding.key] = (*by_unit.get(finding.key, ()), said)
        else:
            general.append(said)
    return by_unit, tuple(general)


def _entry(
    number: int,
    unit: Unit,
    findings: tuple[ShownFinding, ...],
    draft: str | None,
    rules: signing.Rules,
    translator: str | None,
) -> Entry:
    note = provenance.draft_of(unit.comments)
    change = provenance.change_of(unit.comments)
    signed = unit.state is State.REVIEWED
    asked = unit.state in ACCEPTED and (rules.critical or signed)
    lacking = signing.missing(unit, rules, translator=translator) if asked else ()
    unsure = note is not None and note.low_confidence and unit.state not in ACCEPTED
    stale = unit.previous is not None and unit.previous != unit.source
    return Entry(
        number=number,
        source=unit.source,
        target=unit.target,
        syntax=unit.syntax,
        role=unit.role,
        state=unit.state.value,
        state_name=_PARTLY_SIGNED if signed and lacking else _STATE_NAMES[unit.state],
        engine=note.engine if note else "",
        drafted=note.date if note else None,
        low=(note.rung or "low confidence") if note and unsure else None,
        previous=unit.previous if stale else None,
        change=change.what if change and stale else "",
        draft=draft if draft is not None and unit.target and draft != unit.target else None,
        findings=findings,
        notes=unit.notes,
        remarks=tuple(remark for remark in provenance.remarks(unit.comments) if not remark.resolved),
        people=_people(unit),
        lacking=lacking,
    )


def _people(unit: Unit) -> tuple[Deed, ...]:
    deeds = [
        Deed("Translated or edited by", page.name_of(entry.person), "", entry.date)
        for entry in provenance.translators(unit.comments)
    ]
    deeds += [
        Deed("Signed off by", page.name_of(signoff.person), signoff.role, signoff.date)
        for signoff in provenance.signoffs(unit)
    ]
    return tuple(deeds)
