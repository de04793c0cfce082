"""A view of an HTML text that tokenizes as its author meant it; every character stays in its place.

Template tags (``{{ a < b }}``, ``{% if x %}``, ``<?php … ?>``, ``<% … %>``) may hold anything, so
where they hold markup characters they are covered. A few names are changed so that the
tokenizer, which knows no tree, reads ``noscript`` and foreign content as a parser does.
"""

from __future__ import annotations

import re

from toolkit.formats.masks_scanner import Scanner, is_attribute

COVER = "\ue000"

# A tag that would swallow the end of a comment or a script is none.
_NOT_PAST = r"(?!<!--|-->|</?(?:script|style|title|textarea|plaintext)\b)"
TEMPLATE = re.compile(
    rf"\{{\{{(?:(?!\{{\{{|\}}\}}){_NOT_PAST}.)+\}}\}}"
    rf"|\{{%(?:(?!\{{%|%\}}){_NOT_PAST}.)+%\}}"
    rf"|\{{#(?:(?!\{{#|#\}}){_NOT_PAST}[^\n])+#\}}"
    rf"|\{{#(?=[\s-])(?:(?!\{{#|#\}}){_NOT_PAST}.)+#\}}"
    rf"|<\?(?:php\b|=)(?:{_NOT_PAST}(?!\?>|<\?).)*\?>"
    rf"|<%(?:{_NOT_PAST}(?!%>|<%).)*%>",
    re.DOTALL | re.IGNORECASE,
)
"""Tags of Jinja, Liquid, Handlebars, Twig, PHP, ERB and their kin."""
_TEMPLATE_AHEAD = re.compile(r"\{[{%#]").search
_MARKUP = re.compile(r"[<>&\"'\s]").search
_NOSCRIPT = re.compile(r"(</?noscrip)t(?=[\s/>])", re.IGNORECASE)
# What is skipped or never closed runs to the end of the text: no place is looked at twice.
_FOREIGN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|textarea|title|iframe|xmp)\b.*?(?:</(?P=raw)\b|\Z)"
    r"|(?P<foreign><(?P<root>svg|math)\b.*?(?:</(?P=root)\s*>|\Z))",
    re.DOTALL | re.IGNORECASE,
)
_RAW_IN_FOREIGN = re.compile(
    r"(</?(?:titl|styl|scrip|textare|xm|ifram|noembe|noframe))([a-z])(?=[\s/>])", re.IGNORECASE
)
# Tree construction › the rules for parsing tokens in foreign content: these tags end it.
_BREAKS_OUT = re.compile(
    r"<(?:b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|embed|h[1-6]|head|hr|i|img|li|listing|menu|meta|nobr"
    r"|ol|p|pre|ruby|s|small|span|strong|strike|sub|sup|table|tt|u|ul|var)[\s/>]",
    re.IGNORECASE,
).search
_CDATA = re.compile(r"(<!\[CDATA\[)(.*?)(\]\]>|\Z)", re.DOTALL)
_RAW = ("title", "style", "script", "textarea", "xmp", "iframe", "noembed", "noframes")
UNMASKED = {
    "noscrip-": "noscript",
    **{f"{name[:-1]}-": name for name in _RAW},
}
"""Names as the masked text has them → as they are."""


def has_templates(text: str) -> bool:
    # Single characters are found a hundred times faster than anything that begins with one of them.
    return (
        ("{" in text and _TEMPLATE_AHEAD(text) is not None)
        or ("?" in text and "<?" in text)
        or ("%" in text and "<%" in text)
    )


def _cover(found: re.Match[str]) -> str:
    tag = found[0]
    if _MARKUP(tag) is None:
        return tag
    return _covered(tag)


def _covered(text: str) -> str:
    return "\n".join(COVER * len(line) for line in text.split("\n"))


def _foreign(found: re.Match[str]) -> str:
    foreign = found["foreign"]
    if foreign is None or (_BREAKS_OUT(foreign) is not None and "foreignobject" not in foreign.lower()):
        return found[0]
    covered = _CDATA.sub(lambda part: part[1] + _covered(part[2]) + part[3], foreign)
    return _RAW_IN_FOREIGN.sub(r"\1-", covered)


def expressions_covered(text: str) -> str:
    """``text`` with the JSX expressions in its tags covered: the ``>`` in ``x={() => a}`` ends no tag there.

    For texts of segments only. On a page of HTML it does end the tag, as browsers read it; there the codes
    are then compared as if it did not, which is stricter.
    """
    if "{" not in text or ("={" not in text and "{..." not in text):
        return text
    scanner = Scanner(text, inline=True)
    scanner.scan()
    pieces, position = [], 0
    for start, end in scanner.spans:
        if is_attribute(text, start):
            pieces += [text[position:start], _covered(text[start:end])]
            position = end
    return "".join([*pieces, text[position:]])


def mask(text: str, lower: str = "") -> str:
    """``text`` with what would mislead a tokenizer covered; same length, same line breaks (LF only).

    :param lower: the same in lower case, for those who have it.
    """
    lower = lower or text.lower()
    if has_templates(text):
        text = TEMPLATE.sub(_cover, text)
        unclosed = text.find("<?php", max(text.rfind("?>"), 0))
        if unclosed >= 0:  # PHP may run to the end of the file
            text = text[:unclosed] + _covered(text[unclosed:])
    if "</>" in text:  # dropped by tokenizers: a comment takes part in nothing either
        text = text.replace("</>", "<!>")
    if "<svg" in lower or "<math" in lower:
        text = _FOREIGN.sub(_foreign, text)
    return _NOSCRIPT.sub(r"\1-", text) if "noscript" in lower else text
