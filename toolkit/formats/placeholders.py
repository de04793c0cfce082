"""Places a program fills in: ``{name}``, ``%s``, ``%(count)d``, ``${total}``.

Deliberately narrow. ``50% de`` is a percentage, ``{}`` and ``{0}`` are placeholders,
``{a b}`` is a sentence in braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model import Code, Span

PLACEHOLDER = re.compile(
    r"""
      \$\{[A-Za-z_][\w.]*\}                                  # shell, JavaScript
    | %\([A-Za-z_]\w*\)[-+#0 ]?[0-9]*(?:\.[0-9]+)?[sdifrgxX]   # Python, gettext
    | (?<![\w%])%(?:[1-9]\$)?[sd](?!\w)                      # C
    | \{\{[ ]?[A-Za-z_][\w.]*[ ]?\}\}                        # Mustache
    | \{(?:[A-Za-z_][\w.]*|[0-9]?)(?:![rsa])?(?::[^{}\s]*)?\}  # str.format, ICU without choices
    """,
    re.VERBOSE | re.ASCII,
)
_MAY_HAVE = re.compile(r"[%{]").search


def find(text: str) -> Iterator[re.Match[str]]:
    """Every placeholder of a text, in order."""
    if _MAY_HAVE(text):
        yield from PLACEHOLDER.finditer(text)


def codes(text: str) -> tuple[Code, ...]:
    """The codes of a text that has no other markup."""
    return tuple(
        Code("placeholder", Span(found.start(), found.end()), None, found[0]) for found in find(text)
    )
