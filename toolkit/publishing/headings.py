"""Heading ids: from the source's words, the same in all languages, so no ``#anchor`` breaks.

Slugs as GitHub makes them (its renderer has no published standard; the rule is that of
``github-slugger``): lower case, letters and their marks, digits, ``_`` and ``-`` kept, blanks to ``-``, a
number for repeats. An explicit ``{#id}`` or ``id=""`` wins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from turbohtml import Element

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a rendered article."""

    level: int
    """1–6."""
    id: str
    """Not empty."""
    text: str
    lang: str = ""
    """Language of the words where it is not the page's."""


def slug(words: str) -> str:
    """``Before & after`` → ``before--after``; may be empty."""
    return "".join("-" if char in " \n\t" else char for char in words.strip().lower() if _stays(char))


def _stays(char: str) -> bool:
    """Also marks: in many scripts the vowels are."""
    return char.isalnum() or char in "_- \n\t" or unicodedata.category(char)[0] == "M" or char in _JOINERS


_JOINERS = "\u200c\u200d"


class Slugger:
    """Unique slugs within a page."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)

    def __call__(self, words: str) -> str:
        base = slug(words) or "section"
        unique, number = base, 0
        while unique in self.taken:
            number += 1
            unique = f"{base}-{number}"
        self.taken.add(unique)
        return unique


@dataclass(frozen=True, slots=True)
class Outline:
    """What a rendered article consists of, for the table of contents and listings."""

    headings: tuple[Heading, ...] = ()
    words: int = 0
    """Words to read; scripts without spaces count two characters as a word."""
    start: str = ""
    """The first paragraph of some length."""
    start_lang: str = ""


_START = 60
"""Characters from which on a paragraph can stand for an article in a list."""

# Scripts that write without spaces: Han, Kana, Thai, Lao, Khmer, Burmese, Tibetan.
_UNSPACED = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\U00020000-\U0003ffff]"
)


def outline(html: str, ids: tuple[str, ...] | None = None) -> Outline:
    """:param ids: of the headings, from the source's page; made from the words here when not given."""
    import turbohtml

    tree = turbohtml.parse_fragment(html)
    found = list(tree.iter_elements(_LEVELS))
    slugger = Slugger(filter(None, map(_own_id, tree.iter_elements())))
    result = []
    for index, element in enumerate(found):
        own = element.attrs.get("id")
        words = _words(element)
        if ids is not None and index < len(ids):
            name = ids[index]
        else:
            name = str(own) if own else slugger(words)
        result.append(Heading(int(element.tag[1]), name, words, _lang(element)))
    first = next((part for part in tree.iter_elements("p") if len(_words(part)) >= _START), None)
    text = tree.text
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    return Outline(
        tuple(result),
        len(text.split()) + unspaced // 2,
        "" if first is None else _words(first),
        "" if first is None else _lang(first),
    )


def _own_id(element: Element) -> str:
    """The id that an element has on its page; footnotes get theirs there."""
    name = str(element.attrs.get("id") or "")
    return f"fn-{name}" if name and "footnote-definition" in (element.attrs.get("class") or ()) else name


def _words(element: Element) -> str:
    """An element's text without the marks put in for readers."""
    text = element.text
    for note in element.find_all("span", class_="untranslated-note"):
        text = text.replace(note.text, "", 1)
    return " ".join(text.split())


def _lang(element: Element) -> str:
    """The language of an element that as a whole is in another one (a fallback)."""
    parts = [child for child in element.children if child.text.strip() or isinstance(child, _element_type())]
    langs = []
    for child in parts:
        attributes = getattr(child, "attrs", None)
        classes = (attributes.get("class") or []) if attributes else []
        if "untranslated-note" in classes:
            continue
        langs.append(str(attributes.get("lang") or "") if attributes and "untranslated" in classes else "")
    return langs[0] if len(langs) == 1 else ""


def _element_type() -> type[Element]:
    from turbohtml import Element

    return Element
