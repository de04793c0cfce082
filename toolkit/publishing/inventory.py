"""The last net below a page: its HTML has no kind of tag, attribute or address the source's has not.

:mod:`toolkit.publishing.compose` compares codes segment by segment; this looks at what a browser
will be given, knowing nothing of how it came about.
"""

from __future__ import annotations

from toolkit.publishing.structure import scheme

# What a browser acts on when it is in an attribute's value: exact values have to be the source's.
_ACTIVE = ("style", "srcdoc", "http-equiv", "formaction", "action", "target", "sandbox", "allow")
_ADDRESSES = frozenset(
    {"href", "src", "cite", "poster", "data", "srcset", "xlink:href", "background", "ping", "manifest"}
)
_RAW_TEXT = frozenset({"script", "style"})

Inventory = frozenset[tuple[str, ...]]

FALLBACK: Inventory = frozenset({("span",), ("span", "lang"), ("span", "dir"), ("span", "class")})
"""What marking untranslated parts adds."""

_WORDS: Inventory = frozenset({("br",), ("a", "title"), ("img", "title")})
"""What Markdown's words may bring that are no codes: a line break, a title behind an address."""


def inventory(html: str) -> Inventory:
    """Kinds of tags, attributes and addresses in an HTML text, and every active value."""
    import turbohtml

    found: set[tuple[str, ...]] = set()
    raw = ""
    for token in turbohtml.tokenize(html, resolve_references=True, capture_attributes=True):
        tag = token.tag
        if not tag:
            if raw and token.data:
                found.add((raw, "text", token.data))
            continue
        attributes = token.attrs
        raw = tag if attributes is not None and tag in _RAW_TEXT and int(token.type) == 1 else ""
        found.add((tag,))
        for name, value in attributes or ():
            found.add((tag, name))
            if name in _ADDRESSES:
                found.add((tag, name, scheme(value or "")))
            elif name.startswith("on") or name in _ACTIVE:
                found.add((tag, name, value or ""))
    return frozenset(found)


def added(source: Inventory, translation: Inventory) -> Inventory:
    """What a translation's page has and the source's has not."""
    return translation - source - FALLBACK - _WORDS
