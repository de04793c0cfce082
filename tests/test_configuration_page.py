"""docs/configuration.md says what toolkit/config.py does: made from it, and held to it.

To renew the page after a change of settings: ``UPDATE_DOCS=1 pytest tests/test_configuration_page.py``.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import os
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from tests.conftest import ROOT
from toolkit import config

PAGE = ROOT / "docs" / "configuration.md"
INTRODUCTION = """\
# Configuration

Settings stand in `[tool.toolkit]` of `pyproject.toml`, or, in a content repository
without one, as the same keys at the top of `toolkit.toml`. Commands find the nearest
of these files from any folder inside the project; where a folder has both,
`toolkit.toml` counts. All settings have a default; an unknown key or a wrong type is an
error that names the file, the line and the nearest key that exists.

```toml
[tool.toolkit]
source-language = "en"
locales = ["es", "ar"]

[tool.toolkit.build]
accept = "translated"
```

Globs follow the rules of `.gitignore`, from the source folder: `*.md` is in any folder,
`/drafts/` only at the top, `guides/**/*.html` at any depth. Braces (`*.{md,txt}`) are not
among them: write two globs. Nothing in the output and catalogs folders is an article.

This page is made from the code (`toolkit/config.py`).
"""


def field_docs(kind: type) -> dict[str, str]:
    """The string under each field."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    docs: dict[str, str] = {}
    name = ""
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and name:
            docs[name] = " ".join(str(node.value.value).split()).replace("``", "`")
            name = ""
    return docs


def type_name(kind: Any) -> str:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return ", ".join(
            f'`"{choice}"`' if isinstance(choice, str) else f"`{choice}`" for choice in arguments
        )
    if origin is tuple:
        return f"array of {type_name(arguments[0])}s"
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return "table"
    if arguments:
        return " or ".join(type_name(part) for part in arguments if part is not type(None))
    names = {str: "string", bool: "true or false", int: "whole number", float: "number"}
    return names.get(kind, "table" if dataclasses.is_dataclass(kind) else "value")


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if value is None or isinstance(value, Mapping):
        return ""
    return str(value)


def section(kind: type, table: str) -> Iterator[str]:
    docs, hints = field_docs(kind), typing.get_type_hints(kind)
    nested: list[tuple[type, str]] = []
    rows = []
    for item in dataclasses.fields(kind):
        key, hint = item.name.replace("_", "-"), hints[item.name]
        arguments = typing.get_args(hint)
        if dataclasses.is_dataclass(hint):
            assert isinstance(hint, type)
            nested.append((hint, f"{table}.{key}"))
            continue
        if len(arguments) == 2 and dataclasses.is_dataclass(arguments[1]):
            nested.append((arguments[1], f"{table}.{key}.<name>"))
            continue
        default = item.default if item.default is not dataclasses.MISSING else None
        if item.default_factory is not dataclasses.MISSING:
            default = item.default_factory()
        shown = f"`{toml(default)}`" if toml(default) else ""
        cells = (f"`{key}`", type_name(hint), shown, docs.get(item.name, ""))
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    yield f"\n## `[{table}]`\n"
    about = " ".join((inspect.getdoc(kind) or "").split())
    yield about.replace("``", "`")
    if rows:
        yield "\n| key | type | default | meaning |\n|---|---|---|---|"
        yield from rows
    for part, name in nested:
        yield from section(part, name)


def page() -> str:
    return INTRODUCTION + "\n".join(section(config.Config, "tool.toolkit")) + "\n"


def test_the_page_is_current() -> None:
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: UPDATE_DOCS=1 pytest tests/test_configuration_page.py"
    )


def test_every_setting_says_what_it_means() -> None:
    tables = [
        kind for kind in vars(config).values() if isinstance(kind, type) and dataclasses.is_dataclass(kind)
    ]
    assert len(tables) > 8
    for kind in tables:
        docs = field_docs(kind)
        for item in dataclasses.fields(kind):
            nested = "Config" in str(item.type) or item.name == "locale"
            assert nested or docs.get(item.name), f"{kind.__name__}.{item.name} has no docstring"
