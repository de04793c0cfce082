"""What the printed pages share: the template engine, texts with their codes marked, edits word by word."""

from __future__ import annotations

import functools
import re
from typing import Any

import jinja2
from markupsafe import Markup, escape

from toolkit import formats
from toolkit.locales import parse
from toolkit.model import Syntax
from toolkit.similarity.worddiff import word_diff

# What HTML cannot hold as a character, and what no page should (HTML Standard, 13.2.3.5).
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PERSON = re.compile(r"^(?P<name>.+?)\s*<(?P<mail>[^<>\s]+)>$")


def clean(text: object) -> str:
    """The text with a mark in the place of characters no page can show."""
    return _IMPOSSIBLE.sub("�", str(text))


def marked(text: str, syntax: Syntax, labels: frozenset[str] = frozenset()) -> Markup:
    """The text with its markup set apart, so that the words can be read past it."""
    spans = []
    for code in formats.codes(text, syntax, labels):
        spans.append(code.open)
        if code.close is not None:
            spans.append(code.close)
    out, at = [], 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.start < at or span.end == span.start:
            continue
        out.append(escape(clean(text[at : span.start])))
        out.append(Markup('<span class="code">{}</span>').format(clean(text[span.start : span.end])))
        at = span.end
    out.append(escape(clean(text[at:])))
    return Markup("").join(out)


def diffed(old: str, new: str) -> Markup:
    """What became of ``old``: words that went and words that came."""
    forms = {"same": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
    return Markup("").join(Markup(forms[kind]).format(clean(text)) for kind, text in word_diff(old, new))


def name_of(person: str) -> str:
    """The name alone of ``Name <mail>``."""
    match = _PERSON.match(person)
    return match["name"] if match else person


def language(tag: str) -> Markup:
    """``lang`` and ``dir`` attributes of a text in this locale."""
    return Markup('lang="{}" dir="{}"').format(tag, parse(tag).direction)


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("toolkit.printed", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clean=clean, number="{:,}".format)
    environment.globals.update(marked=marked, diffed=diffed, name_of=name_of, language=language)
    return environment


def render(template: str, **values: Any) -> str:
    """A whole page, its style inside."""
    environment = _environment()
    style = environment.get_template("paper.css").render()
    return environment.get_template(template).render(style=Markup(style), **values)
