"""Brings templates and catalogs in step with the articles, one article at a time.

extract(project, articles=…, locales=…) -> Report
"""

from toolkit.extracting.report import Outcome, Report
from toolkit.extracting.run import extract

__all__ = ["Outcome", "Report", "extract"]
