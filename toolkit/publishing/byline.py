"""What readers are told of an article beside its text: by whom, when, how long it takes, what to expect."""

from __future__ import annotations

import datetime
import math
from functools import lru_cache
from typing import Any

from toolkit import locales
from toolkit.config import SiteConfig
from toolkit.publishing.facts import Facts
from toolkit.publishing.words import Words


def items(facts: Facts, words: Words, config: SiteConfig) -> list[dict[str, str]]:
    """Author, dates and reading time, in a page's own language."""
    tag = facts.locale
    found = []
    if facts.author:
        found.append({"kind": "author", "text": facts.author, "datetime": ""})
    if facts.date:
        found.append({"kind": "date", "text": shown_date(facts.date, tag), "datetime": facts.date})
    if facts.date and facts.updated > facts.date:
        text = words("Updated on {date}", date=shown_date(facts.updated, tag))
        found.append({"kind": "updated", "text": text, "datetime": facts.updated})
    if text := minutes(facts, words, config):
        found.append({"kind": "time", "text": text, "datetime": ""})
    if facts.reviewed and config.labels:
        text = words("Reviewed on {date}", date=shown_date(facts.reviewed, tag))
        found.append({"kind": "reviewed", "text": text, "datetime": facts.reviewed})
    return found


def notices(facts: Facts, changed: str) -> dict[str, Any] | None:
    """What a translation has to say of itself; None for nothing.

    :param changed: the day its source last changed (ISO 8601); may be empty.
    """
    updating = facts.stale or facts.held
    untranslated = facts.fallbacks > 0 and not facts.held
    if not (facts.machine or updating or untranslated):
        return None
    return {
        "machine": facts.machine,
        "updating": updating,
        "changed": shown_date(changed, facts.locale),
        "untranslated": untranslated,
        "nothing": untranslated and facts.share == 0,
    }


def minutes(facts: Facts, words: Words, config: SiteConfig) -> str:
    """The reading time in a page's own language; empty where none is shown."""
    count = reading_time(facts.words, config)
    return words("{minutes} min read", minutes=_shown_number(count, facts.locale)) if count else ""


def reading_time(words: int, config: SiteConfig) -> int:
    """Minutes; 0 where none are shown."""
    if not config.words_per_minute or not words:
        return 0
    return max(1, math.ceil(words / config.words_per_minute))


@lru_cache(maxsize=1024)
def _shown_number(number: int, locale: str) -> str:
    return locales.format_number(number, locale)


@lru_cache(maxsize=1024)
def shown_date(date: str, locale: str) -> str:
    """An ISO 8601 date as the locale's readers write it; empty for none."""
    return locales.format_date(datetime.date.fromisoformat(date), locale) if date else ""
