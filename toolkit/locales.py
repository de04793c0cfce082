"""Languages and places: BCP 47 tags, direction, names, dates, plural rules.

The one importer of babel (CLDR). Everything is loaded when first asked for:
``toolkit --help`` needs none of it.
"""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.errors import ConfigError

if TYPE_CHECKING:
    import babel

Direction = Literal["ltr", "rtl"]

# RFC 5646 section 2.1, without extensions and private use: language[-Script][-REGION][-variant]*
_TAG = re.compile(
    r"^(?P<language>[A-Za-z]{2,3})"
    r"(?:[-_](?P<script>[A-Za-z]{4}))?"
    r"(?:[-_](?P<territory>[A-Za-z]{2}|\d{3}))?"
    r"(?P<variants>(?:[-_](?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*)$"
)

# Scripts written from right to left (Unicode Standard, chapter 9 and Script.txt; ISO 15924 codes).
_RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Samr", "Mand", "Aran"})
# Languages whose usual script is right to left, where the tag names no script (CLDR likelySubtags).
_RTL_LANGUAGES = frozenset(
    {
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "he",
        "ks",
        "lrc",
        "mzn",
        "nqo",
        "pnb",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    }
)


@functools.lru_cache(maxsize=512)
def canonical(tag: str) -> str:
    """``tag`` in canonical case with hyphens: ``pt_br`` → ``pt-BR``.

    :raises ConfigError: not a language tag.
    """
    match = _TAG.match(tag)
    if match is None:
        raise ConfigError(
            f"{tag!r} is not a language tag", hint="write it like es, pt-BR or zh-Hans (BCP 47)"
        )
    parts = [match["language"].lower()]
    if match["script"]:
        parts.append(match["script"].title())
    if match["territory"]:
        parts.append(match["territory"].upper())
    parts += [part.lower() for part in re.split("[-_]", match["variants"]) if part]
    return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Locale:
    """A language as spoken somewhere."""

    tag: str
    """Canonical BCP 47."""

    @property
    def language(self) -> str:
        return self.tag.split("-", 1)[0]

    @property
    def script(self) -> str | None:
        return next((part for part in self.tag.split("-")[1:] if len(part) == 4 and part.isalpha()), None)

    @property
    def territory(self) -> str | None:
        parts = self.tag.split("-")[1:]
        return next((part for part in parts if re.fullmatch(r"[A-Z]{2}|\d{3}", part)), None)

    @property
    def direction(self) -> Direction:
        if self.script is not None:
            return "rtl" if self.script in _RTL_SCRIPTS else "ltr"
        usual = self.language in _RTL_LANGUAGES
        script = "" if usual and self.territory is None else likely_script(self.tag)
        return "rtl" if (script in _RTL_SCRIPTS if script else usual) else "ltr"

    @property
    def native_name(self) -> str:
        """Its name in itself, capitalised: ``Español``."""
        name = self._display(self.tag)
        return name[:1].upper() + name[1:]

    def name_in(self, other: str) -> str:
        """Its name in another language: ``Locale("es").name_in("en")`` is ``Spanish``."""
        return self._display(other)

    def _display(self, other: str) -> str:
        return _display_name(self.tag, other)

    def plural_forms(self) -> str:
        """gettext's ``Plural-Forms`` header value, from CLDR's cardinal rules.

        The header that gettext's tools know for the language, wherever it says the same.
        """
        return _plural_forms(self.tag)

    def __str__(self) -> str:
        return self.tag


def parse(tag: str) -> Locale:
    """:raises ConfigError: not a language tag."""
    return Locale(canonical(tag))


@functools.lru_cache(maxsize=128)
def _babel(tag: str) -> babel.Locale:
    """CLDR's data for the tag, or for the nearest parent that CLDR has; English when it has none."""
    import babel

    parts = tag.split("-")
    while parts:
        try:
            return babel.Locale.parse("_".join(parts))
        except (babel.UnknownLocaleError, ValueError):
            parts.pop()
    return babel.Locale("en")


@functools.lru_cache(maxsize=1024)
def _display_name(tag: str, other: str) -> str:
    """Each page of a site names all of its languages."""
    return _babel(tag).get_display_name(_babel(other)) or tag


@functools.lru_cache(maxsize=128)
def _plural_forms(tag: str) -> str:
    from babel.messages.plurals import get_plural

    from toolkit import plurals

    locale = _babel(tag)
    rules = locale.plural_form.rules
    table = get_plural(str(locale))
    usual = f"nplurals={table.num_plurals}; plural={table.plural_expr};"
    return plurals.header(rules, usual) if rules or locale.language in plurals.ONE_FORM else usual


def format_date(
    date: datetime.date, tag: str, style: Literal["short", "medium", "long", "full"] = "long"
) -> str:
    """A date as readers of ``tag`` write it; CLDR's formats, the locale's usual digits."""
    from babel.dates import format_date as babel_format

    return babel_format(date, format=style, locale=_babel(tag))


_STYLED = ("full", "long", "medium", "short")
# Widths of CLDR's skeletons (UTS 35, part 4) that running text uses.
_SKELETONS = ("MMMMd", "MMMd", "yMMMM", "yMMM")
_TIMES = ("h:mm a", "h a", "h:mm:ss a", "H:mm", "HH:mm", "H:mm:ss", "HH:mm:ss")
_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)\b")


def date_form(words: str, date: datetime.date, tag: str) -> str:
    """The form in which ``words`` say ``date`` in the language ``tag``, for :func:`format_form`.

    Empty where they are no such date: ``yesterday`` stays what its author wrote. All-numeric forms
    become one with the month's name, because 3/4 is April to one reader and March to another.
    """
    from babel.dates import format_skeleton

    said = _plain_date(words)
    tags = (tag, "en-GB") if canonical(tag) == "en" else (tag,)
    for locale in map(_babel, tags):
        for style in _STYLED:
            if _plain_date(format_date(date, str(locale), style)) == said:  # type: ignore[arg-type]
                return style if style in ("full", "long") else "yMMMd"
        for skeleton in _SKELETONS:
            if _plain_date(format_skeleton(skeleton, date, locale=locale)) == said:
                return skeleton
    return ""


def format_form(date: datetime.date, form: str, tag: str) -> str:
    """``date`` in a form of :func:`date_form`, as readers of ``tag`` write it."""
    from babel.dates import format_skeleton

    if form in ("full", "long"):
        return format_date(date, tag, "full" if form == "full" else "long")
    return str(format_skeleton(form, date, locale=_babel(tag)))


def says_time(words: str, time: datetime.time) -> bool:
    """Whether ``words`` are the time of day in figures: ``2:30 p.m.``, ``14:30``."""
    from babel.dates import format_time as babel_format

    said = re.sub(r"[.\s]+", "", words.casefold())
    forms = (babel_format(time, form, locale="en") for form in _TIMES)
    return any(re.sub(r"\s+", "", form.casefold()) == said for form in forms)


def format_time(time: datetime.time, tag: str) -> str:
    """A time of day as readers of ``tag`` write it, to the minute; seconds where there are any."""
    from babel.dates import format_time as babel_format

    return babel_format(time, "medium" if time.second else "short", locale=_babel(tag))


def format_moment(date: str, time: str, tag: str) -> str:
    """A date and a time of day, both formatted, put together in the locale's order."""
    from babel.dates import get_datetime_format

    pattern = str(get_datetime_format("medium", locale=_babel(tag)))
    return pattern.replace("{0}", time).replace("{1}", date)


def _plain_date(words: str) -> str:
    """Without what differs between hands: case, commas, points, kinds of blanks, ``4th``."""
    return " ".join(re.sub(r"[,.\u200e\u200f]", " ", _ORDINAL.sub(r"\1", words.casefold())).split())


def format_number(number: float, tag: str) -> str:
    """A number with the locale's decimal and group signs."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_babel(tag))


def posix(tag: str) -> str:
    """The tag as gettext folders and headers write it: ``pt_BR``, ``zh_Hans``, ``sr@latin``."""
    return canonical(tag).replace("-", "_")


@functools.lru_cache(maxsize=256)
def with_territory(tag: str) -> str:
    """``es`` → ``es_ES``: language and territory as Open Graph wants them, the likely one (CLDR) added."""
    from babel.core import get_global

    locale = parse(tag)
    territory = locale.territory
    if territory is None:
        likely = get_global("likely_subtags")
        full = likely.get("_".join(filter(None, (locale.language, locale.script)))) or likely.get(
            locale.language
        )
        territory = str(full).rpartition("_")[2] if full else ""
    return f"{locale.language}_{territory}" if territory else locale.language


@functools.lru_cache(maxsize=256)
def likely_script(tag: str) -> str:
    """ISO 15924 code of the script a tag is usually written in, by CLDR's likely subtags: ``zh-TW`` is
    ``Hant``. Empty where CLDR does not know."""
    from babel.core import get_global

    locale = parse(tag)
    if locale.script:
        return locale.script
    likely = get_global("likely_subtags")
    full = likely.get(f"{locale.language}_{locale.territory}") or likely.get(locale.language) or ""
    return next((part for part in str(full).split("_")[1:] if len(part) == 4), "")
