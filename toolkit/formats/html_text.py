"""Words and character references: how text of an HTML page looks in a msgid, and back.

In segment form a reference is ``&name;`` or ``&#number;`` with its semicolon, and every other
``&`` is itself. References are shown decoded, except those whose character would be markup
(``<``, a template's brace), could not be seen (soft hyphen, bidi marks) or would be
taken for a soft line break. HTML standard: Named character references; Character reference state.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from html.entities import html5

from toolkit.formats.html_mask import TEMPLATE, has_templates

_LOOSE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)?")
_STRICT = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_NEEDLESS = re.compile(r"&amp;(?!(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)")
_SPACES = re.compile("  +")
_STAYS = frozenset("<{} \t\n\f\r")
_LONGEST_LOOSE = max(len(name) for name in html5 if not name.endswith(";"))
_HIDDEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
_OPENS_TEMPLATE = re.compile(r"\{(?=[{%#])")


def collapse(text: str) -> str:
    """White space runs as one space (ASCII white space only; U+00A0 is a character)."""
    # A pattern costs ten times what looking for single characters does.
    if "\n" in text:
        text = text.replace("\n", " ")
    if "\t" in text or "\f" in text or "\r" in text:
        text = text.replace("\t", " ").replace("\f", " ").replace("\r", " ")
    return _SPACES.sub(" ", text) if "  " in text else text


def _is_known(reference: str) -> bool:
    """Whether a reference with its semicolon means something to a browser."""
    return reference[1] == "#" or reference[1:] in html5


def _split(raw: str) -> tuple[str, str]:
    """The reference a browser finds at the start of ``raw``, with its semicolon, and what follows."""
    if raw[1:2] == "#":
        return (raw if raw.endswith(";") else raw + ";"), ""
    if raw[1:] in html5:
        return (raw if raw.endswith(";") else raw + ";"), ""
    for end in range(min(len(raw), _LONGEST_LOOSE + 1), 2, -1):
        if raw[1:end] in html5:
            return raw[:end] + ";", raw[end:]
    return "&amp;", raw[1:]


def _shown(found: re.Match[str]) -> str:
    reference, rest = _split(found[0])
    said = html.unescape(reference)
    if said == "&":
        return "&amp;" + rest
    if not said or any(one in _STAYS or unicodedata.category(one) in _HIDDEN for one in said):
        return reference + rest
    return said + rest


def _decoded(text: str) -> str:
    if "<" in text:
        text = text.replace("<", "&lt;")
    if "&" in text:
        text = _NEEDLESS.sub("&", _LOOSE.sub(_shown, text))
    return text


def shown(text: str) -> str:
    """Source text between tags, as it stands in a msgid (white space untouched)."""
    if "&" not in text and "<" not in text:
        return text
    return _outside_templates(text, _decoded)


def _outside_templates(text: str, change: Callable[[str], str]) -> str:
    if not has_templates(text):
        return change(text)
    parts, position = [], 0
    for found in TEMPLATE.finditer(text):
        parts += [change(text[position : found.start()]), found[0]]
        position = found.end()
    parts.append(change(text[position:]))
    return "".join(parts)


def _written_reference(found: re.Match[str]) -> str:
    return found[0] if _is_known(found[0]) else "&amp;" + found[0][1:]


_AMPERSAND = re.compile(_STRICT.pattern + "|&")


def _written(text: str) -> str:
    if "&" in text:
        text = _AMPERSAND.sub(lambda m: "&amp;" if m[0] == "&" else _written_reference(m), text)
    return text.replace("<", "&lt;") if "<" in text else text


def written(text: str) -> str:
    """A msgstr's text between tags, as valid HTML; template tags stay as they are."""
    return _outside_templates(text, _written)


def no_template(tag: str) -> str:
    """A template tag's characters as text that no template engine takes for one."""
    return _written(tag).replace("{", "&#123;").replace("}", "&#125;")


def _resolved(found: re.Match[str]) -> str:
    return html.unescape(found[0]) if _is_known(found[0]) else found[0]


def unescape(text: str) -> str:
    """What text in segment form says."""
    return _STRICT.sub(_resolved, text) if "&" in text else text


def escape(words: str) -> str:
    """Text in segment form that says ``words``; ``unescape(escape(words)) == words``."""
    if "&" in words:
        words = _STRICT.sub(lambda found: "&amp;" + found[0][1:], words)
    if "<" in words:
        words = words.replace("<", "&lt;")
    return _OPENS_TEMPLATE.sub("&#123;", words) if "{" in words else words


_IN_ATTRIBUTE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)(=?)")


def _attribute_reference(found: re.Match[str]) -> str:
    raw = found[0]
    if raw[1] == "#":
        return html.unescape(raw)
    if raw.endswith(";") and raw[1:] in html5:
        return html5[raw[1:]]
    if raw.endswith((";", "=")):
        return raw
    return html5.get(raw[1:], raw)


def attribute_words(value: str) -> str:
    """What a raw attribute value says (Tokenization › Named character reference state, in attributes)."""
    return _IN_ATTRIBUTE.sub(_attribute_reference, value) if "&" in value else value


def attribute_value(words: str, quote: str, templates: frozenset[str] = frozenset()) -> str:
    """``words`` as a raw value between ``quote``; template tags that the source has stay as they are."""
    hidden = "&quot;" if quote == '"' else "&#39;"
    return _around(words, lambda text: _rcdata(text).replace(quote, hidden), templates)


def rcdata(words: str, templates: frozenset[str] = frozenset()) -> str:
    """``words`` as the content of ``<title>`` or ``<textarea>``."""
    return _around(words, _rcdata, templates)


def _rcdata(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _around(words: str, change: Callable[[str], str], templates: frozenset[str]) -> str:
    if not templates:
        return change(words)
    parts, position = [], 0
    for found in TEMPLATE.finditer(words):
        if found[0] in templates:
            parts += [change(words[position : found.start()]), found[0]]
            position = found.end()
    return "".join([*parts, change(words[position:])])
