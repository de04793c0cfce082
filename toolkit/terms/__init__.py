"""The glossary: read from CSV and TBX, found in sources, asked of targets, proposed from articles.

glossary = read(path, source_language="en")          Glossary; TermsError
glossary.find_in_source(text)                        Match(start, end, text, term, form), …
glossary.hints(text, "es")                           lines for translators
found_in_target(term, text, "es")                    whether the target says it as wanted
glossary.enforced(text, "es")                        what a draft has to say where
"""

from toolkit.terms.glossary import (
    Glossary,
    Match,
    Term,
    found_in_target,
    hint,
    wanted,
)
from toolkit.terms.table import dumps, loads, read

__all__ = [
    "Glossary",
    "Match",
    "Term",
    "dumps",
    "found_in_target",
    "hint",
    "loads",
    "read",
    "wanted",
]
