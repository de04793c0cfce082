"""The theme: built-in files, a project's own in their place, and the engine that fills them.

Autoescape is on for everything; the only text put in unescaped is the article's body, which the
comparison of structures has let through, and JSON-LD, which is escaped where it is made.
"""

from __future__ import annotations

import datetime
import math
import traceback
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from toolkit import locales
from toolkit.errors import BuildError
from toolkit.publishing.words import Words

if TYPE_CHECKING:
    import jinja2

BUILT_IN = Path(__file__).parent / "theme"
TEMPLATES = (
    "base.html",
    "article.html",
    "index.html",
    "languages.html",
    "notices.html",
    "chooser.html",
    "missing.html",
    "redirect.html",
)
STATIC = ("theme.css", "language.js")
_STATIC_SUFFIXES = frozenset(
    {".css", ".js", ".woff2", ".woff", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".ico", ".txt"}
)


class Theme:
    """The files of the theme as a project sees them."""

    def __init__(self, own: Path) -> None:
        self.own = own

    def path(self, name: str) -> Path:
        """The project's file of that name, else the built-in one."""
        mine = self.own / name
        return mine if mine.is_file() else BUILT_IN / name

    @cached_property
    def digest(self) -> str:
        """Changes when any template does."""
        hashed = blake2b(digest_size=12)
        for name in sorted(self.templates()):
            hashed.update(name.encode() + b"\0" + self.path(name).read_bytes())
        return hashed.hexdigest()

    def templates(self) -> set[str]:
        own = (
            {path.relative_to(self.own).as_posix() for path in self.own.rglob("*.html")}
            if self._has
            else set()
        )
        return set(TEMPLATES) | own

    def static(self) -> dict[str, Path]:
        """Style sheets, scripts, fonts and pictures, by their name below ``theme/``."""
        files = {name: BUILT_IN / name for name in STATIC}
        if self._has:
            for path in sorted(self.own.rglob("*")):
                if path.suffix.lower() in _STATIC_SUFFIXES and path.is_file() and not path.is_symlink():
                    files[path.relative_to(self.own).as_posix()] = path
        return files

    @property
    def _has(self) -> bool:
        return self.own.is_dir()

    @cached_property
    def engine(self) -> jinja2.Environment:
        import jinja2  # here, because a build for another generator makes no pages

        engine = jinja2.Environment(
            loader=jinja2.FileSystemLoader([self.own, BUILT_IN]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        engine.filters |= {"date": jinja2.pass_context(_date), "number": jinja2.pass_context(_number)}
        return engine

    def render(self, template: str, context: Mapping[str, Any], words: Words) -> str:
        """One page.

        :raises BuildError: the template does not work; its file and line are named.
        """
        import jinja2
        from markupsafe import Markup

        page = dict(context["page"])
        page["body"] = Markup(page.get("body", ""))
        page["heading"] = Markup(page.get("heading", ""))
        page["data"] = Markup(page.get("data", ""))
        page["foreign"] = Markup(words.mark)
        try:
            stream = self.engine.get_template(template).stream(page=page, site=context["site"], _=words)
            stream.enable_buffering(1000)  # the pieces of a long list are never all there at once
            return "".join(stream)
        except jinja2.TemplateSyntaxError as error:
            raise BuildError(
                f"the template is not valid: {error.message}", path=error.filename, line=error.lineno
            ) from error
        except Exception as error:  # a template is its site's own program, and fails as programs do
            path, line = _place(error, (self.own, BUILT_IN))
            raise BuildError(
                f"the template fails: {error or type(error).__name__}",
                path=path or self.path(template),
                line=line,
                hint="mend it, or take the built-in one: `toolkit theme eject --force` and the file's name",
            ) from error


def _place(error: Exception, folders: Iterable[Path]) -> tuple[Path | None, int | None]:
    """The template and line an error comes from: the innermost frame that is one."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.suffix == ".html" and any(path.is_relative_to(folder) for folder in folders):
            return path, frame.lineno
    return None, None


def _date(
    context: Mapping[str, Any], value: object, style: Literal["short", "medium", "long", "full"] = "long"
) -> str:
    """The filter ``date``: an ISO 8601 date as readers of the page write it; other text as it is."""
    text = str(value)
    try:
        day = datetime.date.fromisoformat(text[:10])
    except ValueError:
        return text
    return locales.format_date(day, context["page"]["lang"], style)


def _number(context: Mapping[str, Any], value: object) -> str:
    """The filter ``number``: with the signs of the page's language; what is no number as it is."""
    try:
        number = float(str(value))
    except ValueError:
        return str(value)
    if not math.isfinite(number):
        return str(value)
    return locales.format_number(int(number) if number.is_integer() else number, context["page"]["lang"])
