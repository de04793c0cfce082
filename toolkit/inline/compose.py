"""Puts markup back around a reply's words, and proves on the result that it is the source's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.inline.edges import spaced
from toolkit.inline.mend import lost_terms, mended
from toolkit.inline.pieces import TERM, Marker, Parsed, Piece, Words, joined
from toolkit.inline.protect import Problem
from toolkit.model import Code

_FLANKED = frozenset({"emphasis", "strong", "strikethrough"})


@dataclass(frozen=True, slots=True)
class Markup:
    """How the text's syntax is read and written. The functions of :mod:`toolkit.formats`, bound to it."""

    codes: Callable[[str], Sequence[Code]]
    plain: Callable[[str], str]
    escape: Callable[[str], str]
    unescape: Callable[[str], str]
    agree: Callable[[str, str], str] = lambda before, term: before
    """(words before a term, the term) → those words with their article in the term's gender."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A target in segment form."""

    text: str
    lost_terms: tuple[str, ...] = ()
    """Target terms that could not be put in their place."""


def verify(source: Sequence[Code], target: Sequence[Code]) -> str:
    """What is wrong with a target's codes; empty when each of the source's is there exactly once,
    in the same code as in the source, and nothing else is."""
    if not source and not target:
        return ""
    had, has = _nested(source), _nested(target)
    for (kind, text), parent in (has - had).elements():
        where = f" inside {parent[0]}" if parent else ""
        return f"there is a {kind} {text!r}{where} that the source has not"
    for (kind, text), _ in (had - has).elements():
        return f"the {kind} {text!r} is missing"
    return ""


def _nested(codes: Sequence[Code]) -> Counter[tuple[tuple[str, str], tuple[str, str] | None]]:
    """Identity and the identity of the code it lies in."""
    open_: list[Code] = []
    out: Counter[tuple[tuple[str, str], tuple[str, str] | None]] = Counter()
    for code in sorted(codes, key=lambda code: (code.open.start, -(code.close or code.open).end)):
        while open_ and (open_[-1].close or open_[-1].open).end <= code.open.start:
            open_.pop()
        out[code.identity, open_[-1].identity if open_ else None] += 1
        if code.close is not None:
            open_.append(code)
    return out


def assemble(pieces: Sequence[Piece], parsed: Parsed, markup: Markup, source: str) -> Restored | Problem:
    """The target for words and markers, mended and proved; else what is wrong with them.

    :param source: the text in segment form that ``parsed`` was made of.
    """
    whole = mended(pieces, parsed)
    if isinstance(whole, Problem):
        return whole
    lost = tuple(slot.words or "" for slot in lost_terms(whole, parsed))
    text = written(spaced(with_terms(whole, parsed, markup.agree), parsed), parsed, markup, source)
    return text if isinstance(text, Problem) else Restored(text, lost)


def with_terms(
    pieces: Sequence[Piece], parsed: Parsed, agree: Callable[[str, str], str]
) -> tuple[Piece, ...]:
    """The words of terms in the place of what the engine made of them. Their markers are gone."""
    out: list[Piece] = []
    inside: list[str] | None = None
    for piece in pieces:
        slot = parsed.slot(piece.slot) if isinstance(piece, Marker) else None
        if slot is not None and slot.kind == TERM:
            if isinstance(piece, Marker) and piece.kind == "open":
                inside = []
                continue
            engine = "".join(inside or ())
            begins = not any(p.text.strip() for p in out if isinstance(p, Words))
            word = _cased(slot.words or "", slot.opening, engine, begins=begins)
            lead = engine[: len(engine) - len(engine.lstrip())]
            tail = engine[len(engine.rstrip()) :] if engine.strip() else ""
            _agree(out, word, agree)
            out.append(Words(lead + word + tail))
            inside = None
        elif inside is not None and isinstance(piece, Words):
            inside.append(piece.text)
        else:
            out.append(piece)
    return joined(out)


def _agree(out: list[Piece], word: str, agree: Callable[[str, str], str]) -> None:
    """The words before the term, also beyond a marker: «*la* droga» → «*el* fármaco»."""
    after = ""
    for index in range(len(out) - 1, -1, -1):
        piece = out[index]
        if not isinstance(piece, Words):
            continue
        if piece.text.strip():
            text = agree(piece.text + after, word)
            out[index] = Words(text[: len(text) - len(after)])
            return
        after = piece.text + after


def _cased(term: str, source: str, engine: str, *, begins: bool) -> str:
    """The term with the capital it needs here: where the engine wrote one, or at the text's begin."""
    engine = engine.strip()
    if not term[:1].islower():
        return term
    if begins:
        capital = engine[:1].isupper() or (not engine and source[:1].isupper())
    else:
        capital = engine[:1].isupper() and not engine.isupper()
    return term[0].upper() + term[1:] if capital else term


def written(pieces: Sequence[Piece], parsed: Parsed, markup: Markup, source: str) -> str | Problem:
    """Text in segment form that has exactly the source's codes and says exactly the pieces' words.

    Several ways of writing are tried, the plainest first; each is parsed again.
    """
    codes = markup.codes(source)
    problem = "the markup cannot be written around these words"
    tried: set[str] = set()
    for variant in _variants(pieces, parsed):
        for escape in (None, markup.escape):
            text = _serialised(variant, parsed, escape)
            if text in tried:
                continue
            tried.add(text)
            problem = verify(codes, markup.codes(text)) or _unlike(text, variant, parsed, markup, source)
            if not problem:
                return text
    return Problem(problem)


def _unlike(text: str, pieces: Sequence[Piece], parsed: Parsed, markup: Markup, source: str) -> str:
    """Whether the text would be read as other words than those meant: ``1 \\* 2`` and ``1 * 2``."""
    if text != text.strip():
        return "white space at the edges"
    if text.count("\n") != source.count("\n"):
        return "another number of lines"
    words = "".join(p.text for p in pieces if isinstance(p, Words))
    missing = Counter(_ink(words)) - Counter(_ink(markup.plain(text)))
    return "words would be read as markup" if missing else ""


def _ink(text: str) -> str:
    return "".join(text.split())


def _serialised(pieces: Sequence[Piece], parsed: Parsed, escape: Callable[[str], str] | None) -> str:
    out: list[str] = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, Words):
            text = escape(piece.text) if escape else piece.text
            following = pieces[index + 1] if index + 1 < len(pieces) else None
            if (
                text.endswith("!")
                and isinstance(following, Marker)
                and parsed.slot(following.slot).opening.startswith("[")
            ):
                text = text[:-1] + "\\!"
            out.append(text)
            continue
        slot = parsed.slot(piece.slot)
        if piece.kind == "close":
            closing = slot.closing or ""
            out.append(f"][{slot.label}]" if slot.label is not None else closing)
        else:
            out.append(slot.opening)
    return "".join(out)


def _variants(pieces: Sequence[Piece], parsed: Parsed) -> Iterator[tuple[Piece, ...]]:
    yield tuple(pieces)
    if not any(slot.kind in _FLANKED for slot in parsed.slots):
        return
    narrow = tuple(_narrowed(pieces, parsed))
    if narrow != tuple(pieces):
        yield narrow
    yield tuple(_apart(pieces, parsed))
    yield tuple(_apart(narrow, parsed))


def _narrowed(pieces: Sequence[Piece], parsed: Parsed) -> Iterator[Piece]:
    """Punctuation at the inner edges of emphasis moved outside: ``**Wort.**Wort`` is no emphasis."""
    out = list(pieces)
    for index in range(1, len(out)):
        one, two = out[index - 1], out[index]
        if (
            isinstance(one, Words)
            and isinstance(two, Marker)
            and two.kind == "close"
            and _flanked(two, parsed)
        ):
            core = one.text.rstrip("".join({c for c in one.text if not c.isalnum()}))
            if core and core != one.text:
                out[index - 1 : index + 1] = [Words(core), two]
                rest = Words(one.text[len(core) :])
                out.insert(index + 1, rest)
        elif (
            isinstance(one, Marker)
            and one.kind == "open"
            and _flanked(one, parsed)
            and isinstance(two, Words)
        ):
            core = two.text.lstrip("".join({c for c in two.text if not c.isalnum()}))
            if core and core != two.text:
                out[index - 1 : index + 1] = [Words(two.text[: len(two.text) - len(core)]), one, Words(core)]
    return iter(joined(out))


def _flanked(marker: Marker, parsed: Parsed) -> bool:
    return parsed.slot(marker.slot).kind in _FLANKED


def _apart(pieces: Sequence[Piece], parsed: Parsed) -> Iterator[Piece]:
    """Blanks between emphasis and letters it would otherwise touch."""
    text_before = ""
    for index, piece in enumerate(pieces):
        if isinstance(piece, Words):
            text_before = piece.text[-1:]
            yield piece
            continue
        if piece.kind == "open" and _flanked(piece, parsed) and text_before.isalnum():
            yield Words(" ")
            text_before = " "
        yield piece
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if (
            piece.kind == "close"
            and _flanked(piece, parsed)
            and isinstance(following, Words)
            and following.text[:1].isalnum()
        ):
            yield Words(" ")
