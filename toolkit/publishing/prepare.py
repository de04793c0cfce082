"""An article in every language, up to what can be made without knowing the other articles.

Runs in worker processes: everything it needs comes with a :class:`Workshop`, everything it gives
can be pickled.
"""

from __future__ import annotations

from dataclasses import replace

from toolkit.errors import ArticleError, CatalogError
from toolkit.project import Article
from toolkit.publishing import snapshots
from toolkit.publishing.compose import Composed
from toolkit.publishing.facts import Facts, Prepared
from toolkit.publishing.in_language import InLanguage
from toolkit.publishing.origin import Source, Workshop, source
from toolkit.publishing.policy import Decision, Rules, decide, rules_for
from toolkit.publishing.times import Times


def prepare(shop: Workshop, article: Article, tags: tuple[str, ...]) -> list[Prepared]:
    """The article in each of the languages; an error in one becomes a fact about it."""
    language = shop.project.config.source_language
    try:
        origin = source(shop, article)
    except ArticleError as error:
        return [
            Prepared(Facts(article.name, tag, False, "the article cannot be read", errors=(str(error),)))
            for tag in tags
        ]
    result = []
    for tag in tags:
        try:
            if tag == language:
                result.append(_original(shop, origin, tag))
            else:
                result.append(_localised(shop, origin, tag))
        except (ArticleError, CatalogError) as error:
            reason = "its catalog cannot be read" if isinstance(error, CatalogError) else "see the error"
            result.append(Prepared(Facts(article.name, tag, False, reason, errors=(str(error),))))
    return result


def _original(shop: Workshop, origin: Source, tag: str) -> Prepared:
    page = InLanguage(shop, origin, tag, Decision(publish=True, share=1.0))
    composed = Composed(origin.document.text, 0)
    if page.bare:
        return page.finish_markdown(origin.markdown, {}, composed)
    return page.finish(origin.html, origin.markdown, {}, composed, origin.ids)


def _localised(shop: Workshop, origin: Source, tag: str) -> Prepared:
    article, document = origin.article, origin.document
    catalog = shop.project.read_catalog(article, tag)
    path = shop.project.relative(article.path)
    rules = rules_for(shop.build, tag, origin.metadata, path, review=shop.project.config.review)
    kept = snapshots.read(shop.project, article, tag) if rules.incomplete == "hold" else None
    if kept is not None and not rules.trusts(kept.accept):
        kept = None
    times = Times(document, shop.project.config.source_language, tag)
    own = times.own if times.needed else None
    decision = decide(document, catalog, rules, snapshot=kept is not None, own=own)
    page = InLanguage(shop, origin, tag, decision, catalog, times if times.needed else None)
    if not decision.publish:
        return Prepared(page.facts(reason=decision.reason))
    if decision.snapshot and kept is not None:
        return page.from_snapshot(kept)
    prepared = page.composed()
    if not prepared.facts.publish or rules.incomplete == "fallback":
        return prepared
    if prepared.facts.refused:
        return _without_refused(page, rules, kept, prepared)
    if rules.incomplete == "hold" and decision.complete and not decision.machine:
        return replace(prepared, snapshot=page.text, accept=rules.level(decision), ids=origin.ids)
    return prepared


def _without_refused(
    page: InLanguage, rules: Rules, kept: snapshots.Snapshot | None, prepared: Prepared
) -> Prepared:
    """Where a translation could not be used, the page is a mixture after all: left out, or held."""
    refused = prepared.facts.refused
    if kept is None:
        reason = f"{len(refused)} of its translations cannot be published"
        return Prepared(replace(page.facts(reason=reason), refused=refused))
    held = replace(page.decision, held=True, snapshot=True, stale=True, machine=False, reviewed=None)
    earlier = InLanguage(page.shop, page.origin, page.tag, held, page.catalog).from_snapshot(kept)
    return replace(earlier, facts=replace(earlier.facts, refused=refused))
