"""Checks run: over a project for the command line and CI, over one unit for the review page.

check_project(project, locales=…, articles=…)    Result with Findings and counts
check_unit(unit, "es", planner=…)                Findings of one unit, while it is edited
mended(unit, "es", planner=…)                    the unit with all that is certain mended
all_checks()                                     every check, built-in or from a plug-in
"""

from toolkit.checking.checker import Checker
from toolkit.checking.registry import all_checks
from toolkit.checking.runner import Result, check_project
from toolkit.checking.selection import Choice, Planner
from toolkit.checking.units import Terms, check_unit, mended

__all__ = [
    "Checker",
    "Choice",
    "Planner",
    "Result",
    "Terms",
    "all_checks",
    "check_project",
    "check_unit",
    "mended",
]
