"""Addresses and heading ids in Markdown, changed in place: not a byte besides."""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from toolkit.formats import frontmatter, masks
from toolkit.formats.markdown_body import Body
from toolkit.formats.markdown_inline import unescape
from toolkit.formats.markdown_runs import HTML_BLOCK, PARSER
from toolkit.formats.markdown_view import decode, lone_returns_replaced, view_of
from toolkit.model import Document
from toolkit.publishing.body import ADDRESSES
from toolkit.publishing.markdown_html import may_have_admonitions

_WRITTEN = "!#$%&'()*+,-./:;=?@^_~"
"""What stands in an address in HTML as it is, besides letters and digits (pulldown-cmark, escape_href)."""

# HTML that leads nowhere, and after which the next tag is a tag: complete comments, and tags that
# have no address and whose contents are neither text nor another language (HTML Living Standard).
_nothing_leads = re.compile(
    r"""
      [^<]+
    | <!--(?!-?>)(?:(?!--).)*-->
    | </?(?!(?:a|area|audio|base|blockquote|embed|frameset|iframe|image|img|input|link|math|noembed|noframes
             |noscript|object|plaintext|q|script|select|source|style|svg|template|textarea|title|track|video
             |xmp)[\s/>])
      [a-z][\w.-]*(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'=<>`]+))?)*\s*/?>
    """,
    re.X | re.I | re.S | re.A,
)


def addresses(document: Document) -> tuple[str, ...] | None:
    """Where an article's links and images lead, in order, without making its HTML.

    None where the HTML has to be asked: for HTML in the article that may lead somewhere, footnotes,
    template tags, admonitions.
    """
    read = document.outline
    if not isinstance(read, Body) or read.masks is not None or may_have_admonitions(read.view):
        return None
    runs = read.runs
    for start, end, role, *_ in runs.all:
        if role is HTML_BLOCK and not _leads_nowhere(read.view[start:end]):
            return None
    for what, text in runs.other:
        if what == "FootnoteReference" or (what == "InlineHtml" and not _leads_nowhere(text)):
            return None
    found: list[str] = []
    picture = -1
    for what, start, end, how, url in runs.links:
        if start < picture:  # in the words that stand for a picture
            return None
        if what == "Image":
            picture = end
        if how == "Email":
            found.append("mailto:" + quote(url, _WRITTEN))
        elif url:
            found.append(quote(url, _WRITTEN))
    return tuple(found)


def _leads_nowhere(html: str) -> bool:
    position = 0
    while position < len(html):
        part = _nothing_leads.match(html, position)
        if part is None:
            return False
        position = part.end()
    return True


def changed(text: str, new: Mapping[str, str], path: str = "") -> str:
    """The Markdown with other addresses; those that are not named stay as they are written.

    :param new: by the address as it stands in HTML. :param path: the article's, for its suffix.
    """
    if not new:
        return text
    offset = frontmatter.segments(text, "", ())[1]
    head, body = text[:offset], text[offset:]
    wanted = {unquote(url): address for url, address in new.items()}
    data = body.encode("utf-8")
    for start, end, address in sorted(set(_places(_source(body, path), data, wanted)), reverse=True):
        data = data[:start] + address.encode("utf-8") + data[end:]
    return head + data.decode("utf-8")


def _source(body: str, path: str) -> str:
    """What the parser is given for its places to be those of the article: boxes are blocks, and templates
    and statements are covered. As many bytes as the article has."""
    view = view_of(body)
    found = masks.find(view, path)
    return lone_returns_replaced(body if found is None else decode(found.masked))


Place = tuple[int, int, str]
"""Bytes from and to which an address stands, and what is to be written there."""


def _places(text: str, data: bytes, wanted: Mapping[str, str]) -> Iterator[Place]:
    open_: list[tuple[Any, int]] = []
    """Of what is open: a link's address, where its own is written, and where it ends."""
    words = 0
    """Where the words of the innermost link end."""
    events: Any = PARSER.events_with_range(text)
    for event, where in events:
        start, end = where["start"], where["end"]
        kind, value = _opened(event)
        if kind == "Start":
            name, details = _opened(value)
            inline = name in ("Link", "Image") and details["link_type"] == "Inline"
            open_.append((str(details["dest_url"]) if inline else None, end))
            words = start + 1
            if name == "HtmlBlock":
                yield from _in_html(data, start, end, wanted)
            continue
        if kind == "End":
            url, whole = open_.pop()
            if url is not None:
                yield from _destination(data, words, whole, url, wanted)
        elif kind == "InlineHtml":
            yield from _in_html(data, start, end, wanted)
        words = end
    if "]:" in text:
        for definition in PARSER.reference_definitions(text).values():
            span = definition["span"]
            yield from _destination(data, span["start"], span["end"], str(definition["dest"]), wanted)


def _opened(event: Any) -> tuple[str, Any]:
    """An event's name, and what the parser says of it."""
    return next(iter(event.items())) if isinstance(event, dict) else (event, None)


# What leads from a link's words or a definition's label to the destination, and that itself: in angle
# brackets, or without blanks (CommonMark 0.31.2, sections 4.7 and 6.3); quotes may mark its line.
_DESTINATION = re.compile(
    rb"\](?P<sign>[(:])(?=[ \t]*(?:\r?\n[ \t>]*)?"
    rb"(?:<(?P<angled>(?:\\.|[^<>\\\r\n])*)>|(?P<bare>(?:\\.|[^\\\s])+)))"
)


def _destination(data: bytes, words: int, end: int, url: str, wanted: Mapping[str, str]) -> Iterator[Place]:
    """Where the destination that means ``url`` is written.

    :param words: where the link's words end, or the definition begins. :param end: where all of it does.
    """
    address = wanted.get(unquote(url))
    if address is None:
        return
    for found in _DESTINATION.finditer(data, words, end):
        start, finish = found.span("bare" if found["angled"] is None else "angled")
        if found["angled"] is None and found["sign"] == b"(":
            while finish > start and _said(data[start:finish]) != url:  # the link's own end
                finish -= 1
        if _said(data[start:finish]) == url:
            yield start, finish, _UNWRITABLE.sub(_escaped, address)
            return


_UNWRITABLE = re.compile(r"[\s()<>\\]|&(?=#?\w+;)")
"""What cannot stand in every destination, or not alone."""


def _escaped(found: re.Match[str]) -> str:
    return "&amp;" if found[0] == "&" else quote(found[0])


def _said(written: bytes) -> str:
    """The address that a destination with its escapes means."""
    return unescape(written.decode("utf-8"))


# Tags, and what only looks like one.
_TAG = re.compile(
    rb"""
      <!--.*?(?:-->|\Z) | <[!?][^>]*(?:>|\Z)
    | <(script|style|textarea|title|xmp)\b.*?(?:</\1\b|\Z)
    | <(?P<name>[a-z][\w:-]*)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>
    """,
    re.X | re.I | re.S,
)
_ATTRIBUTE = re.compile(rb"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")


def _in_html(data: bytes, start: int, end: int, wanted: Mapping[str, str]) -> Iterator[Place]:
    for tag in _TAG.finditer(data, start, end):
        names = ADDRESSES.get((tag["name"] or b"").decode("ascii", "replace").lower(), ())
        for found in _ATTRIBUTE.finditer(data, *tag.span("attributes")) if names else ():
            if found[1].decode("utf-8", "replace").lower() not in names:
                continue
            group = next(number for number in (2, 3, 4) if found[number] is not None)
            said = htmllib.unescape(found[group].decode("utf-8"))
            address = wanted.get(unquote(said))
            if address is not None:
                yield *found.span(group), htmllib.escape(quote(address, _WRITTEN + "%"))


_AFTER = re.compile(rb"(?P<closing>[ \t]+#+(?=[ \t\r]*(?:\{|\Z)))?[ \t]*(?P<attributes>\{:?[ \t]*(?=[.\w]))?")
"""What follows a heading's words on their line."""


def with_ids(text: str, offset: int, ids: tuple[str, ...], how: str, path: str = "") -> str:
    """Headings that keep the source's ids: ``{#id}`` behind them, or ``<a id>`` before their words.
    Headings written as HTML keep whatever id their author gave them.

    :param offset: where the Markdown begins, after front matter.
    :param ids: of all headings, those written as HTML included.
    :param how: ``attribute`` or ``anchor``. :param path: the article's, for its suffix.
    """
    head, body = text[:offset], text[offset:]
    data = body.encode("utf-8")
    headings = list(_headings(body))
    numbers = range(len(ids)) if len(headings) == len(ids) else _numbers(data, headings, len(ids), path)
    for heading, number in reversed(list(zip(headings, numbers, strict=True))):
        if number is None or heading.explicit or heading.first < 0:
            continue
        if how == "attribute":
            place, words = _attribute(data, heading.last, ids[number])
        else:
            place, words = heading.first, _anchor(ids[number])
        data = data[:place] + words.encode("utf-8") + data[place:]
    return head + data.decode("utf-8")


class _Heading(NamedTuple):
    first: int
    """Byte at which its words begin; -1 for a heading without."""
    last: int
    explicit: bool
    """It has an id of its author's."""


_COMMENTED_ID = re.compile(r"/\*#?[\w-]+\*/")
"""An id in an MDX comment, as the parser tells it; see :mod:`toolkit.publishing.markdown_html`."""


def _headings(body: str) -> Iterator[_Heading]:
    inside = explicit = False
    first = last = -1
    events: Any = PARSER.events_with_range(body)
    for event, where in events:
        if isinstance(event, dict) and "Start" in event and "Heading" in event["Start"]:
            inside, given = True, event["Start"]["Heading"]
            explicit = bool(given["id"]) or any(_COMMENTED_ID.fullmatch(name) for name, _ in given["attrs"])
            first = last = -1
        elif isinstance(event, dict) and "End" in event and "Heading" in event["End"]:
            inside = False
            yield _Heading(first, last, explicit)
        elif inside:
            first = where["start"] if first < 0 else first
            last = max(last, where["end"])


def _anchor(name: str) -> str:
    return f'<a id="{name}"></a>'


def _numbers(data: bytes, headings: Sequence[_Heading], count: int, path: str) -> Sequence[int | None]:
    """Which of a page's ``count`` headings each of the article's is: some are written as HTML.

    The page with an anchor in each heading tells.
    """
    import turbohtml

    from toolkit.publishing import markdown_html

    for index, heading in reversed(list(enumerate(headings))):
        if heading.first >= 0:
            words = _anchor(f"{_PROBE}{index}").encode("ascii")
            data = data[: heading.first] + words + data[heading.first :]
    tree = turbohtml.parse_fragment(markdown_html.render(data.decode("utf-8"), 0, path))
    numbers: list[int | None] = [None] * len(headings)
    found = list(tree.iter_elements(("h1", "h2", "h3", "h4", "h5", "h6")))
    if len(found) != count:
        return numbers
    for number, element in enumerate(found):
        for anchor in element.iter_elements("a"):
            name = str(anchor.attrs.get("id") or "")
            if name.startswith(_PROBE):
                numbers[int(name.removeprefix(_PROBE))] = number
    return numbers


_PROBE = "toolkit-heading-"


def _attribute(data: bytes, end: int, name: str) -> tuple[int, str]:
    """Where a heading's id goes, and what: last in its line, or into the attributes that are there.

    :param end: of the heading's words.
    """
    line_end = data.find(b"\n", end)
    after = _AFTER.match(data, end, line_end if line_end >= 0 else len(data))
    assert after is not None  # all of it is optional
    if after["attributes"]:
        return after.end(), f"#{name} "
    return max(end, after.end("closing")), f" {{#{name}}}"
