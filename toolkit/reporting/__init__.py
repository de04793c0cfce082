"""Findings as reports: text, json, sarif, junit, github, html; and a badge. Pure functions to strings."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from toolkit.reporting.summary import About, Report

FORMATS = ("text", "json", "sarif", "junit", "github", "html")


def render(report: Report, format: str) -> str:
    """The report in one of :data:`FORMATS`."""
    function: Callable[[Report], str] = importlib.import_module(f"toolkit.reporting.{format}").render
    return function(report)


__all__ = ["FORMATS", "About", "Report", "render"]
