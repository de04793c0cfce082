"""gettext catalogs: reading, writing, templates, and keeping translations through every change."""
