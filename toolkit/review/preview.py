"""The article as its readers will see it, with what is saved and what is being typed."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from pathlib import Path
from urllib.parse import urlencode

from toolkit.errors import BuildError
from toolkit.model import UnitKey
from toolkit.project import Article
from toolkit.publishing import trial
from toolkit.publishing.origin import Source
from toolkit.review.articles import signature
from toolkit.review.desk import Desk, Refused, Unknown
from toolkit.review.saving import identify

ROOT = "/preview/"
_KEPT = 8
"""Articles whose parsed sources are kept."""


class Preview:
    """Trial pages, and the files they show."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._stage: trial.Stage | None = None
        self._sources: OrderedDict[str, tuple[object, Source]] = OrderedDict()
        self._assets: dict[str, str] = {}
        self._lock = threading.Lock()

    def page(self, locale: str, article: Article, typed: dict[UnitKey, str] | None = None) -> str:
        """The page with the catalog's translations, whatever their state.

        :param typed: texts that are not saved, in the place of the saved ones.
        :raises ToolkitError: the article, the catalog or the theme cannot be read.
        """
        targets = {unit.key: unit.target for unit in self.desk.opened(locale, article).units if unit.target}
        targets.update(typed or {})
        addresses = trial.Addresses(
            asset=self._asset,
            article=lambda name: f"/preview?{urlencode({'locale': locale, 'article': name})}",
            root=ROOT,
        )
        with self._lock:
            stage = self.stage()
            try:
                return trial.page(stage, self._source(stage, article), locale, targets, identify, addresses)
            except BuildError as error:
                raise Refused(error.message, hint=error.hint) from error

    def stage(self) -> trial.Stage:
        if self._stage is None:
            self._stage = trial.Stage.of(self.desk.project)
        return self._stage

    def forget(self) -> None:
        """Articles came or went: what links lead to has changed."""
        with self._lock:
            self._stage = None
            self._sources.clear()

    def _source(self, stage: trial.Stage, article: Article) -> Source:
        now = signature(article.path)
        kept = self._sources.get(article.name)
        if kept is None or now is None or kept[0] != now:
            kept = (now, stage.source(article))
            self._sources[article.name] = kept
            while len(self._sources) > _KEPT:
                self._sources.popitem(last=False)
        self._sources.move_to_end(article.name)
        return kept[1]

    # Files that pages show: known by what the server itself found in articles, never by a path

    def _asset(self, name: str) -> str:
        key = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        self._assets[key] = name
        return f"{ROOT}asset?{urlencode({'id': key})}"

    def asset(self, key: object) -> tuple[bytes, str]:
        """A file that a page shows, and its type.

        :raises Unknown: no page that was shown has it.
        """
        name = self._assets.get(key) if isinstance(key, str) else None
        kind = None if name is None else trial.content_type(name)
        if name is None or kind is None:
            raise Unknown("there is no such file here")
        root = self.desk.project.source_dir.resolve()
        path = (root / name).resolve()
        # Looked at again: what was a file when the page was made may be a link by now.
        if not path.is_relative_to(root):
            raise Unknown("there is no such file here")
        return _read(path), kind

    def theme_file(self, name: str) -> tuple[bytes, str]:
        """A style sheet, font or picture of the theme.

        :raises Unknown: the theme has no such file, or it is a script.
        """
        with self._lock:
            path = self.stage().theme.static().get(name)
        kind = None if path is None else trial.content_type(name)
        if path is None or kind is None:
            raise Unknown("there is no such file here")
        return _read(path), kind


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unknown("there is no such file here") from error
