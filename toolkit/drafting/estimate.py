"""What a draft would send and cost. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit import engine_registry
from toolkit.drafting.ladder import Text
from toolkit.drafting.report import Report
from toolkit.drafting.run import Options, usable, work_for
from toolkit.engines import Engine
from toolkit.project import Article, Project
from toolkit.terms import read as read_glossary


@dataclass(frozen=True, slots=True)
class Estimate:
    """For one locale and the engine that would be asked."""

    locale: str
    engine: str
    """Empty where none can be used."""
    units: int
    texts: int
    """Distinct ones: equal texts are sent once."""
    characters: int
    """As protected for the engine, first attempts only."""
    cached: int
    """Texts whose reply is kept from an earlier run, in full."""
    price: float | None
    """US dollars for what is not cached; None where the engine has no known price."""


def estimate(
    project: Project, articles: Sequence[Article], locales: Sequence[str], options: Options, report: Report
) -> list[Estimate]:
    """One for each locale and engine but the memory, in the order they would be asked.

    Each stands for all of the texts: which ones an engine will fail at is not known before.

    :param report: gets the engines that cannot be used, and files that cannot be read.
    """
    glossary = read_glossary(
        project.glossary_path,
        source_language=project.config.source_language,
        shown=project.relative(project.glossary_path),
    )
    out: list[Estimate] = []
    for locale in locales:
        left = None if options.limit is None else options.limit - report.wanted
        work = work_for(project, articles, locale, glossary, left)
        report.errors += work.errors
        report.wanted += work.units
        if not work.texts:
            continue
        found = [engine for engine in usable(project, locale, options, report) if engine.name != "memory"]
        for engine in found:
            if options.offline and engine.remote:
                continue
            out.append(_for_engine(project, engine, work.locale, work.units, work.texts))
        if not found:
            out.append(Estimate(locale, "", work.units, len(work.texts), work.characters, 0, None))
    return out


def _for_engine(project: Project, engine: Engine, locale: str, units: int, texts: Sequence[Text]) -> Estimate:
    from toolkit.engines.cache import cache_key

    characters = fresh = cached = 0
    file = project.cache_dir / engine_registry.CACHE_FILE
    cache = engine_registry.open_cache(project.cache_dir) if file.is_file() and engine.cacheable else None
    try:
        for text in texts:
            attempt = next(text.attempts(engine), None) if text.has_words else None
            requests = attempt.requests if attempt else ()
            kept = [cache is not None and cache.get(cache_key(engine, r, r.text.strip())) for r in requests]
            characters += sum(len(request.text) for request in requests)
            fresh += sum(len(r.text) for r, known in zip(requests, kept, strict=True) if not known)
            cached += bool(requests) and all(kept)
    finally:
        if cache is not None:
            cache.close()
    rate = engine_registry.price(engine, project.config.engines)
    price = None if rate is None else rate * fresh / 1_000_000
    label = engine.name
    return Estimate(locale, label, units, len(texts), characters, cached, price)
