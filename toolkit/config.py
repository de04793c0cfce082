"""The configuration: one frozen dataclass a table, read and type-checked from TOML.

``[tool.toolkit]`` of ``pyproject.toml``, or the same keys at the top of
``toolkit.toml``. A key ``front-matter-keys`` fills the field
``front_matter_keys``. What is not written has the default that stands here, so
this file is the reference of all settings. An unknown key or a wrong type is a
:class:`~toolkit.errors.ConfigError` with the file, the line, the key and the
nearest key that exists; so is a number out of its range.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from toolkit import config_values, toml_tables
from toolkit.errors import ConfigError
from toolkit.toml_tables import ranged


@dataclass(frozen=True, slots=True)
class FormatsConfig:
    """``[tool.toolkit.formats]``: what of an article is text."""

    front_matter_keys: tuple[str, ...] = (
        "title",
        "description",
        "summary",
        "subtitle",
        "keywords",
        "image_alt",
    )
    """Front-matter keys whose values are translated; ``seo.title`` for nested ones."""
    translate_pre: bool = False
    """Translate the text of ``<pre>``."""
    translate_code: bool = False
    """Translate the text of ``<code>`` in HTML."""


@dataclass(frozen=True, slots=True)
class DraftConfig:
    """``[tool.toolkit.draft]``: first drafts by machine."""

    stale: bool = False
    """Draft translations anew whose source text changed. The earlier translation is lost then."""
    max_characters: int | None = ranged(None, 0)
    """Characters that one run may send to services at most, with every repeated try."""
    protect_amounts: bool = False
    """Give numbers with their units (``5 mg``) to engines as something not to be touched."""
    long: int = ranged(1500, 1)
    """Characters from which a text is translated sentence by sentence."""
    save_every: float = ranged(5.0, 0)
    """Seconds between two writes of a catalog while its drafts come in."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """``[tool.toolkit.engines.<name>]``: one engine. Keys never stand here, see ``docs/engines.md``."""

    url: str = ""
    """Base URL of the service instead of its own: your own server, or a proxy."""
    model: str = ""
    """Model to ask for, where the service has several."""
    region: str = ""
    """Region of the key (Microsoft, Tencent)."""
    email: str = ""
    """An address the service gets with each request, for a higher quota (MyMemory)."""
    connections: int | None = None
    """Requests at a time."""
    per_second: float | None = None
    """Requests a second at most."""
    max_characters: int | None = None
    """Characters in one request."""
    max_texts: int | None = None
    """Texts in one request."""
    price_per_million: float | None = ranged(None, 0)
    """What a million characters cost you, for ``--dry-run``."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What only this engine knows, such as ``formality``."""


@dataclass(frozen=True, slots=True)
class EnginesConfig:
    """``[tool.toolkit.engines]``: which engines, in which order, with which options."""

    order: tuple[str, ...] = ("memory", "apertium")
    """Asked one after another, until one has a translation."""
    locales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Another order for a locale: ``ar = ["memory", "libretranslate"]``, ``en-GB = ["copy"]``."""
    attempts: int = ranged(5, 1)
    """Tries for a request that met a passing failure."""
    max_wait: float = ranged(60.0, 0)
    """Seconds to wait for a service at most; one that asks for more is given up for the run."""
    connect_timeout: float = ranged(10.0, 0.1)
    """Seconds."""
    read_timeout: float = ranged(30.0, 0.1)
    """Seconds without a byte."""
    total_timeout: float = ranged(90.0, 0.1)
    """Seconds for a whole request, also when it drips in byte by byte."""
    tables: Mapping[str, EngineOptions] = field(default_factory=dict, metadata={"rest": True})
    """Every other table, by engine."""


@dataclass(frozen=True, slots=True)
class TermsConfig:
    """``[tool.toolkit.terms]``: the glossary."""

    glossary: str = "locales/glossary.csv"
    """Path below the project."""


Level = Literal["error", "warning", "info", "off"]
Form = Literal["formal", "informal"]


@dataclass(frozen=True, slots=True)
class LocaleChecksConfig:
    """``[tool.toolkit.checks.locale.<tag>]``: what one locale does differently."""

    ignore: tuple[str, ...] = ()
    """Further checks that do not run."""
    severity: Mapping[str, Level] = field(default_factory=dict)
    """Over the project's severities."""
    address: Form | None = None
    """How readers are addressed."""
    reading_grade: float | None = ranged(None, 0)
    """Highest school grade a page may need."""
    keep: tuple[str, ...] = ()
    """Further words that stay as they are."""
    spelling_words: tuple[str, ...] = ()
    """Further words that are spelled right."""


@dataclass(frozen=True, slots=True)
class ChecksConfig:
    """``[tool.toolkit.checks]``: which checks, how severe."""

    select: tuple[str, ...] = ()
    """Names or families of the checks that run; empty for all that run by default."""
    ignore: tuple[str, ...] = ()
    """Names or families of checks that do not run."""
    severity: Mapping[str, Level] = field(default_factory=dict)
    """Severity by check or family; `off` switches it off, any other switches it on."""
    fail_on: Literal["error", "warning", "info"] = "warning"
    """The least severe finding that makes `toolkit check` exit with 1."""
    drafts: Literal["errors", "all", "none"] = "errors"
    """What is listed of texts nobody has accepted: the errors, all, or none; the rest is counted."""
    min_translated: float = ranged(0.0, 0, 100)
    """Percentage (0–100) of each locale's texts that have to be accepted."""
    min_reviewed: float = ranged(0.0, 0, 100)
    """Percentage (0–100) of each locale's texts that have to be signed off."""
    baseline: str = ""
    """File of known findings below the project: only new ones are listed."""
    keep: tuple[str, ...] = ()
    """Words that stay as they are in every language: names, brands."""
    address: Form | None = None
    """How readers are addressed; without it only a mixture within an article is found."""
    length_ratio: float = ranged(3.0, 0)
    """How many times longer or shorter than usual a translation may be; 0 for any."""
    reading_grade: float | None = ranged(None, 0)
    """Highest school grade (US) a page may need, source and translation; none is asked for by default."""
    spelling_words: tuple[str, ...] = ()
    """Words that are spelled right whatever the dictionary says."""
    dictionaries: tuple[str, ...] = ()
    """Folders with hunspell dictionaries, beside the system's."""
    locale: Mapping[str, LocaleChecksConfig] = field(default_factory=dict)
    """By locale."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Settings of third-party checks."""


Accept = Literal["drafts", "translated", "reviewed"]
Incomplete = Literal["fallback", "omit", "hold"]
Layout = Literal["site", "hugo", "hugo-suffix", "docusaurus", "mkdocs", "mkdocs-suffix", "jekyll", "plain"]


@dataclass(frozen=True, slots=True)
class LocaleBuildConfig:
    """``[tool.toolkit.build.locale.<tag>]``: what one locale does differently."""

    accept: Accept | None = None
    """As in `[tool.toolkit.build]`; so are the others."""
    incomplete: Incomplete | None = None
    """What becomes of incomplete pages in this locale."""
    threshold: float | None = ranged(None, 0, 1)
    """Least accepted share in this locale."""


@dataclass(frozen=True, slots=True)
class BuildConfig:
    """``[tool.toolkit.build]``: what is published. Front matter of an article can say
    ``accept``, ``incomplete``, ``threshold`` and ``critical`` for itself."""

    accept: Accept = "translated"
    """Least state of a translation that is published."""
    incomplete: Incomplete = "fallback"
    """A page with parts that are not accepted: publish those in the source language, leave the
    page out, or hold the last fully accepted state of it."""
    threshold: float = ranged(0.0, 0, 1)
    """Least share (0–1) of an article's words that has to be accepted for `fallback`."""
    layout: Layout = "site"
    """A complete site, or Markdown in the folders of another generator."""
    markdown: bool = True
    """Write localised Markdown beside the pages (layout ``site``)."""
    heading_ids: Literal["none", "attribute", "anchor"] = "none"
    """How a heading in Markdown output keeps the source's id: not, ``{#id}``, ``<a id>``."""
    jobs: int = ranged(0, 0)
    """Processes; 0: one a core where there is work for them."""
    locale: Mapping[str, LocaleBuildConfig] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """``[tool.toolkit.site]``: the pages. Words among these settings are translated with the theme's."""

    title: str = ""
    """Name of the site; the project folder's name when empty."""
    description: str = ""
    """What the site is, in a sentence: on the front pages and for search engines."""
    footer: str = ""
    """A sentence at the foot of every page."""
    publisher: str = ""
    """Who stands behind the site, for machines; the title when empty."""
    base_url: str = ""
    """``https://clinic.example/health/``: needed for hreflang, canonical, sitemap and feeds."""
    theme: str = "theme"
    """Folder below the project whose files stand in for the built-in theme's."""
    labels: bool = True
    """Tell readers what is machine text, not translated, being updated or reviewed."""
    listed_from: float = ranged(0.5, 0, 1)
    """Least translated share (0–1) of a page for index, feed, sitemap and alternates."""
    schema: str = "Article"
    """schema.org type of an article: ``MedicalWebPage`` for health information."""
    localised_slugs: bool = False
    """File names from translated titles; kept in ``<catalogs>/slugs.toml`` once published."""
    feed: int = ranged(20, 0)
    """Entries of the Atom feed; 0 for none."""
    words_per_minute: int = ranged(200, 0)
    """For the reading time; 0 shows none."""
    image: str = ""
    """Picture for link previews where an article names none; below the source folder."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """What ``{{ name }}`` in articles stands for on the pages; the values are translated with the theme."""


@dataclass(frozen=True, slots=True)
class ReviewConfig:
    """``[tool.toolkit.review]``: review and sign-off."""

    require_second_person: bool = False
    """A sign-off counts only from somebody else than the translator or post-editor (ISO 17100)."""
    roles: tuple[str, ...] = ()
    """Roles that have to sign every unit before it counts as reviewed; any one role where empty."""
    critical_roles: tuple[str, ...] = ("reviewer",)
    """Roles that have to sign the units of articles with `critical: true`, beside `roles`."""


@dataclass(frozen=True, slots=True)
class Config:
    """The top of ``[tool.toolkit]``."""

    source_language: str = "en"
    """BCP 47 tag the articles are written in; canonical after loading."""
    locales: tuple[str, ...] = ()
    """BCP 47 tags to translate into; canonical after loading."""
    source: str = "source_articles"
    """Folder of the articles."""
    catalogs: str = "locales"
    """Folder of templates, PO files and the glossary."""
    output: str = "build"
    """Folder of the builds; nothing under it is edited by hand."""
    include: tuple[str, ...] = ("**/*",)
    """Globs below the source folder; a file must match one of them."""
    exclude: tuple[str, ...] = ()
    """Globs below the source folder; a file that matches one is no article."""
    location: Literal["line", "file", "none"] = "line"
    """What ``#:`` comments in catalogs say."""
    formats: FormatsConfig = field(default_factory=FormatsConfig)
    draft: DraftConfig = field(default_factory=DraftConfig)
    engines: EnginesConfig = field(default_factory=EnginesConfig)
    terms: TermsConfig = field(default_factory=TermsConfig)
    checks: ChecksConfig = field(default_factory=ChecksConfig)
    build: BuildConfig = field(default_factory=BuildConfig)
    site: SiteConfig = field(default_factory=SiteConfig)
    review: ReviewConfig = field(default_factory=ReviewConfig)


def from_table(table: Mapping[str, object], path: Path, prefix: str = "", text: str = "") -> Config:
    """The configuration in ``table``.

    :param path: file the table was read from, for messages.
    :param prefix: what stands before a key in messages, such as ``tool.toolkit``.
    :param text: the file's text, to find a key's line.
    :raises ConfigError: unknown key, wrong type, value that is not possible.
    """
    reader = toml_tables.Reader(path, text)
    config = reader.table(Config, table, prefix)
    return _settled(config, reader, f"{prefix}." if prefix else "")


def _settled(config: Config, reader: toml_tables.Reader, prefix: str) -> Config:
    """What types and ranges cannot say is checked, and every tag is canonical."""
    values = config_values
    values.check_folders(reader, prefix, source=config.source, catalogs=config.catalogs, output=config.output)
    values.path(reader, f"{prefix}terms.glossary", config.terms.glossary, "file")
    values.path(reader, f"{prefix}site.theme", config.site.theme, "folder")
    if config.checks.baseline:
        values.path(reader, f"{prefix}checks.baseline", config.checks.baseline, "file")
    values.check_address(reader, f"{prefix}site.base-url", config.site.base_url)
    tags = values.tags(reader, config.source_language, config.locales, prefix)
    locales = tuple(tags[1:])
    # Checks read the articles too, and what is said for `es` counts for `es-MX`.
    checked = {*tags, *(tag.partition("-")[0] for tag in tags)}
    build = values.by_tag(reader, f"{prefix}build.locale", config.build.locale, locales, locales)
    checks = values.by_tag(reader, f"{prefix}checks.locale", config.checks.locale, checked, tags)
    engines = values.by_tag(reader, f"{prefix}engines.locales", config.engines.locales)
    return dataclasses.replace(
        config,
        source_language=tags[0],
        locales=locales,
        build=dataclasses.replace(config.build, locale=build),
        checks=dataclasses.replace(config.checks, locale=checks),
        engines=dataclasses.replace(config.engines, locales=engines),
    )


def load(path: Path) -> Config | None:
    """The configuration in ``path``; None for a ``pyproject.toml`` without ``[tool.toolkit]``.

    :raises ConfigError: see :func:`toolkit.toml_tables.read` and :func:`from_table`.
    """
    data, text = toml_tables.read(path)
    if path.name != "pyproject.toml":
        _check_top(data, toml_tables.Reader(path, text))
        return from_table(data, path, "", text)
    tool = data.get("tool")
    table = tool.get("toolkit") if isinstance(tool, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise ConfigError("tool.toolkit has to be a table", path=path)
    return from_table(table, path, "tool.toolkit", text)


def _check_top(data: Mapping[str, object], reader: toml_tables.Reader) -> None:
    """:raises ConfigError: the tables are those of a ``pyproject.toml``."""
    tool = data.get("tool")
    nested = isinstance(tool, dict) and "toolkit" in tool
    if nested or "toolkit" in data:
        table = "tool.toolkit" if nested else "toolkit"
        raise reader.error(
            table,
            f"in {reader.path.name} the keys stand at the top, without this table",
            hint=f"remove the line [{table}], and write [build] instead of [{table}.build]",
        )
