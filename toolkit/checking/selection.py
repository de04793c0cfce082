"""Which checks run, and how severe each is: the project's word, then the locale's, then the article's."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from toolkit.checking.registry import all_checks, overrides
from toolkit.checks.base import CatalogView, Check, PageView, Pair, Problem, Settings
from toolkit.config import ChecksConfig, Config
from toolkit.errors import ArticleError, ConfigError
from toolkit.model import Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for on one run, beside the configuration."""

    select: tuple[str, ...] = ()
    """Instead of the configuration's."""
    ignore: tuple[str, ...] = ()
    """Beside the configuration's."""


NO_CHOICE = Choice()
UnitRule = tuple[Callable[[Pair], Iterable[Problem]], Check, Severity]
UnitRules = tuple[Callable[[Pair], object] | None, tuple[UnitRule, ...]]
"""Neighbouring rules, and what a unit must have for any of them to find something."""


@dataclass(frozen=True)
class Plan:
    """The checks for one locale and article, by scope, with their severities."""

    settings: Settings
    severity: Mapping[str, Severity]
    unit: tuple[UnitRules, ...] = ()
    catalog: tuple[Check, ...] = ()
    locale: tuple[Check, ...] = ()
    page: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleChoice:
    """What an article's front matter says: ``checks: {ignore: [length], severity: {numbers: warning}}``."""

    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()


NO_ARTICLE_CHOICE = ArticleChoice()


def article_choice(metadata: Mapping[str, object], path: str = "") -> ArticleChoice:
    """The article's own wishes; ``checks-ignore: "length, quotes"`` where front matter is flat.

    :raises ArticleError: they are of the wrong shape or name no check.
    """
    flat = metadata.get("checks-ignore")
    table = metadata.get("checks")
    if flat is None and table is None:
        return NO_ARTICLE_CHOICE
    ignore = list(_names(flat, "checks-ignore", path))
    severity: list[tuple[str, str]] = []
    if isinstance(table, Mapping):
        ignore += _names(table.get("ignore"), "checks.ignore", path)
        levels = table.get("severity") or {}
        if not isinstance(levels, Mapping):
            raise ArticleError("front matter: checks.severity has to be a table", path=path)
        for name, level in levels.items():
            if level not in (*SEVERITIES, "off", False):
                raise ArticleError(
                    f"front matter: checks.severity.{name}: error, warning, info or off, not {level!r}",
                    path=path,
                )
            severity.append((str(name), "off" if level is False else str(level)))
    elif table is not None:
        raise ArticleError("front matter: checks has to be a table with ignore or severity", path=path)
    for name in (*ignore, *(name for name, _ in severity)):
        _known(name, lambda message, hint: ArticleError(f"front matter: {message}", path=path, hint=hint))
    return ArticleChoice(tuple(ignore), tuple(severity))


def _names(value: object, key: str, path: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    if isinstance(value, Sequence) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ArticleError(f"front matter: {key} has to be a list of checks, not {value!r}", path=path)


def _known(name: str, error: Callable[[str, str], Exception]) -> None:
    names = {check.name for check in all_checks()} | {check.family for check in all_checks()} | {"all"}
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "`toolkit checks` lists all checks"
        raise error(f"there is no check {name!r}", hint)


def _config_error(key: str) -> Callable[[str, str], Exception]:
    return lambda message, hint: ConfigError(f"{key}: {message}", hint=hint)


@dataclass
class Planner:
    """Makes plans, once for each locale and article choice."""

    config: Config
    choice: Choice = NO_CHOICE
    _plans: dict[tuple[str, ArticleChoice], Plan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checks = self.config.checks
        for name in self.choice.select:
            _known(name, _config_error("--select"))
        for name in self.choice.ignore:
            _known(name, _config_error("--ignore"))
        for key, names in (
            ("select", checks.select),
            ("ignore", checks.ignore),
            ("severity", checks.severity),
        ):
            for name in names:
                _known(name, _config_error(f"checks.{key}"))
        for tag, own in checks.locale.items():
            for name in (*own.ignore, *own.severity):
                _known(name, _config_error(f"checks.locale.{tag}"))

    def plan(self, locale: str, article: ArticleChoice = NO_ARTICLE_CHOICE) -> Plan:
        key = (locale, article)
        if key not in self._plans:
            self._plans[key] = self._make(locale, article)
        return self._plans[key]

    def _make(self, locale: str, article: ArticleChoice) -> Plan:
        config = self.config.checks
        settings = settings_for(self.config, locale)
        language = locale.split("-", 1)[0]
        own = config.locale.get(locale) or config.locale.get(language)
        levels: list[Mapping[str, str]] = [config.severity]
        ignored = {*config.ignore, *self.choice.ignore, *article.ignore}
        if own is not None:
            levels.append(own.severity)
            ignored.update(own.ignore)
        levels.append(dict(article.severity))
        selected = self.choice.select or config.select
        chosen: dict[str, Severity] = {}
        checks = []
        for check in all_checks():
            severity = self._severity(check, levels, selected, ignored)
            if severity is None:
                continue
            if check.applies(language, settings):
                chosen[check.name] = severity
                checks.append(check)
                continue
            asked = check.name in selected or any(check.name in table for table in levels)
            lacking = check.lacking(language, settings, asked=asked)
            if lacking:
                raise ConfigError(
                    f"the check {check.name} cannot run: something is not installed", hint=lacking
                )
        return Plan(
            settings,
            chosen,
            _grouped((check.unit, check, chosen[check.name]) for check in checks if overrides(check, "unit")),
            *(
                tuple(check for check in checks if overrides(check, scope))
                for scope in ("catalog", "locale", "page")
            ),
        )

    def level(self, check: Check) -> Severity | None:
        """The check's severity in the project; None: it is off."""
        config = self.config.checks
        return self._severity(
            check,
            [config.severity],
            self.choice.select or config.select,
            {*config.ignore, *self.choice.ignore},
        )

    def _severity(
        self, check: Check, levels: Iterable[Mapping[str, str]], selected: tuple[str, ...], ignored: set[str]
    ) -> Severity | None:
        """None: it does not run. A check's own name goes before its family's."""
        level: str = check.severity
        runs = check.default
        for table in levels:
            found = table.get(check.name, table.get(check.family))
            if found is not None:
                level = found
                # A family's level switches nothing on: a check that is off by default is off for a reason.
                runs = found != "off" and (runs or check.name in table)
        if selected:
            runs = check.name in selected or (
                check.default and (check.family in selected or "all" in selected) and level != "off"
            )
            if runs and level == "off":
                level = check.severity
        if not runs or check.name in ignored or "all" in ignored:
            return None
        if check.family in ignored and check.name not in selected:
            return None
        return cast("Severity", level)


def _grouped(rules: Iterable[UnitRule]) -> tuple[UnitRules, ...]:
    groups = itertools.groupby(rules, key=lambda rule: type(rule[1]).needs)
    return tuple((needs, tuple(group)) for needs, group in groups)


def settings_for(config: Config, locale: str) -> Settings:
    """What the project asks of the checks in a locale."""
    checks: ChecksConfig = config.checks
    own = checks.locale.get(locale) or checks.locale.get(locale.split("-", 1)[0])
    words = {*checks.spelling_words, *(own.spelling_words if own else ())}
    return Settings(
        source_language=config.source_language.split("-", 1)[0].lower(),
        keep=frozenset({*checks.keep, *(own.keep if own else ())}),
        address=(own and own.address) or checks.address or "",
        spelling_words=frozenset(word.casefold() for word in words),
        length_ratio=checks.length_ratio,
        reading_grade=own.reading_grade if own and own.reading_grade is not None else checks.reading_grade,
        dictionaries=checks.dictionaries,
        min_translated=checks.min_translated,
        min_reviewed=checks.min_reviewed,
        options=checks.options,
    )


__all__ = [
    "SEVERITIES",
    "ArticleChoice",
    "CatalogView",
    "Choice",
    "PageView",
    "Plan",
    "Planner",
    "article_choice",
]
