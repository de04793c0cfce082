"""What an edit did to a text, word by word, for people to look at."""

from __future__ import annotations

import difflib
import re
from typing import Literal

Kind = Literal["same", "gone", "new"]
Part = tuple[Kind, str]

# White space, one character of a script without spaces, one punctuation mark, or anything between these:
# letters stay with their combining marks.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_MARKS = '.,;:!?¿¡()\\[\\]{}<>"“”„«»…*_`~|/،؛؟。，、；：！？（）「」'
_TOKEN = re.compile(
    rf"\s+|[{_UNSPACED}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*|[{_MARKS}]|[^\s{_UNSPACED}{_MARKS}]+"
)
_MOST = 3_000
"""Tokens of a text that are compared: the time grows with their square."""


def word_diff(old: str, new: str) -> tuple[Part, ...]:
    """The parts of both texts in order: without ``new`` they are ``old``, without ``gone`` they are ``new``.

    White space between two changed words counts as changed, so that whole phrases are marked.
    """
    one, two = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(one), len(two)) > _MOST:
        return _joined([("gone", old), ("new", new)] if old != new else [("same", old)])
    parts: list[Part] = []
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            text = "".join(one[a:b])
            blank = text.isspace() and "\n" not in text and parts and a and b < len(one)
            parts += [("gone", text), ("new", text)] if blank else [("same", text)]
        else:
            parts += [("gone", "".join(one[a:b])), ("new", "".join(two[c:d]))]
    return _joined(parts)


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Neighbours of one kind together, what is gone before what is new."""
    found: list[Part] = []
    gone, new = "", ""
    for kind, text in [*parts, ("same", "")]:
        if kind == "gone":
            gone += text
        elif kind == "new":
            new += text
        else:
            if gone:
                found.append(("gone", gone))
            if new:
                found.append(("new", new))
            gone = new = ""
            if text and found and found[-1][0] == "same":
                found[-1] = ("same", found[-1][1] + text)
            elif text:
                found.append(("same", text))
    return tuple(found)
