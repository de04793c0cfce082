"""Articles into gettext catalogs, drafts, review, checks, and localised Markdown and HTML."""

__version__ = "0.1.0"
