"""The theme's words as a catalog: collected from the templates, for translators as any article's are.

The built-in template is ``theme/locales/theme.pot``. A project's own catalogs, which also hold the words of
its settings and of its own templates, are ``<catalogs>/<locale>/LC_MESSAGES/theme.po``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.model import Catalog, State, Unit
from toolkit.publishing.theme_files import Theme
from toolkit.publishing.words import DOMAIN

if TYPE_CHECKING:
    from toolkit.project import Project

NOTES = {
    "This part is not translated yet:": "stands before a part that is shown in the source language",
    "{minutes} min read": "{minutes} is a number: how long an article takes to read",
    "Note": "title of a box",
    "Tip": "title of a box",
    "Important": "title of a box",
    "Warning": "title of a box",
    "Caution": "title of a box; stronger than Warning",
    "Table": "name of a table for screen readers",
    "Done": "name of a ticked box for screen readers",
    "To do": "name of an empty box for screen readers",
    "Back to the text": "name of the arrow that leads from a footnote back, for screen readers",
    "Read the original in {language}": "{language} is a language's name, as in the middle of a sentence",
    "Previous": "the article before this one",
    "Next": "the article after this one",
}
"""What translators should know, by message."""

FROM_CODE = (
    "This part is not translated yet:",
    "{minutes} min read",
    "Reviewed on {date}",
    "Updated on {date}",
    "Note",
    "Tip",
    "Important",
    "Warning",
    "Caution",
    "Table",
    "Done",
    "To do",
    "Back to the text",
    "This page does not exist.",
    "Go to the front page",
)
"""Messages that Python puts into pages."""


def messages(theme: Theme) -> Iterator[tuple[str, str, int]]:
    """Every message of the templates: its text, its template and line."""
    from jinja2.ext import extract_from_ast

    for name in sorted(theme.templates()):
        tree = theme.engine.parse(theme.path(name).read_text(encoding="utf-8"))
        for line, _, found in extract_from_ast(tree):
            # With placeholders, Jinja gives the call's arguments, of which the first is the message.
            message = found[0] if isinstance(found, tuple) else found
            if isinstance(message, str):
                yield message, name, line


def template(theme: Theme, settings: Iterable[tuple[str, str]] = ()) -> Catalog:
    """All of the theme's words, without translations.

    :param settings: further words and where they stand: those of the configuration.
    """
    from toolkit.catalogs import header

    found: dict[str, list[tuple[str, int | None]]] = {}
    for message, where in settings:
        found.setdefault(message, []).append((where, None))
    for message, name, _ in messages(theme):
        places = found.setdefault(message, [])
        # Without line numbers: a style change in a template must not touch the catalogs.
        if (name, None) not in places:
            places.append((name, None))
    for message in FROM_CODE:
        found.setdefault(message, [])
    units = tuple(
        Unit(
            message,
            role="theme",
            syntax="text",
            notes=(NOTES[message],) if message in NOTES else (),
            references=tuple(places),
            state=State.UNTRANSLATED,
        )
        for message, places in found.items()
    )
    return Catalog("", units, header.make("", format="text"))


def settings_words(project: Project) -> list[tuple[str, str]]:
    """The words among the site's settings."""
    site = project.config.site
    named = {"site.title": site.title, "site.description": site.description, "site.footer": site.footer}
    named |= {f"site.variables.{name}": value for name, value in site.variables.items()}
    return [(text, key) for key, text in named.items() if text]


def update(project: Project, locale: str) -> tuple[Path, bool]:
    """Bring the project's own catalog of the theme's words in step; tells whether it was written.

    Words that the built-in theme has in this language start with its translation.

    :raises CatalogError: the catalog cannot be read. :raises ConflictError: it changed meanwhile.
    """
    import dataclasses

    from toolkit import files, locales
    from toolkit.catalogs import header, po
    from toolkit.catalogs.leverage import leverage
    from toolkit.publishing import words

    theme = Theme(project.root / project.config.site.theme)
    fresh = template(theme, settings_words(project))
    path = project.messages_dir(locale) / f"{DOMAIN}.po"
    old, stamp = po.read_stamped(path, locale=locale) if path.is_file() else (None, files.ABSENT)
    built_in = words.BUILT_IN / locales.posix(locale) / "LC_MESSAGES" / f"{DOMAIN}.po"
    others = [po.read(built_in, locale=locale)] if built_in.is_file() else []
    plural_forms = locales.parse(locale).plural_forms()
    head = header.make(locale, format="text", plural_forms=plural_forms)
    fresh = dataclasses.replace(fresh, header=head)
    merged = leverage(fresh, old, others=others, locale=locale, plural_forms=plural_forms)
    return path, po.write(path, merged, expected=stamp, root=project.root)
