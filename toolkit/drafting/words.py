"""What belongs to drafting and is about language: sentences, capitals, signs, and cheap doubts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from toolkit.inline import Marker, Parsed, Piece, Words
from toolkit.inline.pieces import joined

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d+)*")
_FINAL = re.compile(r"[.!?…:;。！？：；؟।]+[\"'”’»)\]]*\s*$")
_NEGATION = {
    "en": r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b",
    "es": r"\b(?:no|ni|nunca|jamás|sin|ningun[oa]?s?|ningún|nadie|nada|tampoco)\b",
    "pt": r"\b(?:não|nem|nunca|jamais|sem|nenhum[a]?s?|nenhuns|ninguém|nada|tampouco)\b",
    "fr": r"\b(?:ne|ni|sans|jamais|aucune?s?|personne|rien|pas|non)\b|\bn['’]",
    "it": r"\b(?:non|né|senza|mai|nessun[oa]?|niente|nulla)\b",
    "ca": r"\b(?:no|ni|mai|sense|cap|ningú|res|tampoc)\b",
    "gl": r"\b(?:non|nin|nunca|xamais|sen|ningún|ningunha|ninguén|nada|tampouco)\b",
    "de": r"\b(?:nicht|kein\w*|nie|niemals|ohne|weder|noch|nichts|niemand\w*)\b",
}


def sentences(parsed: Parsed, language: str) -> list[Parsed]:
    """The text cut after its sentences, wherever no code is open; hard breaks end one, too.

    The parts have all slots of the whole, and together its pieces.
    """
    import sentencex  # type: ignore[import-untyped]

    whole = parsed.words
    ends: set[int] = set()
    if whole.strip():
        ends = {int(found["end_index"]) for found in sentencex.get_sentence_boundaries(language, whole)}
    parts: list[list[Piece]] = [[]]
    at = depth = 0
    for piece in parsed.pieces:
        if isinstance(piece, Marker):
            parts[-1].append(piece)
            depth += {"open": 1, "close": -1, "alone": 0}[piece.kind]
            if depth == 0 and (at in ends or parsed.slot(piece.slot).kind == "break"):
                parts.append([])
            continue
        start = 0
        if depth == 0:
            for end in sorted(end - at for end in ends if at < end <= at + len(piece.text)):
                parts[-1].append(Words(piece.text[start:end]))
                parts.append([])
                start = end
        parts[-1].append(Words(piece.text[start:]))
        at += len(piece.text)
    return [Parsed(kept, parsed.slots) for part in parts if (kept := joined(part))]


def polished(
    pieces: Sequence[Piece], source: Parsed, locale: str, *, opening: bool = True
) -> tuple[Piece, ...]:
    """A reply with the source's capital and final sign, and Spanish ``¿`` and ``¡``.

    :param opening: whether the pieces begin their sentence, so that those signs have a place.
    """
    language = locale.split("-")[0]
    out = _final_sign(_capital(list(pieces), source, language), source)
    return joined(_opening_signs(out) if language == "es" and opening else out)


def _capital(pieces: list[Piece], source: Parsed, language: str) -> list[Piece]:
    first = next((p for p in source.pieces if not (isinstance(p, Marker) and p.kind == "open")), None)
    place = next((i for i, p in enumerate(pieces) if not (isinstance(p, Marker) and p.kind == "open")), None)
    if not isinstance(first, Words) or place is None or not isinstance(reply := pieces[place], Words):
        return pieces
    letter = next((char for char in first.text if char.isalnum()), "")
    at = next((i for i, char in enumerate(reply.text) if char.isalnum()), None)
    if at is None or not letter.isalpha():
        return pieces
    char, following = reply.text[at], reply.text[at + 1 : at + 2]
    if letter.isupper() and char.islower():
        pieces[place] = Words(reply.text[:at] + _upper(char) + reply.text[at + 1 :])
    elif letter.islower() and char.isupper() and not following.isupper() and language != "de":
        pieces[place] = Words(reply.text[:at] + char.lower() + reply.text[at + 1 :])
    return pieces


def _upper(char: str) -> str:
    upper = char.upper()
    return upper if len(upper) == 1 else char


def _final_sign(pieces: list[Piece], source: Parsed) -> list[Piece]:
    had = _FINAL.search(source.words)
    has = _FINAL.search("".join(p.text for p in pieces if isinstance(p, Words)))
    last = next((i for i in range(len(pieces) - 1, -1, -1) if isinstance(pieces[i], Words)), None)
    if last is None or not isinstance(words := pieces[last], Words) or not source.pieces:
        return pieces
    ends_alike = type(source.pieces[-1]) is type(pieces[-1])
    if had and not has and ends_alike and words.text.strip():
        tail = words.text[len(words.text.rstrip()) :]
        pieces[last] = Words(words.text.rstrip() + had[0].strip()[:1] + tail)
    elif has and not had and has[0].strip() == ".":
        pieces[last] = Words(words.text.rstrip().removesuffix("."))
    return pieces


def _opening_signs(pieces: list[Piece]) -> list[Piece]:
    import sentencex

    whole = "".join(p.text for p in pieces if isinstance(p, Words))
    if "?" not in whole and "!" not in whole:
        return pieces
    for found in reversed(sentencex.get_sentence_boundaries("es", whole)):
        sentence = str(found["text"])
        end = sentence.rstrip(" \n\"'”’»)")
        for closing, opening in (("?", "¿"), ("!", "¡")):
            if end.endswith(closing) and opening not in sentence:
                # After a colon or semicolon the question begins anew (RAE, Ortografía, III).
                clause = max(sentence.rfind(": "), sentence.rfind("; "), -1) + 1
                lead = len(sentence) - len(sentence[clause:].lstrip(" \n\"'“‘«(–—-"))
                if sentence[lead : lead + 1].isalnum():
                    pieces = _inserted(pieces, int(found["start_index"]) + lead, opening)
    return pieces


def _inserted(pieces: list[Piece], offset: int, sign: str) -> list[Piece]:
    at = 0
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Words):
            continue
        if offset < at + len(piece.text):
            inside = offset - at
            if inside == 0:
                while index and isinstance(before := pieces[index - 1], Marker) and before.kind == "open":
                    index -= 1
                return [*pieces[:index], Words(sign), *pieces[index:]]
            cut = Words(piece.text[:inside] + sign + piece.text[inside:])
            return [*pieces[:index], cut, *pieces[index + 1 :]]
        at += len(piece.text)
    return pieces


def doubts(source: str, target: str, source_language: str, language: str) -> tuple[str, ...]:
    """What a reviewer should look at first: numbers that differ, a negation that is gone.

    :param source: plain words.
    :param target: plain words.
    """
    found = []
    if _numbers(source) != _numbers(target):
        found.append("numbers")
    no = _NEGATION.get(source_language), _NEGATION.get(language)
    if no[0] and no[1] and re.search(no[0], source, re.I) and not re.search(no[1], target, re.I):
        found.append("negation")
    return tuple(found)


def _numbers(text: str) -> Counter[str]:
    """The digits of each number, without its separators: those change between languages."""
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    digits: Counter[str] = Counter()
    for found in _DIGITS.findall(plain):
        digits.update(re.findall(r"\d", found))
    return digits
