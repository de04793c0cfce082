"""Which translations count, and whether a page is published.

Pure: an article's units and the rules in, a decision out. Nothing a rule excludes may
leak into index, feed, sitemap or alternates, so every such place asks the decision.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from toolkit import provenance, signing
from toolkit.config import Accept, BuildConfig, Incomplete
from toolkit.errors import ArticleError
from toolkit.model import Catalog, Document, Segment, State, Unit, UnitKey

Choice = TypeVar("Choice", bound=str)
ACCEPT: tuple[Accept, ...] = ("drafts", "translated", "reviewed")
INCOMPLETE: tuple[Incomplete, ...] = ("fallback", "omit", "hold")
ACCEPTS: Mapping[Accept, frozenset[State]] = {
    "drafts": frozenset({State.DRAFT, State.TRANSLATED, State.REVIEWED}),
    "translated": frozenset({State.TRANSLATED, State.REVIEWED}),
    "reviewed": frozenset({State.REVIEWED}),
}


_ANY_SIGNOFF = signing.Rules()


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one article in one locale."""

    accept: Accept = "translated"
    incomplete: Incomplete = "fallback"
    threshold: float = 0.0
    critical: bool = False
    """Every unit has to be signed off, or the page is not published as it is."""
    signing: signing.Rules = _ANY_SIGNOFF
    """What counts as signed off."""

    def accepts(self, unit: Unit, translator: str | None) -> bool:
        """Whether the unit's translation may be published as it is.

        :param translator: whom the catalog names as its translator.
        """
        if unit.state not in ACCEPTS[self.accept]:
            return False
        return self.accept != "reviewed" or signing.fulfilled(unit, self.signing, translator=translator)

    def accepted_before(self, unit: Unit, translator: str | None) -> bool:
        """Whether the unit's translation met the rules for the source it was made for."""
        if unit.state is not State.STALE or unit.previous is None:
            return False
        if self.accept != "reviewed":
            return True
        earlier = replace(unit, source=unit.previous, state=State.REVIEWED)
        return signing.fulfilled(earlier, self.signing, translator=translator)

    def level(self, decision: Decision) -> str:
        """Which rules a complete page meets: ``translated``, ``reviewed`` or ``critical``."""
        if self.critical:
            return "critical"
        return "reviewed" if decision.reviewed else "translated"

    def trusts(self, level: str) -> bool:
        """Whether what met the rules of that level once meets these."""
        if self.critical:
            return level == "critical"
        return self.accept != "reviewed" or level in ("reviewed", "critical")


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules make of an article's translations."""

    publish: bool
    reason: str = ""
    """Why it is not published; a clause for people."""
    targets: Mapping[UnitKey, str] = field(default_factory=dict)
    share: float = 0.0
    """Accepted part of the article's words, 0–1."""
    machine: bool = False
    """Some of ``targets`` are machine text nobody has accepted."""
    stale: bool = False
    """Some parts were accepted for an earlier version of the source."""
    fallbacks: int = 0
    """Segments without a target."""
    reviewed: datetime.date | None = None
    """Day of the last sign-off, when every segment is signed off."""
    held: bool = False
    """``targets`` give the last fully accepted state of the page, not the current one."""
    snapshot: bool = False
    """To be published from the snapshot of the last fully accepted page."""

    @property
    def complete(self) -> bool:
        return self.publish and self.fallbacks == 0 and not self.held and not self.snapshot


def rules_for(
    config: BuildConfig,
    locale: str,
    metadata: Mapping[str, object],
    path: str = "",
    *,
    review: signing.Settings | None = None,
) -> Rules:
    """The project's rules, then the locale's, then the article's own.

    :param review: who has to sign; one sign-off by anybody for None.
    :raises ArticleError: front matter gives a rule an impossible value.
    """
    accept, incomplete, threshold = config.accept, config.incomplete, config.threshold
    own = config.locale.get(locale)
    if own is not None:
        accept = own.accept or accept
        incomplete = own.incomplete or incomplete
        threshold = threshold if own.threshold is None else own.threshold
    rules = Rules(accept, incomplete, threshold)
    if value := metadata.get("accept"):
        rules = replace(rules, accept=_choice(value, ACCEPT, "accept", path))
    if value := metadata.get("incomplete"):
        rules = replace(rules, incomplete=_choice(value, INCOMPLETE, "incomplete", path))
    if (value := metadata.get("threshold")) is not None:
        rules = replace(rules, threshold=_share(value, path))
    if truth(metadata.get("critical")):
        incomplete = "omit" if rules.incomplete == "fallback" else rules.incomplete
        rules = replace(rules, critical=True, accept="reviewed", incomplete=incomplete)
    if review is not None:
        rules = replace(rules, signing=signing.rules_from(review, critical=rules.critical))
    return rules


def truth(value: object) -> bool:
    """A front-matter switch: YAML's and HTML's ways to say yes."""
    return value is True or (isinstance(value, str) and value.strip().lower() in {"true", "yes", "1", "on"})


def _choice(value: object, choices: tuple[Choice, ...], key: str, path: str) -> Choice:
    for choice in choices:
        if value == choice:
            return choice
    raise ArticleError(f"front matter: {key} has to be one of {', '.join(choices)}, not {value!r}", path=path)


def _share(value: object, path: str) -> float:
    try:
        share = float(value) if isinstance(value, str | int | float) and value is not True else -1.0
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ArticleError(f"front matter: threshold has to be from 0 to 1, not {value!r}", path=path)
    return share


def decide(
    document: Document,
    catalog: Catalog | None,
    rules: Rules,
    *,
    snapshot: bool = False,
    own: Callable[[Segment], str | None] | None = None,
) -> Decision:
    """What to publish of ``document``.

    :param snapshot: whether there is a snapshot of the last fully accepted page.
    :param own: the text of a segment that needs no translator, such as a date; None for all others.
    """
    units = {unit.key: unit for unit in catalog.units if not unit.obsolete} if catalog else {}
    translator = signing.last_translator(catalog) if catalog else None
    targets: dict[UnitKey, str] = {}
    used: dict[UnitKey, Unit] = {}
    words = done = fallbacks = 0
    stale = False
    for segment in document.segments:
        key = (segment.context or "", segment.text)
        unit = units.get(key)
        count = _words(segment.text)
        words += count
        if unit is not None and rules.accepts(unit, translator):
            done += count
            targets[key] = unit.target
            used[key] = unit
        elif own is not None and (text := own(segment)) is not None:
            words -= count  # nothing to translate in it
            targets[key] = text
        else:
            fallbacks += 1
            stale = stale or (unit is not None and unit.state is State.STALE)
    share = done / words if words else 1.0
    machine = any(unit.state is State.DRAFT for unit in used.values())
    if fallbacks == 0:
        reviewed = _reviewed(used.values(), rules, translator)
        return Decision(True, targets=targets, share=share, machine=machine, reviewed=reviewed)
    common = Decision(False, share=share, machine=machine, stale=stale, fallbacks=fallbacks)
    if rules.incomplete == "hold":
        return _hold(document, units, rules, translator, common, snapshot, own)
    what = "signed off" if rules.accept == "reviewed" else "accepted"
    if rules.incomplete == "omit":
        return replace(common, reason=f"{fallbacks} of its {len(document.segments)} texts are not {what}")
    if share < rules.threshold:
        return replace(
            common, reason=f"{share:.0%} of its words are {what}, the threshold is {rules.threshold:.0%}"
        )
    return replace(common, publish=True, targets=targets)


@lru_cache(maxsize=512)
def _words(text: str) -> int:
    """Asked for every language of an article in turn."""
    return len(text.split())


def _hold(
    document: Document,
    units: Mapping[UnitKey, Unit],
    rules: Rules,
    translator: str | None,
    common: Decision,
    snapshot: bool,
    own: Callable[[Segment], str | None] | None,
) -> Decision:
    """The last fully accepted state: earlier accepted texts where only wording has changed, else
    the snapshot, else nothing."""
    targets: dict[UnitKey, str] = {}
    machine = False
    for segment in document.segments:
        key = (segment.context or "", segment.text)
        unit = units.get(key)
        if unit is not None and (rules.accepts(unit, translator) or rules.accepted_before(unit, translator)):
            targets[key] = unit.target
            machine = machine or unit.state is State.DRAFT
        elif own is not None and (text := own(segment)) is not None:
            targets[key] = text
        else:
            break
    else:
        return replace(common, publish=True, targets=targets, held=True, stale=True, machine=machine)
    if snapshot:
        return replace(common, publish=True, held=True, snapshot=True, stale=True, machine=False)
    return replace(common, reason="no earlier version of it was fully accepted")


def _reviewed(units: Collection[Unit], rules: Rules, translator: str | None) -> datetime.date | None:
    """The day of the last sign-off, where every unit has those that the rules ask for."""
    last: datetime.date | None = None
    for unit in units:
        if unit.state is not State.REVIEWED or not signing.fulfilled(
            unit, rules.signing, translator=translator
        ):
            return None
        last = max(filter(None, (last, *(signoff.date for signoff in provenance.signoffs(unit)))))
    return last
