"""An article's segments as a catalog without targets: what a POT file holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.catalogs import header as headers
from toolkit.catalogs.references import Location, Reference, reduce
from toolkit.model import Catalog, Document, Segment, Unit, UnitKey

_SEPARATOR = "\x04"
"""gettext's sign between context and text. No articles hold it, but references to it (``&#4;``) may: that
text cannot be in a catalog."""


@dataclass(slots=True)
class _Place:
    """What the segments with one key come to."""

    first: Segment
    references: list[Reference]
    notes: list[str] = field(default_factory=list)


def template(document: Document, *, location: Location = "line", project: str = "") -> Catalog:
    """One unit for each text and context, in document order.

    Equal texts share a unit: the first gives role and syntax, all give their places and notes.

    :param location: what the references say; see :data:`toolkit.catalogs.references.Location`.
    :param project: for the header's ``Project-Id-Version``.
    """
    places: dict[UnitKey, _Place] = {}
    line, at = 1, 0
    for segment in document.segments:
        # Segments are sorted, so the lines are counted in one pass over the text.
        start = segment.span.start
        line += document.text.count("\n", at, start)
        at = start
        key = (segment.context or "", segment.text)
        if _SEPARATOR in segment.text:
            continue
        place = places.get(key)
        if place is None:
            place = places[key] = _Place(segment, [])
        reference = (document.path, line)
        if reference not in place.references[-1:]:
            place.references.append(reference)
        for note in segment.note.split("\n") if segment.note else ():
            if note not in place.notes:
                place.notes.append(note)
    units = tuple([_unit(place, location) for place in places.values()])
    return Catalog("", units, headers.make("", format=document.format, project=project))


def _unit(place: _Place, location: Location) -> Unit:
    segment = place.first
    return Unit(
        segment.text,
        context=segment.context,
        role=segment.role,
        syntax=segment.syntax,
        notes=tuple(place.notes),
        references=reduce(tuple(place.references), location),
    )
