"""Engines by name, as configured: where plug-ins, configuration and engines meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from toolkit import plugins
from toolkit.config import EngineOptions, EnginesConfig
from toolkit.engines.base import Engine, Setup, Timeouts
from toolkit.engines.cache import ReplyCache
from toolkit.engines.pacing import Budget
from toolkit.engines.runner import Runner
from toolkit.engines.sender import Pace
from toolkit.errors import ConfigError, PluginError, ToolkitError

CACHE_FILE = "replies.sqlite"
"""Below the project's cache folder."""


def names() -> tuple[str, ...]:
    """Built-ins, then what plug-ins bring.

    :raises PluginError: two plug-ins have one name.
    """
    return tuple(plugins.available("toolkit.engines"))


def engine(name: str, config: EnginesConfig, *, memory: Any = None) -> Engine:
    """The engine, made with its table of the configuration. Nothing goes online.

    :param memory: the locale's :class:`toolkit.memory.Memory`, for the engine ``memory``.
    :raises PluginError: no such engine, or it is broken.
    :raises ConfigError: the order or a table names an engine that does not exist.
    """
    known = names()
    for table in config.tables:
        if table not in known:
            raise _unknown(f"engines.{table}", table, known)
    kind = plugins.get("toolkit.engines", name)
    if not (isinstance(kind, type) and issubclass(kind, Engine)):
        raise PluginError(f"the engine {name!r} is not a subclass of toolkit.engines.Engine")
    options = config.tables.get(name, EngineOptions())
    try:
        made = kind.create(_setup(config, options, memory))
    except ToolkitError:
        raise
    except Exception as error:
        raise PluginError(f"the engine {name!r} cannot be made: {type(error).__name__}: {error}") from error
    limits = {
        key: value
        for key in ("connections", "per_second", "max_characters", "max_texts")
        if (value := getattr(options, key)) is not None
    }
    for key, value in limits.items():
        if value <= 0:
            raise ConfigError(f"engines.{name}.{key.replace('_', '-')} has to be above 0, not {value}")
    if limits:
        made.limits = replace(made.limits, **limits)
    return made


def price(made: Engine, config: EnginesConfig) -> float | None:
    """US dollars for a million characters: the configured price, else the list price."""
    own = config.tables.get(made.name, EngineOptions()).price_per_million
    return made.price_per_million if own is None else own


def order(locale: str, config: EnginesConfig) -> tuple[str, ...]:
    """Names of the engines for a locale, in the order they are asked.

    :raises ConfigError: one of them does not exist.
    """
    chosen = config.locales.get(locale, config.order)
    known = names()
    for name in chosen:
        if name not in known:
            key = f"engines.locales.{locale}" if locale in config.locales else "engines.order"
            raise _unknown(key, name, known)
    return chosen


def runner(
    made: Engine,
    config: EnginesConfig,
    *,
    cache: ReplyCache | None = None,
    budget: Budget | None = None,
    offline: bool = False,
) -> Runner:
    """The engine with the configured patience."""
    pace = Pace(attempts=config.attempts, max_wait=config.max_wait)
    return Runner(made, cache=cache, budget=budget, pace=pace, offline=offline)


def open_cache(folder: Path) -> ReplyCache:
    """The replies kept for a project.

    :param folder: the project's cache folder.
    :raises EngineError: it cannot be written.
    """
    return ReplyCache(folder / CACHE_FILE)


def _setup(config: EnginesConfig, options: EngineOptions, memory: Any) -> Setup:
    extra: Mapping[str, str] = options.options
    return Setup(
        timeouts=Timeouts(config.connect_timeout, config.read_timeout, config.total_timeout),
        url=options.url,
        model=options.model,
        region=options.region,
        email=options.email,
        extra=extra,
        memory=memory,
    )


def _unknown(key: str, name: str, known: tuple[str, ...]) -> ConfigError:
    import difflib

    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "known engines: " + ", ".join(known)
    return ConfigError(f"{key}: there is no engine {name!r}", hint=hint)
