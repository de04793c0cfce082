"""Meaning checks: what a translation says, by value and not by look.

English sources against Spanish, Portuguese, French, German, Italian, Catalan, Arabic, Chinese and
Vietnamese. What is known of a language stands in ``toolkit/checks/data/<language>/meaning.toml``.

Names say what a check compares; each has its words in :mod:`.lexicon`, and all share one reading of each
side (:mod:`.reading`), so that another check costs next to nothing.
"""

from toolkit.checks.meaning.registry import CHECKS

__all__ = ["CHECKS"]
