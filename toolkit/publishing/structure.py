"""What a translation has to give back: the same inline codes, and no markup of its own.

Translations are untrusted. A code of a target is either exactly one of the source's codes, or
the same link to another address of the same scheme; everything else is refused. Comparing is
by multiset: languages order words, and with them codes, differently.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from toolkit import formats
from toolkit.formats import html_mask, masks
from toolkit.model import Code, Syntax

# Supersets of the characters that can begin or make up a code of each syntax. They only spare the
# work of parsing plain words; `formats.codes` has the say.
_MARKUP: Mapping[Syntax, re.Pattern[str]] = {
    "markdown": re.compile(r"[*_`<\[\]~$\\{}%\n!|^=]"),
    "html": re.compile(r"[<{}%\n$]"),
    "text": re.compile(r"[{}%$<\[\n]"),
}

# WHATWG URL: a scheme is a letter and then letters, digits, +, -, . up to the colon; leading C0
# controls and spaces are dropped, and tabs and line breaks anywhere.
_SCHEME = re.compile(r"^([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")

LOCALISABLE = frozenset({"", "http", "https", "mailto", "tel", "sms"})
"""Schemes under which a translation may point somewhere else; ``""`` is a relative address."""

_URL_ATTRIBUTES = frozenset({"href", "src", "cite", "poster"})
_ADDRESS_KINDS = frozenset({"link", "image"})


def may_have_codes(text: str, syntax: Syntax) -> bool:
    return _MARKUP[syntax].search(text) is not None


def scheme(url: str) -> str:
    """The scheme a browser would see, lower case; ``""`` for a relative address, ``//`` for one
    that takes over the page's scheme. Entity and control-character tricks are undone first."""
    for _ in range(3):
        decoded = html.unescape(url)
        if decoded == url:
            break
        url = decoded
    url = _DROPPED.sub("", url)
    if url.replace("\\", "/").startswith("//"):
        return "//"
    match = _SCHEME.match(url)
    return match[1].lower() if match else ""


def code_difference(source: str, target: str, syntax: Syntax, labels: frozenset[str]) -> str | None:
    """Why ``target``'s inline codes are not those of ``source``, as a sentence; None if they are."""
    if source == target:
        return None
    may_have = _MARKUP[syntax].search
    if may_have(source) is None and may_have(target) is None:
        return None
    wanted = formats.codes(source, syntax, labels)
    got = formats.codes(target, syntax, labels)
    ours, theirs = list(map(_exact, wanted)), list(map(_exact, got))
    if ours == theirs:  # in the same order: nearly always
        return None
    missing, extra = Counter(ours), Counter(theirs)
    common = missing & extra
    missing -= common
    extra -= common
    lost = list(_take(wanted, missing))
    added = list(_take(got, extra))
    for code in list(added):
        match = next((other for other in lost if _same_elsewhere(other, source, code, target)), None)
        if match is not None:
            lost.remove(match)
            added.remove(code)
    if not lost and not added:
        return None
    return _explain(lost, source, added, target)


def template_difference(source: str, target: str, syntax: Syntax, *, expressions: bool = False) -> str | None:
    """Which template tags ``target`` adds, as a sentence; None if it adds none.

    Other generators run them wherever they stand: also in addresses, titles and attributes, whose
    words are no codes.

    :param expressions: whether whatever stands in braces is run, as in MDX.
    """
    expressions = expressions and syntax != "text"
    found = Counter(_templates(target, syntax, expressions))
    added = found - Counter(_templates(source, syntax, expressions)) if found else found
    return f"{_NOT_THE_SAME}it adds {_listed(map(_shortened, added.elements()))}" if added else None


def _templates(text: str, syntax: Syntax, expressions: bool) -> list[str]:
    if "{" not in text and "<%" not in text and "<?" not in text:
        return []
    found = [match[0] for match in html_mask.TEMPLATE.finditer(text)]
    if expressions:
        places = masks.find(text, ".mdx")
        spans = places.spans if places is not None else ()
        # A brace that is open may be closed in another text.
        found += ["{"] * masks.overwritten(text, list(spans)).count("{")
    elif syntax == "markdown":  # which knows JSX as well
        spans = tuple(masks.templates(text))
    else:
        return found
    return found + [tag for start, end in spans if (tag := text[start:end]) not in found]


_Exact = tuple[str, str, bool]


def _exact(code: Code) -> _Exact:
    """What a code is, and whether it ends: a tag that is never closed goes on to the end of the page."""
    return (code.kind, code.source, code.close is None)


def may_be_open(source: str, target: str) -> bool:
    """Whether a tag that is closed in ``source`` may be open in ``target``. That the codes have the
    same identities, as the short proofs say, tells nothing of it."""
    return "</" in source and _tags(source) != _tags(target)


_tags = re.compile(r"<[^<>]*>").findall  # not past the next "<": hostile text stays linear


def _take(codes: Iterable[Code], wanted: Counter[_Exact]) -> Iterable[Code]:
    left = Counter(wanted)
    for code in codes:
        if left[exact := _exact(code)] > 0:
            left[exact] -= 1
            yield code


def _same_elsewhere(one: Code, source: str, other: Code, target: str) -> bool:
    """Whether two codes differ only in an address, and that within one harmless scheme."""
    if one.kind != other.kind or (one.close is None) != (other.close is None):
        return False
    if one.kind in _ADDRESS_KINDS:
        here, there = scheme(one.source), scheme(other.source)
        return here == there and here in LOCALISABLE
    if one.kind == "html":
        return _same_tag(slice_of(one, source), slice_of(other, target))
    return False


def slice_of(code: Code, text: str) -> str:
    return text[code.open.start : code.open.end]


def _same_tag(one: str, other: str) -> bool:
    import turbohtml

    tags = []
    for markup in (one, other):
        tokens = [token for token in turbohtml.tokenize(markup) if token.tag]
        if len(tokens) != 1:
            return False
        tags.append((tokens[0].type, tokens[0].tag, tokens[0].attrs or []))
    (kind, name, ours), (other_kind, other_name, theirs) = tags
    if (kind, name) != (other_kind, other_name) or len(ours) != len(theirs):
        return False
    for (key, value), (other_key, other_value) in zip(sorted(ours), sorted(theirs), strict=True):
        if key != other_key:
            return False
        if key in _URL_ATTRIBUTES:
            if scheme(value or "") != scheme(other_value or "") or (
                value != other_value and scheme(value or "") not in LOCALISABLE
            ):
                return False
        elif value != other_value and key not in _WORDS:
            return False
    return True


# Attributes that hold words: HTML Living Standard, 3.2.6.1 and the `translate` attribute's list.
_WORDS = frozenset(
    {"alt", "title", "placeholder", "aria-label", "aria-description", "label", "abbr", "summary"}
)


def _explain(lost: list[Code], source: str, added: list[Code], target: str) -> str:
    parts = []
    if lost:
        parts.append("it lacks " + _listed(_shown(code, source) for code in lost))
    if added:
        parts.append("it adds " + _listed(_shown(code, target) for code in added))
    return _NOT_THE_SAME + ", ".join(parts)


_NOT_THE_SAME = "its markup is not the source's: "


def _shown(code: Code, text: str) -> str:
    end = code.close.end if code.close is not None else code.open.end
    return _shortened(text[code.open.start : end])


def _shortened(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 48 else shown[:45] + "…"


def _listed(items: Iterable[str]) -> str:
    every = list(items)
    listed = ", ".join(f"“{item}”" for item in every[:3])
    return listed + (f" and {len(every) - 3} more" if len(every) > 3 else "")
