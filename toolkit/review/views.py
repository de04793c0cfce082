"""What the page is told of articles and units: plain values for JSON."""

from __future__ import annotations

import json
from typing import Any

from toolkit import locales, provenance, signing
from toolkit.errors import CatalogError
from toolkit.model import State, Unit
from toolkit.project import Article
from toolkit.review.articles import About
from toolkit.review.desk import Desk, Opened, identifier, version
from toolkit.review.findings import Findings
from toolkit.review.texts import code_values, word_diff

_KEPT = 40_000


class Views:
    """The desk's articles and units, as the page shows them."""

    def __init__(self, desk: Desk, findings: Findings) -> None:
        self.desk = desk
        self.findings = findings
        self._made: dict[tuple[str, str, str], tuple[About, str | None, str]] = {}
        self._rows: dict[tuple[str, str], tuple[Opened, dict[str, Any]]] = {}

    # The list of articles

    def overview(self) -> dict[str, Any]:
        """Locales with their articles and progress; risk only where it is known already."""
        config = self.desk.project.config
        rows = []
        for tag in self.desk.locales:
            known = locales.parse(tag)
            rows.append(
                {
                    "tag": tag,
                    "name": known.native_name,
                    "direction": known.direction,
                    "articles": [self.row(tag, article) for article in self.desk.names.values()],
                }
            )
        return {
            "source": config.source_language,
            "sourceName": locales.parse(config.source_language).native_name,
            "sourceDirection": locales.parse(config.source_language).direction,
            "user": self.desk.who.user,
            "role": self.desk.who.role,
            "rules": {
                "secondPerson": config.review.require_second_person,
                "roles": list(config.review.roles),
                "criticalRoles": list(config.review.critical_roles),
            },
            "locales": rows,
        }

    def row(self, locale: str, article: Article) -> dict[str, Any]:
        """One article in one locale."""
        try:
            opened = self.desk.opened(locale, article)
        except CatalogError as error:
            return {
                "name": article.name,
                "title": article.name,
                **dict.fromkeys(("total", "done", "reviewed", "words", "drafts", "stale", "untranslated"), 0),
                "findings": None,
                "risk": None,
                "problem": error.message,
                "hint": error.hint,
            }
        held = self._rows.get((locale, article.name))
        if held is None or held[0] is not opened:
            held = (opened, self._counts(opened))
            self._rows[locale, article.name] = held
        about = self.desk.about(article)
        return {
            "name": article.name,
            "title": about.title,
            "critical": about.critical,
            **opened.progress(about.rules),
            **held[1],
            **self.findings.summary(locale, article, opened),
        }

    @staticmethod
    def _counts(opened: Opened) -> dict[str, Any]:
        states = opened.states
        return {
            "drafts": states[State.DRAFT],
            "stale": states[State.STALE],
            "fuzzy": states[State.FUZZY],
            "untranslated": states[State.UNTRANSLATED],
            # Exact counts are for `toolkit status`; here they weigh articles against each other.
            "words": sum(unit.source.count(" ") + 1 for unit in opened.units),
        }

    # An article

    def article(self, locale: str, article: Article) -> bytes:
        """All of an article as JSON; findings only where they are known already.

        Ten thousand units are made into text once, and again only those that change.
        """
        opened = self.desk.opened(locale, article)
        about = self.desk.about(article)
        versions = [opened.version(position) for position in range(len(opened.units))]
        self.desk.hand_out(locale, article, zip(versions, opened.units, strict=True))
        units = ",".join(
            [
                self._text(locale, article, unit, known, about, opened.translator)
                for unit, known in zip(opened.units, versions, strict=True)
            ]
        )
        head = _json(
            {
                "name": article.name,
                "locale": locale,
                "direction": locales.parse(locale).direction,
                "title": about.title,
                "critical": about.critical,
                "progress": opened.progress(about.rules),
            }
        )
        return f'{head[:-1]},"units":[{units}]}}'.encode()

    def unit(self, locale: str, article: Article, unit: Unit, *, checked: bool = True) -> dict[str, Any]:
        """One unit as it is now, handed out.

        :param checked: with its findings, which takes a millisecond.
        """
        known = version(unit)
        self.desk.hand_out(locale, article, [(known, unit)])
        about = self.desk.about(article)
        made = self._described(unit, known, about, self.desk.held(locale, article).translator)
        found = self.findings.of(locale, article, unit, known) if checked else None
        return {**made, "findings": found}

    def _text(
        self, locale: str, article: Article, unit: Unit, known: str, about: About, translator: str | None
    ) -> str:
        key = (locale, article.name, known)
        kept = self._made.get(key)
        if kept is None or kept[0] is not about or kept[1] != translator:
            if len(self._made) > _KEPT:
                self._made.clear()
            kept = (about, translator, _json(self._described(unit, known, about, translator))[:-1])
            self._made[key] = kept
        found = self.findings.known(locale, article, unit, known)
        said = "null" if found is None else "[]" if not found else _json(found)
        return f'{kept[2]},"findings":{said}}}'

    def prepare(self, locale: str, article: Article, positions: range) -> int | None:
        """Makes a part of :meth:`article` before it is asked for; the position of the next."""
        opened, about = self.desk.opened(locale, article), self.desk.about(article)
        for position in range(positions.start, min(positions.stop, len(opened.units))):
            known = opened.version(position)
            self._text(locale, article, opened.units[position], known, about, opened.translator)
        return positions.stop if positions.stop < len(opened.units) else None

    @staticmethod
    def _described(unit: Unit, known: str, about: About, translator: str | None) -> dict[str, Any]:
        comments = unit.comments
        note = provenance.draft_of(comments) if comments else None
        codes, target_codes = code_values(unit, unit.target, about.labels)
        return {
            "id": identifier(unit),
            "version": known,
            "source": unit.source,
            "target": unit.target,
            "context": unit.context,
            "state": unit.state.value,
            "role": unit.role,
            "syntax": unit.syntax,
            "notes": list(unit.notes),
            "plural": unit.plural is not None,
            "previous": unit.previous,
            "codes": codes,
            "targetCodes": target_codes,
            "draft": None
            if note is None
            else {
                "engine": note.engine,
                "date": note.date.isoformat(),
                "low": note.low_confidence,
                "why": note.rung,
                "match": note.match,
            },
            "people": people(unit),
            "missing": list(signing.missing(unit, about.rules, translator=translator)),
            "diff": None if unit.previous is None else word_diff(unit.previous, unit.source),
            "remarks": [
                {
                    "person": remark.person,
                    "date": remark.date.isoformat(),
                    "text": remark.text,
                    "resolved": remark.resolved,
                }
                for remark in (provenance.remarks(comments) if comments else ())
            ],
            "ignored": sorted(provenance.silenced(unit)) if comments else [],
            "draftTarget": unit.target if is_machine_text(unit) else None,
        }


_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
"""ASCII, so that a lone surrogate in a broken catalog is told and not fatal."""


def is_machine_text(unit: Unit) -> bool:
    """Whether the target is what a machine wrote, accepted or not."""
    if unit.state is State.DRAFT:
        return True
    note = provenance.draft_of(unit.comments) if unit.comments else None
    return note is not None and note.digest == provenance.text_digest(unit.target)


def people(unit: Unit) -> list[dict[str, Any]]:
    """Who translated and who signed, as far as it is valid for these texts."""
    if not unit.comments:
        return []
    return [
        *(
            {
                "what": "translated",
                "person": who.person,
                "role": None,
                "date": who.date.isoformat() if who.date else None,
            }
            for who in provenance.translators(unit.comments)
        ),
        *(
            {"what": "signed", "person": sign.person, "role": sign.role, "date": sign.date.isoformat()}
            for sign in provenance.signoffs(unit)
        ),
    ]
