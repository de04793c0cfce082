"""From a composed article to the HTML inside ``<main>``.

Markdown is rendered by the parser that found the segments, with the same options. One streaming
pass over the result then gives headings the source's ids, turns addresses into tokens or
final ones, and makes what a parser writes accessible: table scrolling, task boxes, footnotes.
"""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit import locales
from toolkit.publishing.tables import labelled
from toolkit.publishing.typography import kept_together
from toolkit.publishing.words import Words

if TYPE_CHECKING:
    from turbohtml.rewrite import Element

# Attributes with an address, by element (HTML Living Standard, attributes of type URL).
ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "a": ("href",),
    "area": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "object": ("data",),
    "link": ("href",),
    "script": ("src",),
    "input": ("src",),
    "blockquote": ("cite",),
    "q": ("cite",),
    "image": ("href", "xlink:href"),  # these two in SVG
    "use": ("href", "xlink:href"),
}
_SELECTOR = ", ".join(
    f"{tag}[{name}]" if ":" not in name else tag for tag, names in ADDRESSES.items() for name in names
)
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_ALERTS = ("note", "tip", "important", "warning", "caution")
_SRCSET = re.compile(r"([\s,]*)([^\s,](?:\S*[^\s,])?)([^,(]*(?:\([^)]*\)[^,(]*)*)")
"""What stands before an address, itself (with commas within), and what follows (HTML, section 4.8.4.2)."""


@dataclass(slots=True)
class Finishing:
    """What the pass over a rendered article needs, and what it leaves."""

    address: Callable[[str], str]
    """The new address for one as written; the same for what stays."""
    ids: tuple[str, ...] = ()
    """Ids of the headings in order."""
    words: Words = field(default_factory=lambda: Words(""))
    """The theme's, in the page's language."""
    heading: int = 0
    notes: set[str] = field(default_factory=set)

    @property
    def rtl(self) -> bool:
        """Whether the page's language runs from right to left."""
        return bool(self.words.locale) and locales.parse(self.words.locale).direction == "rtl"


def render(markdown: str, path: str = "") -> str:
    """HTML of a Markdown article; front matter is left out.

    :param path: the article's, whose suffix tells MDX.
    """
    from toolkit.publishing import markdown_html

    return markdown_html.render(markdown, body_start(markdown), path)


def body_start(text: str) -> int:
    """Where the Markdown or HTML begins, after front matter."""
    from toolkit.formats import frontmatter

    return frontmatter.segments(text, "", ())[1]


def without_front(html: str) -> str:
    """An HTML article without the front matter that generators take off."""
    return html[body_start(html) :].lstrip("\ufeff")


_MATH = re.compile(r'<span class="math math-(inline|display)">([^<]*)</span>')


def finish(html: str, work: Finishing) -> str:
    """The article's HTML as it stands in a page."""
    from turbohtml.rewrite import rewrite

    if '<span class="math ' in html:
        html = _MATH.sub(_formula, html)

    handlers = [(_SELECTOR, lambda element: _address(element, work))]
    if "<h" in html or "<H" in html:
        handlers.append((_HEADINGS, lambda element: _heading(element, work)))
    if "<table" in html:
        handlers.append(("table", lambda element: _table(element, work)))
    if "<pre" in html:
        handlers.append(("pre", _code))
    if 'type="checkbox"' in html:
        handlers.append(("li > input[type=checkbox]", lambda element: _box(element, work)))
    if "footnote-" in html:
        handlers.append(("sup.footnote-reference > a", lambda element: _reference(element, work)))
        handlers.append(("div.footnote-definition", lambda element: _footnote(element, work)))
    for name in _ALERTS:
        if f"markdown-alert-{name}" in html:
            handlers.append((f"blockquote.markdown-alert-{name}", _alert(name, work)))
    comments = _comment if "<!--" in html else None
    return kept_together(rewrite(labelled(html), elements=handlers, comments=comments), work.rtl)


def addresses(html: str) -> tuple[str, ...]:
    """Every address in the HTML that :func:`finish` would ask about, in its order."""
    from turbohtml.rewrite import rewrite

    found: list[str] = []

    def seen(url: str) -> str:
        found.append(url)
        return url

    work = Finishing(seen)
    rewrite(html, elements=[(_SELECTOR, lambda element: _address(element, work))])
    return tuple(found)


# MathML Core's elements and the attributes a converter of formulas needs.
_MATH_TAGS = frozenset(
    """math mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover
    mtable mtr mtd mstyle mpadded mphantom menclose mmultiscripts mprescripts merror none""".split()  # noqa: SIM905
)
_MATH_ATTRIBUTES = frozenset(
    """xmlns display displaystyle scriptlevel stretchy fence form separator movablelimits accent
    accentunder width height depth voffset lspace rspace linethickness columnalign rowspacing
    columnspacing mathvariant mathsize minsize maxsize symmetric notation columnlines rowlines""".split()  # noqa: SIM905
)


def _formula(match: re.Match[str]) -> str:
    """TeX as MathML, which browsers show and read aloud without scripts; TeX where that fails."""
    from latex2mathml.converter import convert

    from toolkit.publishing.inventory import inventory

    display = "block" if match[1] == "display" else "inline"
    try:
        formula = str(convert(htmllib.unescape(match[2]), display=display))
    except Exception:  # a converter of foreign formulas fails in as many ways as there are formulas
        return match[0]
    # The converter leaves what stands in a text command as it is, markup too.
    for item in inventory(formula):
        if item[0] not in _MATH_TAGS or (len(item) > 1 and item[1] not in _MATH_ATTRIBUTES):
            return match[0]
    # One that is wider than a phone scrolls by itself, as tables do.
    focus = ' tabindex="0"' if match[1] == "display" else ""
    return f'<span class="math math-{match[1]}"{focus}>{formula}</span>'


def finish_whole(html: str, work: Finishing) -> str:
    """An article that is a page of its own: only addresses and heading ids, the rest is its author's."""
    from turbohtml.rewrite import rewrite

    return rewrite(
        html,
        elements=[
            (_SELECTOR, lambda element: _address(element, work)),
            (_HEADINGS, lambda element: _heading(element, work)),
        ],
        comments=_comment,
    )


def _comment(comment: Element) -> None:
    """What the author says to translators is not for readers."""
    if comment.text.strip().startswith("toolkit:"):
        comment.remove()


def _address(element: Element, work: Finishing) -> None:
    for name in ADDRESSES[element.tag]:
        value = element.get(name)
        if not value:
            continue
        if name == "srcset":
            new = _SRCSET.sub(lambda match: match[1] + work.address(match[2]) + match[3], value)
        else:
            new = work.address(value)
        if new != value:
            element.set_attribute(name, new)


def _heading(element: Element, work: Finishing) -> None:
    if work.heading < len(work.ids):
        name = work.ids[work.heading]
        if element.get("id") != name:
            element.set_attribute("id", name)
    work.heading += 1


def _table(element: Element, work: Finishing) -> None:
    # A table wider than a phone scrolls by itself; the keyboard has to reach it (WCAG 2.1.1).
    label = htmllib.escape(work.words("Table"))
    element.before(f'<div class="table" role="region" aria-label="{label}" tabindex="0">', html=True)
    element.after("</div>", html=True)


def _code(element: Element) -> None:
    element.set_attribute("tabindex", "0")
    element.set_attribute("dir", "ltr")


def _box(element: Element, work: Finishing) -> None:
    done = element.has_attribute("checked")
    element.set_attribute("aria-label", work.words("Done") if done else work.words("To do"))


def _reference(element: Element, work: Finishing) -> None:
    label = (element.get("href") or "").removeprefix("#")
    element.set_attribute("href", f"#fn-{label}")
    element.set_attribute("role", "doc-noteref")
    if label not in work.notes:
        work.notes.add(label)
        element.set_attribute("id", f"fnref-{label}")


def _footnote(element: Element, work: Finishing) -> None:
    label = element.get("id") or ""
    element.set_attribute("id", f"fn-{label}")
    if label in work.notes:
        words = htmllib.escape(work.words("Back to the text"))
        name = htmllib.escape(label, quote=True)
        element.append(
            f'<a class="back" href="#fnref-{name}" role="doc-backlink" aria-label="{words}">↩</a>', html=True
        )


def _alert(name: str, work: Finishing) -> Callable[[Element], None]:
    def handler(element: Element) -> None:
        words = htmllib.escape(work.words(name.capitalize()))
        element.prepend(f'<p class="alert-title"{work.words.mark}>{words}</p>', html=True)

    return handler
