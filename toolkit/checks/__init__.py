"""Checks: what is wrong with a translation, as data. One module a family; nothing here writes.

Built-in checks enter by the same door as a plug-in's: an entry point of the group ``toolkit.checks`` names
a subclass of :class:`toolkit.checks.base.Check`, or a sequence of them.
"""

from __future__ import annotations

from collections.abc import Mapping

BUILTIN: Mapping[str, str] = {
    "catalog": "toolkit.checks.catalog:CHECKS",
    "sign-off": "toolkit.checks.signoff:CHECKS",
    "po-file": "toolkit.checks.po_file:CHECKS",
    "markup": "toolkit.checks.markup:CHECKS",
    "characters": "toolkit.checks.characters:CHECKS",
    "blocks": "toolkit.checks.blocks:CHECKS",
    "meaning": "toolkit.checks.meaning:CHECKS",
    "untranslated": "toolkit.checks.untranslated:CHECKS",
    "glossary": "toolkit.checks.glossary:CHECKS",
    "consistency": "toolkit.checks.consistency:CHECKS",
    "punctuation": "toolkit.checks.punctuation:CHECKS",
    "spacing": "toolkit.checks.spacing:CHECKS",
    "style": "toolkit.checks.style:CHECKS",
    "spelling": "toolkit.checks.spelling:CHECKS",
    "page": "toolkit.checks.page:CHECKS",
    "reading": "toolkit.checks.reading:CHECKS",
}
