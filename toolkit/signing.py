"""What has to be signed before a translation counts as reviewed. Pure rules on one unit.

ISO 17100:2015, 5.3.3: the reviser is another person than the translator. ISO 18587:2017 treats
whoever post-edits machine text as its translator, so accepting a draft is the first of the two.
A sign-off counts only for exactly the source and target it was given for; see
:mod:`toolkit.provenance`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from toolkit import provenance
from toolkit.model import ACCEPTED, Catalog, Unit

# What editors write where nobody is named.
_NOBODY = re.compile(r"^(full name <email@address>|automatically generated.*|none)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a unit needs to count as reviewed."""

    second_person: bool = False
    """Somebody else than the translator (or post-editor) has to have signed."""
    roles: tuple[str, ...] = ()
    """Each of these roles has to have signed; one sign-off in any role where empty."""
    critical: bool = False
    """The article says so: nothing of it is published that does not meet these rules."""


class Settings(Protocol):
    """The part of the configuration the rules come from: ``[tool.toolkit.review]``."""

    @property
    def require_second_person(self) -> bool: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def critical_roles(self) -> tuple[str, ...]: ...


def rules_from(settings: Settings, *, critical: bool) -> Rules:
    """The rules for an article: a critical one needs the critical roles beside the usual ones."""
    roles = dict.fromkeys((*settings.roles, *(settings.critical_roles if critical else ())))
    return Rules(settings.require_second_person, tuple(roles), critical)


def last_translator(catalog: Catalog) -> str | None:
    """Whom the catalog's header names as its last translator; None for nobody, and for placeholders."""
    name = dict(catalog.header).get("Last-Translator", "").strip()
    return None if _NOBODY.match(name) else name


def lacking(catalog: Catalog, rules: Rules) -> Counter[str]:
    """What the catalog's units still need, with how many units need it; see :func:`missing`."""
    translator = last_translator(catalog)
    return Counter(
        need
        for unit in catalog.units
        if not unit.obsolete
        for need in missing(unit, rules, translator=translator)
    )


def missing(unit: Unit, rules: Rules, *, translator: str | None = None) -> tuple[str, ...]:
    """What a unit still needs, for people; empty when the rules are met.

    :param translator: who is known to have translated it where its comments name nobody, such as
        the catalog's ``Last-Translator``.
    """
    if unit.state not in ACCEPTED:
        return (f"an accepted translation (it is {unit.state.value})",)
    signed = provenance.signoffs(unit)
    if not signed:
        return tuple(f"a sign-off as {role}" for role in rules.roles) or ("a sign-off",)
    lacking = [
        f"a sign-off as {role}" for role in rules.roles if role not in {signoff.role for signoff in signed}
    ]
    people = [signoff.person for signoff in signed]
    if rules.second_person and not _second_person(unit, people, translator):
        lacking.append("a sign-off by somebody else than the translator")
    return tuple(lacking)


def fulfilled(unit: Unit, rules: Rules, *, translator: str | None = None) -> bool:
    """Whether the unit counts as reviewed under the rules."""
    return not missing(unit, rules, translator=translator)


def refusal(unit: Unit) -> str | None:
    """Why a unit cannot be signed as it is; None when it can."""
    if unit.obsolete:
        return "no longer in the article"
    if not unit.target:
        return "not translated"
    if unit.state not in ACCEPTED:
        return f"still marked as {unit.state.value}"
    return None


def identity(person: str) -> str:
    """What tells people apart: the mail address where there is one, else the name, case-folded."""
    name, mail = _name_and_mail(person)
    return mail or name


def same_person(one: str, other: str) -> bool:
    """Whether two ``Name <mail>`` mean one person: the same address, or the same name where one has none."""
    (name, mail), (other_name, other_mail) = _name_and_mail(one), _name_and_mail(other)
    return mail == other_mail if mail and other_mail else bool(name) and name == other_name


def _name_and_mail(person: str) -> tuple[str, str]:
    name, bracket, rest = person.partition("<")
    mail = rest.split(">")[0].strip().casefold() if bracket else ""
    return " ".join(name.split()).casefold(), mail


def _second_person(unit: Unit, signed: Iterable[str], translator: str | None) -> bool:
    signed = tuple(signed)
    named = [entry.person for entry in provenance.translators(_since_the_draft(unit.comments))]
    named += [signoff.person for signoff in provenance.signoffs(unit) if signoff.role == "translator"]
    if not named and translator:
        named = [translator]
    if named:
        return any(not any(same_person(signer, writer) for writer in named) for signer in signed)
    if provenance.draft_of(unit.comments) is not None:
        # Nobody is named as post-editor, so one of those who signed was it.
        return any(not same_person(signed[0], signer) for signer in signed[1:])
    return True


def _since_the_draft(comments: tuple[str, ...]) -> tuple[str, ...]:
    """Who is named before a draft translated an earlier text: the machine's was written over it."""
    last = max((at for at, comment in enumerate(comments) if comment.startswith("draft:")), default=-1)
    return comments[last + 1 :]
