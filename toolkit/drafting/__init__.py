"""First drafts: units without a translation through a chain of engines, crash-safe.

draft(project, articles, locales, …) -> Report
"""

from toolkit.drafting.estimate import Estimate, estimate
from toolkit.drafting.report import Report
from toolkit.drafting.run import Options, Progress, draft

__all__ = ["Estimate", "Options", "Progress", "Report", "draft", "estimate"]
