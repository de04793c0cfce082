"""The doors through which formats, engines and checks enter, ours and other people's alike.

A plug-in is a package with an entry point in one of three groups::

    [project.entry-points."toolkit.engines"]
    my-engine = "my_package.engine:MyEngine"

Built-ins are written the same way, as ``module:attribute``, and go through the
same loading and the same test of shape. A built-in's name cannot be taken.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from toolkit.errors import PluginError

Group = Literal["toolkit.formats", "toolkit.engines", "toolkit.checks"]


@dataclass(frozen=True, slots=True)
class Plugin:
    """Something that can be loaded by name."""

    group: Group
    name: str
    value: str
    """``module:attribute``."""
    package: str
    """Distribution it comes from, with version; ``toolkit`` for built-ins."""

    def load(self) -> Any:
        """:raises PluginError: it cannot be imported."""
        import importlib

        module, _, attribute = self.value.partition(":")
        try:
            found: Any = importlib.import_module(module)
            for part in attribute.split("."):
                found = getattr(found, part)
        except Exception as error:
            raise PluginError(
                f"the plug-in {self.name!r} of {self.package} ({self.value}) cannot be loaded: "
                f"{type(error).__name__}: {error}",
                hint="update or uninstall that package",
            ) from error
        return found


def builtin(group: Group) -> Mapping[str, str]:
    """Names and places of what this package brings itself."""
    import importlib

    table: Mapping[str, str] = importlib.import_module(group).BUILTIN
    return table


@functools.cache
def available(group: Group) -> Mapping[str, Plugin]:
    """What can be loaded, by name: built-ins in their order, then others by name.

    :raises PluginError: two plug-ins have one name.
    """
    found = {name: Plugin(group, name, value, "toolkit") for name, value in builtin(group).items()}
    if not _may_have_any():
        return found
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)):
        package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "an unnamed package"
        plugin = Plugin(group, entry.name, entry.value, package)
        other = found.get(entry.name)
        if other is None:
            found[entry.name] = plugin
        elif other.value != plugin.value:
            raise PluginError(
                f"{package} and {other.package} both bring a plug-in {entry.name!r} for {group}",
                hint="uninstall one of them",
            )
    return found


@functools.cache
def _may_have_any() -> bool:
    """Whether any package that is installed names one of the groups.

    Reads the files that :mod:`importlib.metadata` would parse, without loading it and the parsers of
    mail that it stands on, which takes longer than this. What is not plain folders, it has to look at.
    """
    import os
    import sys

    for folder in dict.fromkeys(path or os.curdir for path in sys.path):
        if not os.path.isdir(folder):  # noqa: PTH112 - strings all along
            if os.path.exists(folder):  # noqa: PTH110 - a zip file
                return True
            continue
        try:
            with os.scandir(folder) as entries:
                names = [
                    entry.path
                    for entry in entries
                    if entry.name.endswith((".dist-info", ".egg-info", ".egg"))
                ]
        except OSError:
            continue
        for name in names:
            if name.endswith(".egg"):
                return True
            try:
                with open(f"{name}/entry_points.txt", "rb") as file:  # noqa: PTH123
                    if b"[toolkit." in file.read().replace(b" ", b""):
                        return True
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                return True
    return False


@functools.cache
def install_formats() -> None:
    """Make the formats of plug-ins known to :mod:`toolkit.formats`.

    :raises PluginError: one cannot be loaded, or is no format.
    """
    from toolkit import formats

    for plugin in available("toolkit.formats").values():
        if plugin.package == "toolkit":
            continue
        made = plugin.load()()
        missing = [
            name for name in ("name", "suffixes", "parse", "encode", "metadata") if not hasattr(made, name)
        ]
        if missing:
            raise PluginError(
                f"the format {plugin.name!r} of {plugin.package} has no {missing[0]}",
                hint="see docs/plugins.md for what a format has to have",
            )
        formats.register(made)


def get(group: Group, name: str) -> Any:
    """The object of that name.

    :raises PluginError: there is none; the nearest name is in the hint.
    """
    import difflib

    plugins = available(group)
    if name not in plugins:
        near = difflib.get_close_matches(name, plugins, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "known: " + ", ".join(plugins)
        raise PluginError(f"no {group.removeprefix('toolkit.').rstrip('s')} {name!r}", hint=hint)
    return plugins[name].load()
