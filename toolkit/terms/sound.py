"""What is wrong in a glossary itself."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.terms.glossary import Glossary, Term


def problems(glossary: Glossary, locales: Sequence[str]) -> list[tuple[int, str]]:
    """(line, message) of each, in the order of the lines."""
    found: list[tuple[int, str]] = []
    seen: dict[tuple[str, str], Term] = {}
    for term in glossary.terms:
        line = term.line or 0
        for form in term.source:
            key = (form.casefold(), term.part_of_speech.casefold())
            earlier = seen.setdefault(key, term)
            if earlier is not term and form.isupper() == earlier.name.isupper():
                found.append((line, f"“{form}” stands in line {earlier.line}, too"))
        for locale in locales:
            forms = term.forms(locale)
            if not forms and not term.forbidden_forms(locale):
                found.append((line, f"“{term.name}” has no word in {locale}"))
            both = {f.casefold() for f in forms} & {f.casefold() for f in term.forbidden_forms(locale)}
            found += [(line, f"“{each}” is both wanted and forbidden in {locale}") for each in sorted(both)]
        if term.keep and any(term.targets.values()):
            found.append((line, f"“{term.name}” is not to be translated, and has a translation"))
    return found
