"""Spelling, by the hunspell dictionaries that are installed.

``spylls`` reads them (extra ``spelling``). Without it or without a dictionary for the language the check
does not apply; ``toolkit checks`` says so. One finding a catalog lists the unknown words: names and terms
are unknown to dictionaries, and a finding for each would bury the others.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from toolkit.checks.base import CatalogView, Check, Problem, Settings
from toolkit.checks.meaning import names
from toolkit.checks.meaning.names import fold
from toolkit.checks.quoting import quoted
from toolkit.model import Severity, Unit

if TYPE_CHECKING:
    from spylls.hunspell import Dictionary  # type: ignore[import-untyped,import-not-found,unused-ignore]

_WORD = re.compile(r"(?<![\w@./'’-])[^\W\d_]{3,}(?:['’][^\W\d_]+)?(?![\w@/-])")
_FOLDERS = (
    "/usr/share/hunspell",
    "/usr/share/myspell/dicts",
    "/Library/Spelling",
    "/usr/local/share/hunspell",
)
_MOST = 20


def find(locale: str, folders: tuple[str, ...] = ()) -> Path | None:
    """Path of the locale's dictionary without its suffix; that of its language where there is none."""
    language = locale.split("-", 1)[0]
    name = locale.replace("-", "_")
    for folder in map(Path, (*folders, *_FOLDERS)):
        if not folder.is_dir():
            continue
        exact = [
            folder / f"{name}.dic",
            folder / f"{language}.dic",
            folder / f"{language}_{language.upper()}.dic",
        ]
        for path in (*exact, *sorted(folder.glob(f"{language}_*.dic"))):
            if path.is_file() and path.with_suffix(".aff").is_file():
                return path.with_suffix("")
    return None


_EXTRA = 'pip install "l10n-toolkit[spelling]"'


def missing(locale: str, folders: tuple[str, ...] = ()) -> str:
    """What has to be installed for the check to work; empty if nothing."""
    import importlib.util

    if importlib.util.find_spec("spylls") is None:
        return _EXTRA
    if find(locale, folders) is None:
        return f"a hunspell dictionary (Debian: hunspell-{locale.split('-', 1)[0]})"
    return ""


@functools.lru_cache(maxsize=8)
def _dictionary(path: str) -> Dictionary:
    from spylls.hunspell import Dictionary

    return Dictionary.from_files(path)


def _allowed(word: str, allowed: frozenset[str]) -> bool:
    """Whether a word is an abbreviation or one of the project's, in the plural too."""
    if word.isupper():
        return True  # an abbreviation
    word = word.casefold()
    return word in allowed or word.removesuffix("s") in allowed or word.removesuffix("es") in allowed


# Spanish and Italian write pronouns behind the verb as one word ("pregúntenos"), more than dictionaries list.
_PRONOUNS = {
    "es": re.compile(r"(?:me|te|se|nos|os|l[aeo]s?)$"),
    "it": re.compile(r"(?:mi|ti|si|ci|vi|ne|gli|l[aeio]|glie(?:l[aeio]|ne))$"),
}
_ACCENTS = str.maketrans("áéíóú", "aeiou")


def _with_pronouns(word: str, language: str, dictionary: Dictionary) -> bool:
    """Whether a word is a known verb with pronouns behind it."""
    pattern = _PRONOUNS.get(language)
    for _ in range(2):
        found = pattern.search(word) if pattern is not None else None
        if found is None or found.start() < 3:
            return False
        word = word[: found.start()]
        if dictionary.lookup(word) or dictionary.lookup(word.translate(_ACCENTS)):
            return True
    return False


@functools.lru_cache(maxsize=1 << 16)
def _knows(path: str, word: str, language: str) -> bool:
    """Whether a dictionary has a word; remembered, as articles of one project have many words in common."""
    dictionary = _dictionary(path)
    return dictionary.lookup(word) or _with_pronouns(word, language, dictionary)


class Spelling(Check):
    name = "spelling"
    family = "language"
    summary = "Words that the installed hunspell dictionary does not know: one finding a catalog."
    example = "Descanse hoi. (hoi)"
    severity: ClassVar[Severity] = "info"

    def applies(self, language: str, settings: Settings) -> bool:
        return bool(language) and not missing(language, settings.dictionaries)

    def lacking(self, language: str, settings: Settings, *, asked: bool) -> str:
        import importlib.util

        return _EXTRA if asked and language and importlib.util.find_spec("spylls") is None else ""

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        path = find(view.locale, view.settings.dictionaries)
        if path is None:
            return
        allowed = view.settings.spelling_words | view.words
        medicines = names.medicines(view.language).target
        unknown: dict[str, Unit] = {}
        known: set[str] = set()
        for pair in view.pairs:
            if not pair.accepted:
                continue
            for word in _WORD.findall(pair.target_words):
                if word in known or word in unknown:
                    continue
                # A word of the source is a name, a drug, a brand: other checks watch those.
                if (
                    _allowed(word, allowed)
                    or word in pair.source_words
                    or fold(word) in medicines
                    or _knows(str(path), word, view.language)
                ):
                    known.add(word)
                else:
                    unknown[word] = pair.unit
        if unknown:
            words = ", ".join(quoted(word) for word in list(unknown)[:_MOST])
            more = f" and {len(unknown) - _MOST} more" if len(unknown) > _MOST else ""
            yield Problem(f"not in the dictionary: {words}{more}", unit=next(iter(unknown.values())))


CHECKS: tuple[type[Check], ...] = (Spelling,)
