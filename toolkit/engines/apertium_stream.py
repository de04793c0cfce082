"""Texts with tags in and out of Apertium's stream format. Pure.

In the stream (wiki.apertium.org, "Apertium stream format" and "Format handling"), what
stands in ``[…]`` is a blank that passes untouched and keeps its place, and
``[[…]]word[[/]]`` binds something to a word, wherever the word is moved to. So a pair
of tags is bound to the words it is around, and a single tag, or a sign that Apertium
might read as its own, becomes a blank. Blanks hold only numbers: nothing of an article
can be taken for a command of the stream.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

# Letters, digits and what stands in sentences pass as they are; other signs go into blanks.
_SAFE = r"\w\s.,;:!?¿¡'\"()%&’‘“”«»„…–—\-"
# What is not plain text: all between these is.
_SPECIAL = re.compile(
    r"(?P<tag></?[A-Za-z][^<>]*>)"
    r"|(?P<blank>\b(?:https?://|www\.)[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]*\w|\n+|_+"
    rf"|[^{_SAFE}/<]+|<)"
)
_NAME = re.compile(r"</?([A-Za-z][\w:-]*)")
_VOID = frozenset({"br", "img", "wbr", "hr", "input"})
_END = re.compile(r"[.!?…:;][\"'”’»)]*\s*\Z")


@dataclass(slots=True)
class Stream:
    """One text in stream format, and what is needed to make a text of the translation."""

    text: str = ""
    blanks: list[str] = field(default_factory=list)
    """What each blank ``[n]`` stands for."""
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """Opening and closing tag of each bound pair."""
    parents: list[int] = field(default_factory=list)
    """For each pair, how deep it is nested."""
    markup: bool = False
    dotted: bool = False
    """A full stop was put at the end, for the tagger to see a sentence."""


@dataclass(slots=True)
class _Piece:
    kind: str
    text: str
    pair: int = -1


def encode(text: str, *, markup: bool) -> Stream:
    """``text`` in stream format.

    :param markup: it is HTML or XML; otherwise ``<`` is a sign like any other.
    """
    stream = Stream(markup=markup)
    pieces = _pieces(_prepared(text, markup), markup)
    _match_tags(pieces, stream)
    bound: list[int] = []
    out: list[str] = []
    for piece in pieces:
        if piece.kind == "tag" and piece.pair >= 0:
            if piece.text.startswith("</"):
                bound.remove(piece.pair)
            else:
                bound.append(piece.pair)
        elif piece.kind in ("tag", "blank"):
            out.append(f"[{_blank(stream, piece.text)}]")
        else:
            out.append(_bound(piece.text, bound))
    body = "".join(out)
    if not _END.search(_words(pieces)):
        stream.dotted = True
        body += "."
    stream.text = body + "[]"
    return stream


def _pieces(text: str, markup: bool) -> list[_Piece]:
    pieces: list[_Piece] = []
    position = 0
    for match in _SPECIAL.finditer(text):
        if match.start() > position:
            pieces.append(_Piece("text", text[position : match.start()]))
        pieces.append(_Piece("tag" if match["tag"] and markup else "blank", match.group()))
        position = match.end()
    if position < len(text):
        pieces.append(_Piece("text", text[position:]))
    return pieces


def _prepared(text: str, markup: bool) -> str:
    """Entities resolved (tags stay), no sign that the stream cannot have."""
    if markup:
        parts = re.split(r"(</?[A-Za-z][^<>]*>)", text)
        text = "".join(
            part if index % 2 else html.unescape(part).replace("<", "\ue000")
            for index, part in enumerate(parts)
        )
    return text.replace("\0", " ").replace("\r", "")


def _words(pieces: list[_Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind == "text")


def _match_tags(pieces: list[_Piece], stream: Stream) -> None:
    """Numbers the pairs of tags that have words between them; all others stay single."""
    open_tags: list[int] = []
    found: list[tuple[int, int]] = []
    for index, piece in enumerate(pieces):
        if piece.kind != "tag" or piece.text.endswith("/>"):
            continue
        name = _name(piece.text)
        if name in _VOID:
            continue
        if not piece.text.startswith("</"):
            open_tags.append(index)
        elif open_tags and _name(pieces[open_tags[-1]].text) == name:
            found.append((open_tags.pop(), index))
    for start, end in sorted(found):
        inside = _words(pieces[start + 1 : end])
        if any(char.isalpha() for char in inside):
            number = len(stream.pairs)
            pieces[start].pair = pieces[end].pair = number
            stream.pairs.append((pieces[start].text, pieces[end].text))
            stream.parents.append(sum(1 for a, b in found if a < start and end < b))


def _name(tag: str) -> str:
    match = _NAME.match(tag)
    return match[1].lower() if match else ""


def _blank(stream: Stream, text: str) -> int:
    stream.blanks.append(text)
    return len(stream.blanks) - 1


def _bound(text: str, pairs: list[int]) -> str:
    """Words bound to their pairs; white space around them stays outside."""
    escaped = re.sub(r"[\\\[\]{}^$/@<>]", r"\\\g<0>", text)
    if not pairs or not any(char.isalnum() for char in text):
        return escaped
    core = escaped.strip()
    start = escaped.index(core)
    marks = "; ".join(f"t:k:{pair}" for pair in pairs)
    return f"{escaped[:start]}[[{marks}]]{core}[[/]]{escaped[start + len(core) :]}"


_TOKEN = re.compile(
    r"\[\[/\]\]|\[\[(?P<bound>[^\]]*)\]\]|\[(?P<blank>\d*)\]|\\(?P<escaped>.)|(?P<text>[^\[\]\\]+)|.", re.S
)
_MARK = re.compile(r"t:k:(\d+)")


@dataclass(slots=True)
class _Run:
    """A stretch of output with the pairs bound to it."""

    text: str
    pairs: frozenset[int] = frozenset()
    single: bool = False
    """A blank's content: no words."""


def decode(output: str, stream: Stream) -> str:
    """The translation as a text like the source: tags around the words they are bound to."""
    runs = _runs(output, stream)
    if stream.dotted:
        _drop_dot(runs)
    if not stream.markup:
        return _spaced("".join(run.text for run in runs))
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for pair in sorted(range(len(stream.pairs)), key=lambda each: stream.parents[each]):
        for start, end in _stretches(runs, pair):
            before.setdefault(start, []).append(pair)
            after.setdefault(end, []).insert(0, pair)
    parts: list[str] = []
    for index, run in enumerate(runs):
        parts += [stream.pairs[pair][0] for pair in before.get(index, ())]
        parts.append(run.text if run.single else html.escape(run.text, quote=False))
        parts += [stream.pairs[pair][1] for pair in after.get(index, ())]
    return _spaced("".join(parts))


def _runs(output: str, stream: Stream) -> list[_Run]:
    runs: list[_Run] = []
    pairs: frozenset[int] = frozenset()
    for token in _TOKEN.finditer(output):
        if token["bound"] is not None:
            pairs = frozenset(int(number) for number in _MARK.findall(token["bound"]))
            pairs = frozenset(pair for pair in pairs if pair < len(stream.pairs))
        elif token["blank"] is not None:
            number = token["blank"]
            if number and int(number) < len(stream.blanks):
                content = stream.blanks[int(number)].replace("\ue000", "<")
                tag = stream.markup and re.match(r"</?[A-Za-z]", stream.blanks[int(number)]) is not None
                runs.append(_Run(content, pairs, single=tag))
        elif token.group() == "[[/]]":
            pairs = frozenset()
        else:
            text = token["escaped"] or token["text"] or ""
            if runs and not runs[-1].single and runs[-1].pairs == pairs:
                runs[-1].text += text
            elif text:
                runs.append(_Run(text, pairs))
    return runs


def _drop_dot(runs: list[_Run]) -> None:
    for run in reversed(runs):
        if not run.single and run.text.strip():
            stripped = run.text.rstrip()
            if stripped.endswith("."):
                run.text = stripped[:-1]
            return


def _stretches(runs: list[_Run], pair: int) -> list[tuple[int, int]]:
    """First and last run of every stretch a pair goes around.

    Small words that Apertium added between bound ones (“celdas *de* raíz”) belong inside; when
    the bound words are far apart the pair comes out twice, and the caller sees that.
    """
    found: list[tuple[int, int]] = []
    for index, run in enumerate(runs):
        if pair not in run.pairs:
            continue
        if found and _joins(runs[found[-1][1] + 1 : index]):
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    # Punctuation bound to a pair and left behind when its words moved is no stretch of its own.
    worded = [(start, end) for start, end in found if _has_words(runs[start : end + 1])]
    return worded or found


def _has_words(runs: list[_Run]) -> bool:
    return any(char.isalnum() for run in runs if not run.single for char in run.text)


def _joins(between: list[_Run]) -> bool:
    words = " ".join(run.text for run in between if not run.single).split()
    return len(words) <= 2 and not any(mark in "".join(words) for mark in ".;:!?")


def _spaced(text: str) -> str:
    """One space where Apertium leaves two."""
    return re.sub(r"(?<=\S)  +(?=\S)", " ", text)
