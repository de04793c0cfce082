"""History of a translation, kept as translator comments in the PO file itself.

Poedit, Weblate, msgmerge, msgcat and polib keep ``# `` comments and their order, so what a
machine wrote and what a person accepted travels with the catalog and shows in every diff:

``# draft: apertium eng-spa 2026-11-23, low confidence (sentences), 84% match, sha256:0123456789ab``
    The target was written by a machine. The digest is of the target alone: once it no longer
    fits, a person has edited the text, and no command may overwrite it.
``# translated-by: Ana Ruiz <ana@example.org> 2026-11-24``
    Who wrote or post-edited the target.
``# reviewed: Eva Soto <eva@example.org> (clinician) 2026-11-25 sha256:0123456789ab``
    A sign-off of exactly this context, source and target. Any later change of one of them, in
    any editor, makes it void by itself: the digest no longer fits.
``# toolkit: ignore numbers, negation``
    Checks a person has silenced for this unit.
``# remark: Ana Ruiz <ana@example.org> 2026-11-24: is "ward" right here?``
    What people say to each other about the unit; ``# remark-done:`` once it is settled. Never
    published, and never a reason for another state.
``# changed: number 5 → 10, accepted before sha256:0123456789ab``
    How the source differs from ``#| msgid``. Made again by every update of the catalog, and gone
    once the unit is accepted. The digest is there iff the translation was accepted for the
    previous source.

polib and Babel wrap comments at 76 columns when they write; :func:`unwrapped` puts such a line
together again when a catalog is read.

A digest is the first 12 hexadecimal digits of SHA-256 over UTF-8: an accident cannot hit it, a
forger with access to the file could as well write the comment himself.
"""

from toolkit.provenance.digests import digest, text_digest, unit_digest
from toolkit.provenance.grammar import ROLES, without
from toolkit.provenance.reading import (
    ChangeNote,
    DraftNote,
    Remark,
    SignOff,
    Translator,
    all_signoffs,
    change_of,
    draft_of,
    remarks,
    signoffs,
    silenced,
    translators,
)
from toolkit.provenance.states import derive_state, state_of
from toolkit.provenance.wrapping import unwrapped
from toolkit.provenance.writing import (
    accepted,
    with_change,
    with_draft,
    with_remark,
    with_remark_resolved,
    with_remarks_of,
    with_signoff,
    with_silenced,
)

__all__ = [
    "ROLES",
    "ChangeNote",
    "DraftNote",
    "Remark",
    "SignOff",
    "Translator",
    "accepted",
    "all_signoffs",
    "change_of",
    "derive_state",
    "digest",
    "draft_of",
    "remarks",
    "signoffs",
    "silenced",
    "state_of",
    "text_digest",
    "translators",
    "unit_digest",
    "unwrapped",
    "with_change",
    "with_draft",
    "with_remark",
    "with_remark_resolved",
    "with_remarks_of",
    "with_signoff",
    "with_silenced",
    "without",
]
