"""Renamed, moved and split articles, found by what is in them: content before name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from toolkit.model import Catalog, Unit, UnitKey

ENOUGH = 0.3
"""Share of a new article's text that an old catalog has to hold to be taken for its own."""
_RUN = 3
"""Words in a row that tell where an edited text comes from."""
# A word, or a character of a script without spaces.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|\w+")


def find_moved(
    templates: Mapping[str, Catalog],
    catalogs: Mapping[str, Catalog],
    *,
    enough: float = ENOUGH,
) -> dict[str, str]:
    """For each new article that is an old one under a new name: the old name.

    New is an article without a catalog, old a catalog without an article. The caller gives the old
    catalog to :func:`toolkit.catalogs.leverage.leverage` as the new article's own, so that also
    what was edited on the way is matched, and what is gone stays as obsolete; then the old file
    holds nothing the new one does not, and can go. An old catalog goes to one article: of a split
    one the rest finds its texts through ``others``.

    :param templates: of all articles as they are now, by name.
    :param catalogs: one locale's catalogs as they are in the files, by name. A catalog in the
        source language (a template from the last run) does as well.
    :param enough: share of the new article's characters, 0–1.
    """
    new = {name: catalog for name, catalog in templates.items() if name not in catalogs}
    old = {name: catalog for name, catalog in catalogs.items() if name not in templates}
    if not new or not old:
        return {}
    holders = _holders(old)
    shares: list[tuple[float, str, str]] = []
    for name, catalog in new.items():
        total = sum(len(unit.source) for unit in catalog.units)
        common: Counter[str] = Counter()
        for unit in catalog.units:
            for holder in holders.get(unit.key, ()):
                common[holder] += len(unit.source)
        shares += [(-size / total, name, holder) for holder, size in common.items()]
    result = _assign(sorted(shares), enough)
    taken = set(result.values())
    new = {name: catalog for name, catalog in new.items() if name not in result}
    old = {name: catalog for name, catalog in old.items() if name not in taken}
    return result | _assign(sorted(_shares_of_runs(new, old)), enough)


def _shares_of_runs(
    new: Mapping[str, Catalog], old: Mapping[str, Catalog]
) -> Iterator[tuple[float, str, str]]:
    """How much of each new article's runs of words each old catalog has, as a negative share."""
    names: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    totals: Counter[str] = Counter()
    for name, catalog in new.items():
        for run in _runs(catalog.units):
            names[run].append(name)
            totals[name] += 1
    if not names:
        return
    for holder, catalog in old.items():
        common = Counter(name for run in _runs(_held(catalog)) for name in names.get(run, ()))
        yield from ((-count / totals[name], name, holder) for name, count in common.items())


def _runs(units: Iterable[Unit]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for unit in units:
        words = _WORD.findall(unit.source.casefold())
        found.update(zip(*(words[start:] for start in range(_RUN)), strict=False))
    return found


def _held(catalog: Catalog) -> list[Unit]:
    """The texts a catalog's article had last: all, where it has been without one for some time."""
    standing = [unit for unit in catalog.units if not unit.obsolete]
    return standing or list(catalog.units)


def _holders(catalogs: Mapping[str, Catalog]) -> Mapping[UnitKey, list[str]]:
    holders: defaultdict[UnitKey, list[str]] = defaultdict(list)
    for name, catalog in catalogs.items():
        for unit in _held(catalog):
            holders[unit.key].append(name)
    return holders


def _assign(shares: Iterable[tuple[float, str, str]], enough: float) -> dict[str, str]:
    """The largest shares first; names decide among equals, so that the result is always the same."""
    result: dict[str, str] = {}
    taken: set[str] = set()
    for share, name, holder in shares:
        if -share >= enough and name not in result and holder not in taken:
            result[name] = holder
            taken.add(holder)
    return result


def covered(olds: Mapping[str, Catalog], by: Iterable[Catalog]) -> set[str]:
    """Those catalogs whose every translation stands, unchanged, in others: then their files can go.

    :param by: read one after the other, and not kept.
    """
    missing: defaultdict[tuple[UnitKey, str], list[str]] = defaultdict(list)
    left: Counter[str] = Counter()
    for name, old in olds.items():
        for pair in {(unit.key, unit.target) for unit in old.units if unit.target}:
            missing[pair].append(name)
            left[name] += 1
    for catalog in by:
        if not missing:
            break
        for unit in catalog.units:
            if not unit.target:
                continue
            left.subtract(missing.pop((unit.key, unit.target), ()))
            if unit.previous is not None:
                before = (unit.previous_context or "", unit.previous)
                left.subtract(missing.pop((before, unit.target), ()))
    return {name for name in olds if not left[name]}
