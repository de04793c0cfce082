"""The header of a catalog: which fields it has, in which order, and what they say."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.model import Catalog, Syntax

Header = tuple[tuple[str, str], ...]

GENERATOR = "l10n-toolkit"
"""Without a version: an upgrade would rewrite every catalog."""

_ORDER = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
    "X-Generator",
    "X-Toolkit-Format",
)
_RANK = {name.lower(): rank for rank, name in enumerate(_ORDER)}
_FIXED = {
    "mime-version": ("MIME-Version", "1.0"),
    "content-type": ("Content-Type", "text/plain; charset=UTF-8"),
    "content-transfer-encoding": ("Content-Transfer-Encoding", "8bit"),
}
_VOLATILE = frozenset({"pot-creation-date"})
"""Says nothing version control does not know, and changes in every run. Babel fails on an empty one."""

_MAIN_SYNTAX: dict[str, Syntax] = {"markdown": "markdown", "html": "html", "text": "text"}


def get(header: Iterable[tuple[str, str]], name: str) -> str | None:
    """A field's value; names are compared without case."""
    wanted = name.lower()
    return next((value for key, value in header if key.lower() == wanted), None)


def make(locale: str, *, format: str, plural_forms: str = "", project: str = "") -> Header:
    """The header of a new catalog; ``locale`` is empty for a template.

    :param plural_forms: gettext's ``Plural-Forms`` of the locale, from CLDR.
    """
    fields = [("Project-Id-Version", project or "PACKAGE")]
    if locale:
        fields.append(("Language", posix(locale)))
        if plural_forms:
            fields.append(("Plural-Forms", plural_forms))
    fields += [("X-Generator", GENERATOR), ("X-Toolkit-Format", format)]
    return canonical(fields)


def updated(old: Header, new: Header) -> Header:
    """An existing catalog's header, with what it lacks from ``new``.

    What people and their editors wrote there stays, other generators' names too. Only the format
    is ours to change, a language that is another one, and what nobody has filled in.
    """
    fields = dict(old)
    names = {name.lower(): name for name in fields}
    for name, value in new:
        existing = names.get(name.lower())
        if existing is None:
            fields[name] = value
            continue
        current = fields[existing]
        other_language = name == "Language" and posix(current).lower() != value.lower()
        if name == "X-Toolkit-Format" or other_language or not is_filled_in(current):
            fields[existing] = value
    return canonical(fields.items())


def is_filled_in(value: str | None) -> bool:
    """Whether a field says something; GNU gettext's templates come with words to be replaced."""
    return bool(value and value.strip()) and "nplurals=INTEGER" not in (value or "")


def canonical(fields: Iterable[tuple[str, str]]) -> Header:
    """The fields as they are written: ours in a fixed order, others behind them as they came.

    The encoding is UTF-8, whatever the file was read in; dates that change by themselves go.
    """
    fields = tuple(fields)
    kept = {name.lower(): (name, value) for name, value in reversed(fields)}
    kept |= _FIXED
    ours = [kept[name] for name in _RANK if name in kept]
    others = dict.fromkeys(name.lower() for name, _ in fields if name.lower() not in _RANK)
    return (*ours, *(kept[name] for name in others if name not in _VOLATILE))


def parse(text: str) -> Header:
    """The fields of a header entry's msgstr. A line without a colon continues the field above."""
    fields: list[tuple[str, str]] = []
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon and name.strip():
            fields.append((name.strip(), value.strip()))
        elif line.strip() and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]}\n{line.strip()}")
        elif line.strip():
            fields.append((line.strip(), ""))
    return tuple(fields)


def main_syntax(header: Iterable[tuple[str, str]]) -> Syntax | None:
    """How units without a remark are written; None for a catalog made elsewhere."""
    name = get(header, "X-Toolkit-Format")
    return None if name is None else _MAIN_SYNTAX.get(name, "text")


def locale(header: Iterable[tuple[str, str]]) -> str:
    """The ``Language`` field as a BCP 47 tag (``pt_BR`` → ``pt-BR``); empty where there is none."""
    value = (get(header, "Language") or "").strip()
    base, _, modifier = value.partition("@")
    script = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}.get(modifier)
    parts = base.split(".")[0].replace("_", "-").split("-")
    return "-".join([parts[0], *([script] if script else []), *parts[1:]])


def posix(tag: str) -> str:
    """The tag as header and folder write it: ``pt_BR``."""
    return tag.replace("-", "_")


def comparable(catalog: Catalog) -> tuple[Header, tuple[str, ...]]:
    """What of a header has to differ for a file to be written."""
    return canonical(catalog.header), catalog.header_comments
