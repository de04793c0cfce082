"""An article's audit: its records, the versions and rules they stand under, and what cannot be known."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from toolkit import __version__, formats, history, postediting, repository, signing, signing_rules
from toolkit.auditing.records import Record, records
from toolkit.catalogs.template import template
from toolkit.checking import pages
from toolkit.model import ACCEPTED, Catalog, Document
from toolkit.project import Article, Project
from toolkit.publishing import policy, snapshots
from toolkit.publishing.times import Times
from toolkit.repository import Commit


@dataclass(frozen=True, slots=True)
class Audit:
    """What is known of one article in one locale at one moment."""

    article: str
    title: str
    locale: str
    made: datetime.datetime
    """UTC."""
    program: str
    """Name and version of what made it."""
    policy: policy.Rules
    """Which translations the build takes, and what it does with an incomplete page."""
    rules: signing.Rules
    """Which sign-offs a text needs."""
    published: bool
    reason: str
    """Why the page is not published; a clause."""
    source: Commit | None
    """The last commit of the article; None where git does not know it."""
    catalog: Commit | None
    """The last commit of the translations."""
    limits: tuple[str, ...]
    """What the record cannot tell, for people."""
    records: tuple[Record, ...]

    @property
    def machine(self) -> tuple[Record, ...]:
        """The published segments that a machine drafted: what 45 CFR 92.201(c)(3) is about."""
        return tuple(record for record in self.records if record.published and record.engine)

    @property
    def unmet(self) -> tuple[int, ...]:
        """Numbers (from 1) of the published segments, drafted by a machine, whose rules are not met."""
        return tuple(
            number
            for number, record in enumerate(self.records, 1)
            if record.published and record.engine and record.missing
        )

    @property
    def verdict(self) -> str:
        """One sentence for who has to answer for the page."""
        if not self.published:
            return (
                f"The page is not published: {self.reason}." if self.reason else "The page is not published."
            )
        count = len(self.machine)
        if not count:
            return "No published segment is known to have been drafted by a machine."
        segments = "segment that a machine drafted" if count == 1 else "segments that a machine drafted"
        if not self.unmet:
            return f"All {count:,} published {segments} were signed off as the project's rules ask."
        return f"{len(self.unmet):,} of {count:,} published {segments} are not signed off as the rules ask."


def audit(
    project: Project, article: Article, locale: str, *, now: datetime.datetime | None = None
) -> Audit | None:
    """The audit of an article in a locale; None where it has no catalog there.

    :raises ToolkitError: the article or its catalog cannot be read.
    """
    catalog = project.read_catalog(article, locale)
    if catalog is None:
        return None
    document = project.document(article)
    metadata = formats.metadata(document)
    rules = signing_rules.of_metadata(project, metadata)
    build_rules = policy.rules_for(
        project.config.build,
        locale,
        metadata,
        project.relative(article.path),
        review=project.config.review,
    )
    decision = _decision(project, article, document, catalog, build_rules)
    path = project.catalog_path(article, locale)
    trail = history.trail(project.root, path, locale=locale)
    return Audit(
        article=article.name,
        title=str(metadata.get("title") or ""),
        locale=locale,
        made=(now or datetime.datetime.now(datetime.UTC)).replace(microsecond=0),
        program=f"l10n-toolkit {__version__}",
        policy=build_rules,
        rules=rules,
        published=decision.publish,
        reason=decision.reason,
        source=repository.last_commit(project.root, article.path),
        catalog=repository.last_commit(project.root, path),
        limits=(*_limits(project, article, trail), *_present(document, catalog, decision)),
        records=records(
            catalog,
            article.name,
            published=() if decision.snapshot else decision.targets,
            events=history.events(trail.revisions),
            rules=rules,
            held=decision.held,
            drafts=postediting.draft_texts(project, article, locale, catalog=catalog),
        ),
    )


def _decision(
    project: Project, article: Article, document: Document, catalog: Catalog, rules: policy.Rules
) -> policy.Decision:
    """As the build decides, without the translations it refuses for their markup."""
    kept = snapshots.read(project, article, catalog.locale) if rules.incomplete == "hold" else None
    held = kept is not None and rules.trusts(kept.accept)
    times = Times(document, project.config.source_language, catalog.locale)
    own = times.own if times.needed else None
    decision = policy.decide(document, catalog, rules, snapshot=held, own=own)
    if not decision.publish:
        return replace(decision, targets={})
    refused = {
        unit.key for unit, _ in pages.translated(document, catalog, project.format_options).refused if unit
    }
    targets = {key: target for key, target in decision.targets.items() if key not in refused}
    if len(targets) == len(decision.targets) or rules.incomplete == "fallback":
        return replace(decision, targets=targets)
    if held:
        return replace(decision, targets={}, held=True, snapshot=True)
    count = len(decision.targets) - len(targets)
    reason = f"{count} of its translations cannot be published"
    return replace(decision, publish=False, targets={}, reason=reason)


def _limits(project: Project, article: Article, trail: history.Trail) -> list[str]:
    """What version control cannot tell here."""
    found = []
    state = trail.condition
    if not state.tracked:
        found.append(
            "The translations have no git history here: who edited them is known from comments in the "
            "catalog alone."
        )
    elif not trail.revisions:
        found.append("The git history of the translations could not be read, or took too long.")
    if state.modified:
        found.append(
            "The translations have changes that are not committed: git does not know whose they are."
        )
    if state.shallow:
        found.append("This is a shallow clone: what happened before its oldest commit is not known.")
    for commit in trail.unreadable:
        found.append(f"Commit {commit} holds no readable catalog: what it changed is told of the next one.")
    source = repository.condition(project.root, article.path)
    if not source.tracked:
        found.append("The article has no git history here: its version cannot be named.")
    elif source.modified:
        found.append(
            "The article has changes that are not committed: the version named is not what is translated."
        )
    return found


def _present(document: Document, catalog: Catalog, decision: policy.Decision) -> list[str]:
    """Where the record and the published page differ."""
    found = []
    now = {unit.key for unit in template(document).units}
    if now != {unit.key for unit in catalog.units if not unit.obsolete}:
        found.append("The article has changed since its catalog was made: run `toolkit extract`.")
    if decision.snapshot:
        found.append(
            "The page is held at its last fully accepted state, which is an earlier one: what is recorded "
            "here is not published yet."
        )
    elif decision.held:
        found.append(
            "The page is held: texts whose source has changed stand there in their earlier translation."
        )
    if any(unit.state in ACCEPTED and not unit.obsolete and unit.plural for unit in catalog.units):
        found.append("Texts with plural forms are listed with their first form only.")
    return found
