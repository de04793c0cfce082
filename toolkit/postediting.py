"""What people made of machine drafts: each draft beside the text that was accepted, and what it took.

ISO 18587:2017 calls this post-editing. The figures tell which engine saves work: how many drafts
were taken as they were, how far the others had to be changed (TER: edits a word of the accepted
text, Snover et al. 2006; chrF: shared character n-grams, Popović 2015), and how long it took.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit import formats, history, provenance, worklog
from toolkit.errors import MissingExtra
from toolkit.model import ACCEPTED, Catalog, State, Unit, UnitKey
from toolkit.project import Article, Project
from toolkit.tally import words
from toolkit.worklog import Visit


@dataclass(frozen=True, slots=True)
class PostEdit:
    """A unit that a machine drafted once."""

    locale: str
    article: str
    engine: str
    """Engine with its model or pair: ``apertium eng-spa``."""
    words: int
    """Of the source."""
    accepted: bool
    """A person has accepted a text for it."""
    unchanged: bool | None
    """The target is the machine's own; None when that cannot be told."""
    draft: str | None
    """The machine's words without markup; None where nobody kept them."""
    final: str
    """The target without markup."""


# Drafts


def draft_texts(
    project: Project, article: Article, locale: str, *, catalog: Catalog | None = None
) -> Mapping[UnitKey, str]:
    """The machine's own text of each unit that has a ``# draft:`` comment, as far as it is known.

    From the catalog itself where nobody changed it, then from the project's log of drafts, then from
    the catalog's git history. A text counts only if the comment's digest fits; for a comment without
    a digest, the last drafted text of the history does.

    :param catalog: the working copy, where the caller has read it already.
    :raises CatalogError: the catalog cannot be read.
    """
    catalog = catalog or project.read_catalog(article, locale)
    if catalog is None:
        return {}
    known: dict[UnitKey, str] = {}
    wanted: dict[UnitKey, str] = {}
    loose: list[Unit] = []
    for unit in _drafted(catalog):
        note = provenance.draft_of(unit.comments)
        assert note is not None
        if unit.state is State.DRAFT or note.digest == provenance.text_digest(unit.target):
            known[unit.key] = unit.target
        elif note.digest is None:
            loose.append(unit)
        else:
            wanted[unit.key] = note.digest
    texts = dict(worklog.drafts(project.cache_dir, wanted.values()))
    missing = set(wanted.values()) - texts.keys()
    path = project.catalog_path(article, locale)
    if missing:
        texts.update(_committed(history.versions(project.root, path), missing, locale))
    known.update({key: texts[digest] for key, digest in wanted.items() if digest in texts})
    if loose:
        known.update(_last_drafted(history.revisions(project.root, path, locale=locale), loose))
    return known


def _drafted(catalog: Catalog) -> Iterator[Unit]:
    for unit in catalog.units:
        if not unit.obsolete and unit.plural is None and provenance.draft_of(unit.comments) is not None:
            yield unit


def _committed(versions: Iterable[bytes], missing: set[str], locale: str) -> Mapping[str, str]:
    """The texts with these digests in committed versions of a catalog, oldest first.

    A digest comes into the file together with the text it is of, so only the first version that has
    its digits is read: finding them in bytes costs nearly nothing.
    """
    found: dict[str, str] = {}
    left = set(missing)
    for data in versions:
        come = {digest for digest in left if digest.encode() in data}
        catalog = history.parsed(data, locale) if come else None
        for unit in catalog.units if catalog is not None else ():
            if unit.target and (digest := provenance.text_digest(unit.target)) in come:
                found[digest] = unit.target
        left -= come
        if not left:
            break
    return found


def _last_drafted(states: Iterable[history.Revision], loose: Iterable[Unit]) -> Mapping[UnitKey, str]:
    events = history.events(states)
    found = {}
    for unit in loose:
        drafted = [event.target for event in events.get(unit.key, ()) if event.kind == "drafted"]
        if drafted:
            found[unit.key] = drafted[-1]
    return found


def post_edits(project: Project, article: Article, locale: str) -> tuple[PostEdit, ...]:
    """Every unit of the article that a machine drafted, with what became of it; document order.

    :raises CatalogError: the catalog cannot be read.
    """
    catalog = project.read_catalog(article, locale)
    if catalog is None:
        return ()
    drafts = draft_texts(project, article, locale, catalog=catalog)
    return tuple(_post_edit(unit, locale, article.name, drafts.get(unit.key)) for unit in _drafted(catalog))


def _post_edit(unit: Unit, locale: str, article: str, draft: str | None) -> PostEdit:
    note = provenance.draft_of(unit.comments)
    assert note is not None
    unchanged = None if draft is None else draft == unit.target
    if unchanged is None and note.digest is not None:
        unchanged = note.digest == provenance.text_digest(unit.target)
    return PostEdit(
        locale=locale,
        article=article,
        engine=note.engine,
        words=words(formats.plain(unit.source, unit.syntax)),
        accepted=unit.state in ACCEPTED,
        unchanged=unchanged,
        draft=None if draft is None else formats.plain(draft, unit.syntax),
        final=formats.plain(unit.target, unit.syntax),
    )


# Figures


@dataclass(frozen=True, slots=True)
class Scores:
    """How far accepted texts are from their drafts."""

    ter: float
    """Edits for 100 words of the accepted texts; 0 for no edit, lower is better, may exceed 100."""
    chrf: float
    """0–100, chrF2; 100 for no edit, higher is better."""
    signatures: tuple[str, str]
    """sacreBLEU's signatures: with which settings and version the two were computed."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One engine in one locale."""

    locale: str
    engine: str
    """Empty: translated by people from nothing, for comparison. Only times are known of it."""
    drafted: int
    """Units with a draft of this engine, accepted or not."""
    accepted: int
    """Those of them a person has accepted a text for."""
    unchanged: int
    """Accepted as the machine wrote them."""
    words: int
    """Source words of the accepted ones."""
    compared: int
    """Accepted ones whose draft is known, which the scores are about."""
    scores: Scores | None
    """None where nothing can be compared, or sacreBLEU is not installed."""
    timed: int
    """Texts that were brought to acceptance on the review page and timed there."""
    seconds: float | None
    """Median time a text, all visits of it added up."""
    words_per_hour: int | None
    """Source words of all timed texts over all of their time."""

    @property
    def unchanged_share(self) -> float | None:
        """0–1."""
        return self.unchanged / self.accepted if self.accepted else None


def figures(
    edits: Iterable[PostEdit], visits: Iterable[Visit], *, scored: bool = True
) -> tuple[Figures, ...]:
    """One entry for each locale and engine, sorted; people's own translations last in their locale.

    :param visits: only those of the articles that the edits are of.
    :param scored: compute TER and chrF.
    :raises MissingExtra: they are asked for, there is something to compare, and sacreBLEU is missing.
    """
    by_engine: dict[tuple[str, str], list[PostEdit]] = defaultdict(list)
    for edit in edits:
        by_engine[edit.locale, edit.engine].append(edit)
    times: dict[tuple[str, str], dict[tuple[str, str], list[Visit]]] = defaultdict(lambda: defaultdict(list))
    for visit in visits:
        if visit.before not in ACCEPTED:  # later visits are revision, which every translation needs
            times[visit.locale, visit.engine][visit.article, visit.unit].append(visit)
    keys = sorted(by_engine.keys() | times.keys(), key=lambda key: (key[0], key[1] == "", key[1]))
    found = [_figures(*key, by_engine.get(key, ()), times.get(key, {}), scored) for key in keys]
    return tuple(entry for entry in found if entry.drafted or entry.timed)


def _figures(
    locale: str,
    engine: str,
    edits: Sequence[PostEdit],
    times: Mapping[tuple[str, str], Sequence[Visit]],
    scored: bool,
) -> Figures:
    accepted = [edit for edit in edits if edit.accepted]
    pairs = [(edit.draft, edit.final) for edit in accepted if edit.draft is not None]
    done = [visits for visits in times.values() if visits[-1].after in ACCEPTED]
    seconds = [sum(visit.seconds for visit in visits) for visits in done]
    said = sum(visits[-1].words for visits in done)
    return Figures(
        locale=locale,
        engine=engine,
        drafted=len(edits),
        accepted=len(accepted),
        unchanged=sum(edit.unchanged is True for edit in accepted),
        words=sum(edit.words for edit in accepted),
        compared=len(pairs),
        scores=scores(pairs, locale) if pairs and scored else None,
        timed=len(done),
        seconds=statistics.median(seconds) if seconds else None,
        words_per_hour=round(3600 * said / sum(seconds)) if seconds else None,
    )


def scores(pairs: Sequence[tuple[str, str]], locale: str) -> Scores:
    """TER and chrF of drafts against accepted texts, over all of them together.

    :param pairs: (draft, accepted text), at least one, without markup.
    :raises MissingExtra: sacreBLEU is not installed.
    """
    try:
        from sacrebleu.metrics.chrf import CHRF
        from sacrebleu.metrics.ter import TER
    except ImportError as error:
        raise MissingExtra("stats", package="sacrebleu", purpose="TER and chrF") from error
    # Tercom's own tokens, case and punctuation counted: both are work for whoever edits. Scripts
    # without spaces are compared character by character.
    unspaced = locale.partition("-")[0] in ("zh", "ja", "th", "lo", "km", "my")
    ter = TER(normalized=True, asian_support=unspaced, case_sensitive=True)
    chrf = CHRF()
    drafts, finals = [draft for draft, _ in pairs], [[final for _, final in pairs]]
    return Scores(
        ter=round(ter.corpus_score(drafts, finals).score, 1),
        chrf=round(chrf.corpus_score(drafts, finals).score, 1),
        signatures=(str(ter.get_signature()), str(chrf.get_signature())),
    )
