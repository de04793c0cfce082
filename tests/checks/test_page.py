"""docs/checks.md lists the checks there are.

To renew it: ``UPDATE_DOCS=1 pytest tests/checks/test_page.py``.
"""

from __future__ import annotations

import os

from tests.conftest import ROOT
from toolkit.checking import all_checks

PAGE = ROOT / "docs" / "checks.md"
BEGIN, END = "<!-- checks: made from the code -->\n", "<!-- /checks -->\n"
TITLES = {
    "catalog": "Catalogs",
    "markup": "Markup",
    "meaning": "Meaning",
    "language": "Language",
    "page": "Pages",
}


def listing() -> str:
    parts: list[str] = []
    family = ""
    for check in all_checks():
        if check.family != family:
            family = check.family
            head = "| check | severity | finds | example |\n|---|---|---|---|"
            parts.append(f"\n### {TITLES[family]}\n\n{head}")
        level = check.severity if check.default else f"off ({check.severity})"
        cells = (f"`{check.name}`", level, check.summary, code(check.example))
        parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(parts).lstrip("\n") + "\n\n"


def code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def test_the_page_lists_all_checks() -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    wanted = f"{before}{BEGIN}\n{listing()}{END}{after}"
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted, "UPDATE_DOCS=1 pytest tests/checks/test_page.py"
