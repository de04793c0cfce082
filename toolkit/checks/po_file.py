"""The PO file itself: whether it can be read, its header, plural forms. What GNU ``msgfmt -c`` refuses
is an error here (GNU gettext manual, "msgfmt Invocation", --check)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from toolkit.checks.base import CatalogView, Check, Pair, Problem
from toolkit.checks.quoting import listed, quoted
from toolkit.model import ACCEPTED, Severity

_NPLURALS = re.compile(r"nplurals\s*=\s*(\d+)")
_CHARSET = re.compile(r"charset\s*=\s*([\w.:-]+)", re.I)


def _is_duplicate(view: CatalogView) -> bool:
    # The reader refuses a file with two entries of one key, as gettext does, and says so.
    return view.error is not None and view.error.message.startswith("a second ")


class PoSyntax(Check):
    name = "po-syntax"
    family = "catalog"
    summary = "The PO file cannot be read: a syntax error, a wrong encoding."
    example = 'msgstr "Descanse  (the quote is not closed)'
    severity: ClassVar[Severity] = "error"

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        if view.error is not None and not _is_duplicate(view):
            yield Problem(f"cannot be read: {view.error.message}", line=view.error.line)


class Duplicate(Check):
    name = "duplicate"
    family = "catalog"
    summary = "Two entries with the same msgid and msgctxt."
    example = 'msgid "Dose" … msgid "Dose"'
    severity: ClassVar[Severity] = "error"

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        if view.error is not None and _is_duplicate(view):
            yield Problem(view.error.message, line=view.error.line)


def _header(view: CatalogView) -> dict[str, str]:
    return {} if view.catalog is None else {name.lower(): value for name, value in view.catalog.header}


class Header(Check):
    name = "header"
    family = "catalog"
    summary = "The PO header is missing or names another language than the file's place."
    example = '"Language: pt\\n" in locales/es/…'

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        if view.catalog is None:
            return
        fields = _header(view)
        if not fields:
            yield Problem("the file has no header", line=1)
            return
        language = fields.get("language", "").strip().replace("_", "-")
        if language and language.lower() != view.locale.lower() and language.lower() != view.language:
            yield Problem(f"the header says Language: {language}, the file is in the folder of {view.locale}")


class Charset(Check):
    name = "charset"
    family = "catalog"
    summary = "The PO file is not in UTF-8, or does not say so."
    example = '"Content-Type: text/plain; charset=ISO-8859-1\\n"'

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        fields = _header(view)
        if not fields:
            return
        match = _CHARSET.search(fields.get("content-type", ""))
        if match is None:
            yield Problem("the header names no charset: it should be UTF-8")
        elif match[1].lower().replace("-", "") not in {"utf8", "charset"}:
            yield Problem(f"the header says charset={match[1]}; UTF-8 is what every tool reads")


class PluralForms(Check):
    name = "plural-forms"
    family = "catalog"
    summary = "Plural forms are missing, or their number is not the header's."
    example = "nplurals=2 with msgstr[0] only"
    severity: ClassVar[Severity] = "error"

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        if view.catalog is None:
            return
        plurals = [unit for unit in view.catalog.units if unit.plural is not None and not unit.obsolete]
        if not plurals:
            return
        match = _NPLURALS.search(_header(view).get("plural-forms", ""))
        if match is None:
            yield Problem(
                f"plurals, and no Plural-Forms in the header; for {view.locale}: {view.plural_forms}",
                unit=plurals[0],
            )
            return
        count = int(match[1])
        for unit in plurals:
            if unit.state not in ACCEPTED:
                continue
            if len(unit.plural_targets) != count:
                yield Problem(f"{len(unit.plural_targets)} plural forms where {count} are needed", unit=unit)
            elif not all(unit.plural_targets):
                yield Problem("a plural form is empty", unit=unit)


class Newlines(Check):
    name = "newlines"
    family = "catalog"
    summary = "Source and translation do not both begin or end with a line break, as gettext demands."
    example = 'msgid "Rest.\\n" msgstr "Descanse."'
    severity: ClassVar[Severity] = "error"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        source, target = pair.source, pair.target
        if (source[-1] == "\n") != (target[-1] == "\n"):
            fix = target + "\n" if source[-1] == "\n" else target.rstrip("\n")
            yield Problem("only one of source and translation ends with a line break", fix=fix or None)
        elif (source[0] == "\n") != (target[0] == "\n"):
            fix = "\n" + target if source[0] == "\n" else target.lstrip("\n")
            yield Problem("only one of source and translation begins with a line break", fix=fix or None)


# ISO C99 7.19.6.1 printf conversions, with POSIX positions and Python's named ones.
_DIRECTIVE = re.compile(
    r"%(?:\((\w+)\)|(\d+)\$)?[-+ #0']*(?:\*|\d+)?(?:\.(?:\*|\d+))?"
    r"(?:hh|h|ll|l|L|q|j|z|t)?([diouxXeEfFgGaAcspnr%])"
)


class FormatString(Check):
    name = "format-string"
    family = "markup"
    summary = "A unit flagged as c-format or python-format has other directives than its source."
    example = "%d days → %s días"
    severity: ClassVar[Severity] = "error"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        flags = pair.unit.flags
        if not flags or not any(flag in ("c-format", "python-format") for flag in flags):
            return
        sources = {pair.source} if pair.unit.plural is None else {pair.source, pair.unit.plural}
        wanted = [_directives(text) for text in sources]
        for target in pair.unit.plural_targets or (pair.target,):
            got = _directives(target)
            if got not in wanted:
                ours, theirs = sorted(wanted[0].elements()), sorted(got.elements())
                yield Problem(
                    f"format directives {listed(map(quoted, theirs)) or 'none'} "
                    f"instead of {listed(map(quoted, ours)) or 'none'}"
                )
                return


def _directives(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for number, match in enumerate(_DIRECTIVE.finditer(text), 1):
        if match[3] != "%":
            kind = "d" if match[3] in "di" else match[3]
            found[f"{match[1] or match[2] or number}:%{kind}"] += 1
    return found


CHECKS: tuple[type[Check], ...] = (PoSyntax, Duplicate, Header, Charset, PluralForms, Newlines, FormatString)
