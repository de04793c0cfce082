"""Compiled catalogs (MO), for programs that read gettext at run time. Made with polib."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from toolkit.model import ACCEPTED, Catalog, Unit

if TYPE_CHECKING:
    import polib


def compiled(catalogs: Iterable[Catalog]) -> bytes:
    """One MO file with the accepted translations of all these catalogs of one locale.

    Drafts, stale and obsolete units are left out, as msgfmt leaves out what is fuzzy. Of a text that
    stands in several catalogs the first translation counts.
    """
    import polib

    file = polib.POFile(check_for_duplicates=False)
    seen: set[tuple[str, str]] = set()
    for catalog in catalogs:
        if not file.metadata:
            file.metadata = dict(catalog.header)
        for unit in catalog.units:
            if unit.state in ACCEPTED and not unit.obsolete and unit.key not in seen:
                seen.add(unit.key)
                file.append(_entry(unit))
    return bytes(file.to_binary())


def _entry(unit: Unit) -> polib.POEntry:
    import polib

    if unit.plural is None:
        return polib.POEntry(msgid=unit.source, msgstr=unit.target, msgctxt=unit.context)
    return polib.POEntry(
        msgid=unit.source,
        msgid_plural=unit.plural,
        msgstr_plural=dict(enumerate(unit.plural_targets)),
        msgctxt=unit.context,
    )
