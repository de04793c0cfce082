"""What can go wrong, as exceptions that are written for people.

::

    ToolkitError                 something a person can mend; never shown as a traceback
    ├── ProjectNotFound          no toolkit.toml or [tool.toolkit] above this folder
    ├── ConfigError              an unknown key, a wrong type or an impossible value
    ├── ArticleError             an article cannot be decoded or parsed
    ├── CatalogError             a PO file cannot be read
    ├── ConflictError            a file changed on disk after it was read; nothing was written
    ├── BuildError               a page cannot be composed or written
    ├── EngineError              a translation engine failed (see toolkit.engines)
    ├── TermsError               the glossary cannot be read
    ├── PluginError              a plug-in is missing, broken or of the wrong shape
    └── MissingExtra             an optional dependency is not installed

Every error says what is wrong, where (path, line, column) and which command or
setting mends it. The command line prints ``str(error)`` and exits with 2.
"""

from __future__ import annotations

from os import PathLike, fspath


class ToolkitError(Exception):
    """Base of all errors of this package.

    :param message: what is wrong, one sentence without a final full stop.
    :param path: the file it is about.
    :param line: line in that file, from 1.
    :param column: column in that line, from 1, in characters.
    :param hint: which command or setting mends it.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | PathLike[str] | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = None if path is None else fspath(path)
        self.line = line
        self.column = column
        self.hint = hint

    @property
    def where(self) -> str:
        """``path:line:column`` with the parts that are known; may be empty."""
        parts = [str(part) for part in (self.path, self.line, self.column) if part is not None]
        return ":".join(parts)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class ProjectNotFound(ToolkitError):
    """No project above the working directory."""


class ConfigError(ToolkitError):
    """The configuration has an unknown key, a wrong type or an impossible value."""


class ArticleError(ToolkitError):
    """An article cannot be decoded or parsed; other articles go on."""


class CatalogError(ToolkitError):
    """A PO file cannot be read without loss."""


class ConflictError(ToolkitError):
    """A file changed on disk after it was read; nothing was written."""


class BuildError(ToolkitError):
    """A page cannot be composed or written."""


class EngineError(ToolkitError):
    """A translation engine failed."""


class TermsError(ToolkitError):
    """The glossary cannot be read."""


class PluginError(ToolkitError):
    """A plug-in cannot be loaded, or does not do what its entry point promises."""


class MissingExtra(ToolkitError):
    """An optional dependency is missing.

    :param extra: the extra of ``l10n-toolkit`` that installs it.
    :param package: the package that could not be imported.
    :param purpose: what it is needed for.
    """

    def __init__(self, extra: str, *, package: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the package {package}, which is not installed",
            hint=f'install it with: pip install "l10n-toolkit[{extra}]"',
        )
        self.extra = extra
