"""All checks there are: ours and other people's, through one door."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from toolkit import plugins
from toolkit.checks.base import Check
from toolkit.errors import PluginError

_NAME = re.compile(r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")


@functools.cache
def all_checks() -> tuple[Check, ...]:
    """One instance of every check, built-ins first, each family together.

    :raises PluginError: a plug-in is no check, or takes a name that is taken.
    """
    found: dict[str, Check] = {}
    for plugin in plugins.available("toolkit.checks").values():
        loaded = plugin.load()
        kinds = loaded if isinstance(loaded, Iterable) else (loaded,)
        for kind in kinds:
            if not (isinstance(kind, type) and issubclass(kind, Check)):
                raise PluginError(
                    f"the plug-in {plugin.name!r} of {plugin.package} gives {kind!r}, which is no check",
                    hint="name a subclass of toolkit.checks.base.Check, or a sequence of them",
                )
            check = kind()
            if not _NAME.match(check.name) or not check.family or not check.summary:
                raise PluginError(
                    f"the check {kind.__name__} of {plugin.package} needs a name like dose-limit, "
                    "a family and a summary"
                )
            if check.name in found:
                raise PluginError(f"{plugin.package} brings a check {check.name!r}, a name that is taken")
            found[check.name] = check
    families = list(dict.fromkeys(check.family for check in found.values()))
    return tuple(sorted(found.values(), key=lambda check: families.index(check.family)))


def overrides(check: Check, scope: str) -> bool:
    """Whether the check works on that scope: unit, catalog, locale or page."""
    return getattr(type(check), scope) is not getattr(Check, scope)
