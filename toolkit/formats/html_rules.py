"""What HTML's elements and attributes mean for segmenting. Section names are the HTML standard's."""

from __future__ import annotations

from collections.abc import Mapping

VOID = frozenset(
    [
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
"""Void elements (The HTML syntax › Elements), and the obsolete ones a parser treats so."""

BLOCK = frozenset(
    [
        "address",
        "applet",
        "article",
        "aside",
        "audio",
        "base",
        "blockquote",
        "body",
        "button",
        "canvas",
        "caption",
        "center",
        "col",
        "colgroup",
        "datalist",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frame",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "iframe",
        "label",
        "legend",
        "li",
        "listing",
        "main",
        "marquee",
        "menu",
        "nav",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "ol",
        "optgroup",
        "option",
        "p",
        "param",
        "plaintext",
        "pre",
        "script",
        "search",
        "section",
        "select",
        "style",
        "summary",
        "table",
        "tbody",
        "td",
        "template",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "track",
        "ul",
        "video",
        "xmp",
    ]
)
"""A segment never reaches across a tag of these. All others, unknown and custom ones too, are inline."""

RAW_TEXT = frozenset(["script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"])
"""Contents are not markup (Tokenization); none of it is for translators."""

RCDATA = frozenset(["title", "textarea"])
"""Text with character references but without tags (Tokenization › RCDATA state)."""

FOREIGN = frozenset(["svg", "math"])
"""Roots of other vocabularies (Tree construction › foreign content)."""

SVG_INLINE = frozenset(["tspan", "textpath", "a", "tref"])

PROTECTED = frozenset(["code", "samp", "kbd", "var"])
"""Inline elements whose text is not words (Text-level semantics), unless ``translate_code`` says so."""

PREFORMATTED = frozenset(["pre", "listing"])

CLOSES_P = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "table",
        "ul",
        "li",
        "dd",
        "dt",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "body",
        "option",
    ]
)
"""A ``p`` ends before these (Optional tags; Tree construction › in body)."""

_CELLS = frozenset(["td", "th"])
_GROUPS = frozenset(["thead", "tbody", "tfoot", "caption", "colgroup"])
IMPLIED_END: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(["li"]), frozenset(["ul", "ol", "menu", "dir", "table"])),
    "dt": (frozenset(["dt", "dd"]), frozenset(["dl", "table"])),
    "dd": (frozenset(["dt", "dd"]), frozenset(["dl", "table"])),
    "td": (_CELLS | {"caption"}, frozenset(["tr", "table"])),
    "th": (_CELLS | {"caption"}, frozenset(["tr", "table"])),
    "tr": (_CELLS | {"tr", "caption", "colgroup"}, frozenset(["table"])),
    "thead": (_CELLS | _GROUPS | {"tr"}, frozenset(["table"])),
    "tbody": (_CELLS | _GROUPS | {"tr"}, frozenset(["table"])),
    "tfoot": (_CELLS | _GROUPS | {"tr"}, frozenset(["table"])),
    "option": (frozenset(["option"]), frozenset(["select", "datalist", "optgroup"])),
    "optgroup": (frozenset(["option", "optgroup"]), frozenset(["select"])),
    "body": (frozenset(["head"]), frozenset(["html"])),
}
"""Start tag → (open elements it ends, where the search for them stops) (Optional tags)."""

ROLES: Mapping[str, str] = {
    **{f"h{level}": f"heading {level}" for level in range(1, 7)},
    "p": "paragraph",
    "li": "list item",
    "dt": "term",
    "dd": "definition",
    "td": "table cell",
    "th": "table header",
    "caption": "table caption",
    "figcaption": "figure caption",
    "blockquote": "quote",
    "summary": "summary",
    "legend": "legend",
    "label": "label",
    "button": "button",
    "option": "option",
    "address": "address",
    "title": "page title",
    "textarea": "text area",
    "pre": "preformatted text",
    "listing": "preformatted text",
    "noscript": "text without scripts",
}
TITLE_ROLE, AREA_ROLE, PRE_ROLE = ROLES["title"], ROLES["textarea"], ROLES["pre"]
DEFAULT_ROLE = "text"

ATTRIBUTES = frozenset(
    [
        "alt",
        "title",
        "placeholder",
        "aria-label",
        "aria-description",
        "aria-placeholder",
        "aria-roledescription",
        "aria-valuetext",
        "label",
        "value",
        "content",
        "summary",
    ]
)
"""Attributes that may hold words (The ``translate`` attribute › translatable attributes; WAI-ARIA)."""

_LABELLED = frozenset(["option", "optgroup", "track"])
_BUTTON_TYPES = frozenset(["button", "submit", "reset"])
_UNTITLED = frozenset(["link", "style"])  # their title names a style sheet set
_META = frozenset(
    [
        "description",
        "keywords",
        "subject",
        "abstract",
        "application-name",
        "apple-mobile-web-app-title",
        "author-note",
        "og:title",
        "og:description",
        "og:site_name",
        "og:image:alt",
        "twitter:title",
        "twitter:description",
        "twitter:image:alt",
        "dc.title",
        "dc.description",
        "dc.subject",
        "dcterms.title",
        "dcterms.description",
        "dcterms.abstract",
    ]
)
_ITEM_PROPERTIES = frozenset(["name", "description", "headline", "caption", "about", "abstract"])


def is_words(tag: str, name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an attribute of a tag holds words for readers. ``name`` is in :data:`ATTRIBUTES`."""
    if name == "title":
        return tag not in _UNTITLED
    if name == "value":
        return tag == "input" and attributes.get("type", "").strip().lower() in _BUTTON_TYPES
    if name == "label":
        return tag in _LABELLED
    if name == "summary":
        return tag == "table"
    if name == "content":
        if tag != "meta":
            return False
        key = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        return key in _META or attributes.get("itemprop", "") in _ITEM_PROPERTIES
    return True


def attribute_role(tag: str, name: str, attributes: Mapping[str, str]) -> str:
    """``alt text``, ``meta description``, ``attribute title`` …"""
    if name == "alt":
        return "alt text"
    if name == "content":
        key = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        return f"meta {key.strip().lower()}"
    if name == "value":
        return "button"
    return f"attribute {name}"
