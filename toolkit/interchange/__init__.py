"""Translations out to reviewers and their corrections back in."""
