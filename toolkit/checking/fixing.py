"""``--fix``: what is certain is mended in the PO files. Nothing is marked as reviewed.

A sign-off is of exactly one text. Where that text is mended the sign-off's digest no longer fits, so it is
void by itself, and the unit counts as translated.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit import provenance
from toolkit.catalogs import po
from toolkit.checking.checker import Checker, Source
from toolkit.checking.units import mended
from toolkit.model import Catalog, State, Unit


@dataclass(frozen=True, slots=True)
class Mended:
    """A PO file with its certain faults mended."""

    path: str
    """Relative to the project."""
    units: int
    """How many were changed."""
    void: int
    """How many of these had a valid sign-off, which is void now."""
    diff: str
    """Unified diff of the file."""


def fix(checker: Checker, source: Source, locale: str, *, write: bool) -> Mended | None:
    """Mends one catalog; None where there is nothing to mend or no readable catalog.

    :param write: False only shows what would be done.
    :raises CatalogError: the file cannot be read.
    :raises ConflictError: it changed while it was looked at; nothing was written.
    """
    project = checker.project
    path = project.catalog_path(source.article, locale)
    if not path.is_file():
        return None
    catalog, stamp = po.read_stamped(path, locale=locale)
    units = tuple(_units(checker, source, locale, catalog))
    pairs = [(old, new) for old, new in zip(catalog.units, units, strict=True) if old is not new]
    if not pairs:
        return None
    new = replace(catalog, units=units)
    shown = project.relative(path)
    location = project.config.location
    diff = "".join(
        difflib.unified_diff(
            po.dumps(catalog, location=location).splitlines(keepends=True),
            po.dumps(new, location=location).splitlines(keepends=True),
            f"a/{shown}",
            f"b/{shown}",
        )
    )
    if write:
        po.write(path, new, expected=stamp, location=location)
    void = sum(old.state is State.REVIEWED for old, _ in pairs)
    return Mended(shown, len(pairs), void, diff)


def _units(checker: Checker, source: Source, locale: str, catalog: Catalog) -> Iterator[Unit]:
    for unit in catalog.units:
        if unit.obsolete or not unit.target or unit.plural is not None:
            yield unit
            continue
        done = mended(
            unit,
            locale,
            planner=checker.planner,
            article_choice=source.choice,
            labels=source.document.labels,
            terms=checker.terms,
        )
        yield unit if done is None else _restated(done)


def _restated(unit: Unit) -> Unit:
    """The state that fits the new text: reviewed only where a sign-off is of it."""
    if unit.state is State.REVIEWED and not provenance.signoffs(unit):
        return replace(unit, state=State.TRANSLATED)
    return unit
