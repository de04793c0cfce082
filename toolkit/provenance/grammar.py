"""Patterns and limits of the comments, and how foreign text becomes part of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

ROLES = ("translator", "reviewer", "clinician")
"""Roles with a meaning of their own (ISO 17100 translator and reviser, and a clinical expert)."""

DATE = r"(?P<date>\d{4}-\d{2}-\d{2})"
DIGEST = r"sha256:(?P<digest>[0-9a-f]{12})"
# All are matched against `tidy` lines, so one space is all the white space there is.
DRAFT = re.compile(rf"draft: (?P<engine>.+?) {DATE}(?P<more> ?,.*)?$")
REVIEWED = re.compile(rf"reviewed: (?P<person>.+?)(?: \((?P<role>[^()]*)\))? {DATE} {DIGEST}$")
TRANSLATED = re.compile(rf"translated-by: (?P<person>.+?)(?: {DATE})?$")
IGNORE = re.compile(r"toolkit: ignore (?P<checks>.+)$")
REMARK = re.compile(rf"remark(?P<done>-done)?: (?P<person>.+?) {DATE}: (?P<text>.+)$")
CHANGED = re.compile(rf"changed: (?P<what>.+?)(?:, accepted before {DIGEST})?$")
MATCH = re.compile(r"(\d{1,3}) ?% match$")
CONFIDENCE = re.compile(r"low confidence(?: \((?P<rung>[^()]*)\))?$")
TEXT_DIGEST = re.compile(rf"{DIGEST}$")
OURS = ("draft:", "reviewed:", "translated-by:", "changed:")
ENDS = re.compile(rf"{DIGEST}\s*$|^translated-by:.*{DATE}\s*$")
"""How a comment of ours ends that has not been cut."""
PIECES = 12
WIDTH = 60
REMARKS = ("remark:", "remark-done:")
COLUMNS = 78
"""Characters of a line, marker included, as which polib and Babel wrap comments."""
LONGEST = 1000
"""Characters of a comment that are looked at; ours are far shorter, and files are untrusted."""


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def tidy(comment: str) -> str:
    return " ".join(comment[:LONGEST].split())


def flat(text: str) -> str:
    """One line: names and engine replies are foreign text and must not forge further comments."""
    return " ".join(text.split())


def shortened(text: str) -> str:
    """Short enough that no program wraps the line without a digest at its end."""
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1].rstrip()}…"


def plain(text: str) -> str:
    """:func:`flat` without the characters that separate the parts of a comment."""
    return flat(re.sub(r"[(),]", " ", text))


def person_of(text: str) -> str:
    name = flat(re.sub(r"[()]", " ", text))
    if not name:
        raise ValueError("a sign-off needs the name of a person")
    return name


def without(comments: Iterable[str], *prefixes: str) -> tuple[str, ...]:
    """The comments that begin with none of these."""
    return tuple(c for c in comments if not c.startswith(prefixes))
