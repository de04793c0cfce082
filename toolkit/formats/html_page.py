"""A whole HTML page: its encoding, language and title, read and changed in place."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from toolkit.formats import html_rules, html_tags, html_text
from toolkit.formats.html_tokens import END, OTHER, START, TEXT, Item, items, one_line_ends
from toolkit.model import Span

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';>]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(r"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.-]*)")
_PRESCAN = 1024
_PAGE_TAGS = frozenset(["html", "head", "body", "frameset"])

# Encoding standard, Names and labels: what browsers read where a page says something else.
_CODECS = {
    **dict.fromkeys(
        [
            "ascii",
            "us-ascii",
            "ansi_x3.4-1968",
            "iso-8859-1",
            "iso8859-1",
            "iso_8859-1",
            "latin1",
            "l1",
            "cp819",
            "ibm819",
            "cp1252",
            "windows-1252",
            "x-cp1252",
            "x-user-defined",
        ],
        "cp1252",
    ),
    **dict.fromkeys(["iso-8859-9", "iso8859-9", "latin5", "l5", "windows-1254", "cp1254"], "cp1254"),
    **dict.fromkeys(["iso-8859-11", "iso8859-11", "tis-620", "windows-874"], "cp874"),
    **dict.fromkeys(["gb2312", "gb_2312-80", "gbk", "x-gbk", "chinese", "gb18030"], "gb18030"),
    **dict.fromkeys(["shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j"], "cp932"),
    **dict.fromkeys(["euc-kr", "korean", "ks_c_5601-1987", "windows-949"], "cp949"),
    **dict.fromkeys(["big5", "big5-hkscs", "x-x-big5", "cn-big5"], "big5hkscs"),
    **dict.fromkeys(
        ["utf-8", "utf8", "unicode-1-1-utf-8", "utf-16", "utf-16le", "utf-16be", "unicode"], "utf-8"
    ),
}


def codec(label: str) -> str | None:
    """Python's codec for an encoding label as browsers read it; None for one that is unknown."""
    folded = label.strip().lower()
    if folded in _CODECS:
        return _CODECS[folded]
    try:
        found = codecs.lookup(folded)
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def sniff_encoding(data: bytes) -> str:
    """Python's name of the codec of an HTML page's bytes.

    HTML standard, Determining the character encoding: a byte order mark, then a ``<meta>`` or XML
    declaration in the first 1,024 bytes, then UTF-8. A page in UTF-8 that declares a
    single-byte encoding is UTF-8: its server says so.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return name
    declared = declared_encoding(data[:_PRESCAN].decode("latin-1"))
    found = codec(declared) if declared else None
    if found is None or found == "utf-8":
        return "utf-8"
    if not data.isascii() and not found.startswith("iso2022"):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return "utf-8"
    if found == "cp1252":
        try:
            data.decode(found)
        except UnicodeDecodeError:
            return "latin-1"  # bytes windows-1252 does not define
    return found


def declared_encoding(text: str) -> str | None:
    """The encoding label the beginning of a page declares."""
    xml = _XML_ENCODING.match(text.lstrip("\ufeff"))
    for item in items(one_line_ends(text)):
        if item[0] == START and item[3] == "meta":
            said = _said(one_line_ends(text), item)
            if said.get("charset"):
                return said["charset"]
            if said.get("http-equiv", "").strip().lower() == "content-type":
                found = _CHARSET.search(said.get("content", ""))
                if found:
                    return found[1]
    return xml[1] if xml else None


def _said(text: str, item: Item) -> dict[str, str]:
    return html_tags.values(html_tags.attributes(text[item[1] : item[2]]))


def _tokens(text: str) -> Iterator[Item]:
    """Items with places in ``text`` itself, whose line ends may be any."""
    if "\r\n" not in text:
        yield from items(one_line_ends(text))
        return
    # A CR LF as a space and an LF: the tokenizer sees no difference, and nothing moves.
    yield from items(text.replace("\r\n", " \n").replace("\r", "\n"))


def set_page_language(text: str, lang: str, direction: str) -> str:
    """A whole page that says its language and direction on ``<html>``.

    WCAG 3.1.1; HTML standard, The ``lang`` and ``dir`` attributes. ``xml:lang`` is changed where
    there is one. A page without an ``<html>`` tag gets one; a fragment is returned as it is.
    """
    place = None
    for kind, start, end, name in _tokens(text):
        if kind == START and name == "html":
            tag = text[start:end]
            new = {"lang": lang, "dir": direction}
            if any(one.name == "xml:lang" for one in html_tags.attributes(tag)):
                new["xml:lang"] = lang
            return text[:start] + html_tags.with_values(tag, new) + text[end:]
        if kind == OTHER and text[start : start + 9].lower() == "<!doctype":
            place = end
        elif kind == START:
            place = start if place is None and name in _PAGE_TAGS else place
            break
        elif kind == TEXT and text[start:end].strip(" \t\r\n\f\ufeff"):
            break
    if place is None:
        return text
    added = f'<html lang="{html_text.attribute_value(lang, chr(34))}" dir="{direction}">'
    return text[:place] + ("\n" if text[:place].endswith(">") else "") + added + text[place:]


def set_page_charset(text: str, label: str = "utf-8") -> str:
    """A page whose declarations of its encoding, where there are any others, say ``label``."""
    parts, position = [], 0
    xml = _XML_ENCODING.match(text)
    if xml and codec(xml[1]) != codec(label):
        parts += [text[: xml.start(1)], label]
        position = xml.end(1)
    for kind, start, end, name in _tokens(text):
        if kind == START and name == "body":
            break
        if kind != START or name != "meta" or start < position:
            continue
        tag = text[start:end]
        for one in html_tags.attributes(tag):
            if one.name == "charset" and codec(one.value) != codec(label):
                parts += [text[position : start + one.start], label]
                position = start + one.end
            elif one.name == "content" and "content-type" in tag.lower():
                found = _CHARSET.search(one.value)
                if found and codec(found[1]) != codec(label):
                    parts += [text[position : start + one.start + found.start(1)], label]
                    position = start + one.start + found.end(1)
    return "".join([*parts, text[position:]])


def attribute_slice(text: str, span: Span, words: str, templates: frozenset[str] = frozenset()) -> str:
    """``words`` as the raw attribute value in the place ``span``; unquoted values become quoted."""
    at = span.start - 1
    while at > 0 and text[at].isspace():
        at -= 1
    quote = text[at] if at >= 0 and text[at] in "\"'" else ""
    value = html_text.attribute_value(words, quote or '"', templates)
    return value if quote else f'"{value}"'


def metadata(text: str) -> dict[str, object]:
    """``title``, ``lang``, ``dir``, and the content of each ``<meta name>`` and ``<meta property>``."""
    said: dict[str, object] = {}
    lf = one_line_ends(text)
    inside = ""
    svg = 0
    for item in items(lf):
        kind, start, end, name = item
        if name in html_rules.FOREIGN:
            svg += 1 if kind == START else -1
        if kind == START:
            inside = name
            if name == "meta":
                given = _said(lf, item)
                key = (given.get("name") or given.get("property") or "").strip().lower()
                if key and key not in ("title", "lang", "dir"):
                    said.setdefault(key, given.get("content", "").strip())
            elif name == "html":
                given = _said(lf, item)
                language = given.get("lang") or given.get("xml:lang")
                said.update({"lang": language} if language else {})
                said.update({"dir": given["dir"]} if given.get("dir") else {})
        elif kind == TEXT and inside == "title" and svg <= 0 and "title" not in said:
            said["title"] = " ".join(html_text.attribute_words(lf[start:end]).split())
        elif kind == END:
            inside = ""
    return said
