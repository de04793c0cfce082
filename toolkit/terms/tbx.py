"""Terms from TBX files (ISO 30042): TBX-Basic, TBX-Core, and the older MARTIF layout.

Read with defusedxml: no document type, no entities, nothing fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import TermsError, ToolkitError
from toolkit.terms.glossary import Term

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_SECTIONS = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec"})
_FORBIDDEN = frozenset(
    {"deprecatedTerm-admn-sts", "supersededTerm-admn-sts", "deprecatedTerm", "supersededTerm"}
)
LARGEST = 200_000_000
"""Bytes."""


def read(path: str | PathLike[str], *, source_language: str, locales: Iterable[str]) -> tuple[Term, ...]:
    """The concepts that have a term in the source language.

    :param locales: only these are taken; a regional one also from its language's terms.
    :raises TermsError: no XML, not TBX, or XML with a document type or entities of its own.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import parse  # type: ignore[import-untyped]

    name = fspath(path)
    try:
        if Path(path).stat().st_size > LARGEST:
            raise TermsError("is larger than 200 MB", path=name)
        root = parse(name, forbid_dtd=False).getroot()
    except OSError as error:
        raise TermsError(f"cannot be read: {error.strerror or error}", path=name) from error
    except DefusedXmlException as error:
        raise TermsError(
            "defines entities, which is refused", path=name, hint="save it without <!ENTITY …>"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        line, column = getattr(error, "position", (None, None))
        raise TermsError(f"is no valid XML: {error}", path=name, line=line, column=column) from error
    if root is None or _tag(root) not in ("tbx", "martif"):
        raise TermsError("is no TBX file", path=name, hint="its root element has to be <tbx> or <martif>")
    wanted = tuple(locales)
    found = (_entry(element, source_language, wanted) for element in root.iter() if _tag(element) in _ENTRIES)
    return tuple(term for term in found if term is not None)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _entry(element: Element, source_language: str, locales: tuple[str, ...]) -> Term | None:
    good: dict[str, list[str]] = {}
    bad: dict[str, list[str]] = {}
    pos = ""
    for section in element:
        if _tag(section) not in _SECTIONS:
            continue
        tag = _canonical(section.get(_LANG) or section.get("lang") or "")
        for term, kind, status in _terms(section):
            (bad if status in _FORBIDDEN else good).setdefault(tag, []).append(term)
            if tag and _covers(tag, source_language):
                pos = pos or kind
    source = _best(good, source_language)
    if not source:
        return None
    note = _note(element)
    return Term(
        tuple(dict.fromkeys(source)),
        {tag: tuple(dict.fromkeys(forms)) for tag in locales if (forms := _best(good, tag))},
        pos,
        note,
        forbidden={tag: tuple(dict.fromkeys(forms)) for tag in locales if (forms := _best(bad, tag))},
    )


def _canonical(tag: str) -> str:
    from toolkit.locales import canonical

    try:
        return canonical(tag.replace("_", "-"))
    except ToolkitError:
        return ""


def _covers(tag: str, wanted: str) -> bool:
    return tag.split("-")[0] == wanted.split("-")[0]


def _best(by_tag: dict[str, list[str]], wanted: str) -> list[str]:
    """Exactly this language, else its plain one, else any region of it."""
    for tag in (wanted, wanted.split("-")[0]):
        if by_tag.get(tag):
            return by_tag[tag]
    return next((forms for tag, forms in by_tag.items() if tag and _covers(tag, wanted)), [])


def _terms(section: Element) -> Iterator[tuple[str, str, str]]:
    """(term, part of speech, administrative status), preferred ones first."""
    found: list[tuple[str, str, str]] = []
    for group in section:
        if _tag(group) not in _TERMS:
            continue
        text = next((" ".join("".join(e.itertext()).split()) for e in group.iter() if _tag(e) == "term"), "")
        notes = {e.get("type", _tag(e)): (e.text or "").strip() for e in group.iter()}
        status = notes.get("administrativeStatus", "")
        if text:
            found.append((text, notes.get("partOfSpeech", ""), status))
    found.sort(key=lambda term: not term[2].startswith("preferredTerm"))
    return iter(found)


def _note(element: Element) -> str:
    """The concept's definition, where there is one."""
    for each in element.iter():
        if each.get("type") == "definition" or _tag(each) == "definition":
            return " ".join("".join(each.itertext()).split())
    return ""


def merged(own: Iterable[Term], imported: Iterable[Term]) -> tuple[tuple[Term, ...], int, int]:
    """The glossary with imported terms: (terms, added, completed). What stands in the glossary wins;
    only what it has not is taken over."""
    out = list(own)
    places = {term.name.casefold(): index for index, term in enumerate(out)}
    added = completed = 0
    for term in imported:
        index = places.get(term.name.casefold())
        if index is None:
            places[term.name.casefold()] = len(out)
            out.append(term)
            added += 1
            continue
        mine = out[index]
        full = replace(
            mine,
            targets={**term.targets, **mine.targets},
            forbidden={**term.forbidden, **mine.forbidden},
            part_of_speech=mine.part_of_speech or term.part_of_speech,
            note=mine.note or term.note,
        )
        completed += full != mine
        out[index] = full
    return tuple(out), added, completed
