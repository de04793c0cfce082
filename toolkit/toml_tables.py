"""TOML read into frozen dataclasses; what does not fit is told with file, line and key.

The type of a field says what its value may be. A key ``front-matter-keys`` fills the field
``front_matter_keys``; a field with ``metadata={"rest": True}`` takes all tables that no other field is
for; :func:`ranged` says which numbers a field takes. An unknown key is told with the nearest one that
exists.
"""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from toolkit.errors import ConfigError

T = TypeVar("T")


def ranged(default: T, least: float, most: float = math.inf) -> T:
    """A field for a number from ``least`` to ``most``, both included."""
    return dataclasses.field(default=default, metadata={"range": (least, most)})


def read(path: Path) -> tuple[dict[str, Any], str]:
    """What a TOML file says, and its text.

    :raises ConfigError: not readable, not UTF-8, not TOML.
    """
    import tomllib

    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors put a mark before the first key
        return tomllib.loads(text), text
    except UnicodeDecodeError as error:
        raise ConfigError("not UTF-8 text", path=path, hint="save the file as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=path) from error
    except tomllib.TOMLDecodeError as error:
        message, line, column = _toml_place(str(error))
        raise ConfigError(f"not valid TOML: {message}", path=path, line=line, column=column) from error


_TOML_PLACE = re.compile(r"^(.*) \(at line (\d+), column (\d+)\)$", re.S)


def _toml_place(message: str) -> tuple[str, int | None, int | None]:
    match = _TOML_PLACE.match(message)
    return (match[1], int(match[2]), int(match[3])) if match else (message, None, None)


class Reader:
    """Fills dataclasses from the tables of one file."""

    def __init__(self, path: Path, text: str) -> None:
        """
        :param path: the file, for messages.
        :param text: its text, to find a key's line.
        """
        self.path = path
        self.text = text

    def table(self, kind: type[T], table: Mapping[str, object], prefix: str) -> T:
        """``table`` as ``kind``, a dataclass.

        :param prefix: what stands before a key in messages, such as ``tool.toolkit``.
        :raises ConfigError: unknown key, wrong type.
        """
        hints = _hints(kind)
        rest = _rest(kind)
        ranges = _ranges(kind)
        values: dict[str, Any] = {}
        for key, value in table.items():
            name = key.replace("-", "_")
            full = f"{prefix}.{key}" if prefix else key
            if rest is not None and isinstance(value, dict) and name not in hints:
                values.setdefault(rest, {})[key] = self._value(typing.get_args(hints[rest])[1], value, full)
                continue
            if name not in hints or "_" in key or name == rest:
                known = [known.replace("_", "-") for known in hints if known != rest]
                raise self._unknown(key, full, known)
            values[name] = self._value(hints[name], value, full)
            if name in ranges:
                self._check_range(full, values[name], *ranges[name])
        return kind(**values)

    def _check_range(self, key: str, value: float, least: float, most: float) -> None:
        if not least <= value <= most:
            wanted = f"from {least:g} to {most:g}" if most < math.inf else f"{least:g} or more"
            raise self._wrong(key, wanted, value)

    def error(self, key: str, message: str, *, hint: str | None = None) -> ConfigError:
        """What is wrong with the value of ``key``, to be raised."""
        return ConfigError(f"{key}: {message}", path=self.path, line=self._line(key), hint=hint)

    def _value(self, kind: Any, value: object, key: str) -> Any:
        """``value`` as ``kind``; TOML arrays become tuples."""
        if dataclasses.is_dataclass(kind) and isinstance(kind, type):
            return self.table(kind, self._typed(value, dict, key, "a table"), key)
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin is Literal:
            if value not in arguments or isinstance(value, bool) is not any(
                isinstance(choice, bool) for choice in arguments
            ):
                raise self._wrong(key, "one of " + ", ".join(repr(choice) for choice in arguments), value)
            return value
        if origin in (typing.Union, types.UnionType):
            return self._union(arguments, value, key)
        if origin is tuple:
            items = self._typed(value, list, key, "an array")
            return tuple(
                self._value(arguments[0], item, f"{key}[{index}]") for index, item in enumerate(items)
            )
        if origin is not None and issubclass(origin, Mapping):
            entries = self._typed(value, dict, key, "a table")
            return {name: self._value(arguments[1], item, f"{key}.{name}") for name, item in entries.items()}
        if kind is float and type(value) is int and abs(value) < 2**53:
            return float(value)
        if kind in _TYPE_NAMES and type(value) is not kind:
            raise self._wrong(key, _TYPE_NAMES[kind], value)
        if isinstance(value, float) and not math.isfinite(value):
            raise self._wrong(key, "a finite number", value)
        return value

    def _union(self, kinds: tuple[Any, ...], value: object, key: str) -> Any:
        failure: ConfigError | None = None
        for kind in kinds:
            if kind is type(None):
                continue
            try:
                return self._value(kind, value, key)
            except ConfigError as error:
                failure = error
        assert failure is not None
        raise failure

    def _typed(self, value: object, kind: type[T], key: str, name: str) -> T:
        if not isinstance(value, kind):
            raise self._wrong(key, name, value)
        return value

    def _unknown(self, key: str, full: str, known: list[str]) -> ConfigError:
        import difflib

        near = difflib.get_close_matches(key.lower().replace("_", "-"), known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "known keys: " + ", ".join(sorted(known))
        return self.error(full, "unknown key", hint=hint)

    def _wrong(self, key: str, wanted: str, value: object) -> ConfigError:
        return self.error(key, f"has to be {wanted}, not {value!r}")

    def _line(self, key: str) -> int | None:
        """Line of the key's own assignment or table header; None when it cannot be told."""
        name = re.escape(re.sub(r"\[\d+\]$", "", key).rsplit(".", 1)[-1])
        pattern = re.compile(rf'^\s*(?:\[[^\]\n]*\.)?"?{name}"?\s*(?:=|\]|\.)|^\s*\[{name}\]', re.M)
        match = pattern.search(self.text)
        return self.text.count("\n", 0, match.end()) + 1 if match else None


_TYPE_NAMES: dict[Any, str] = {
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}
_HINTS: dict[type, dict[str, Any]] = {}


def _hints(kind: type) -> dict[str, Any]:
    """The types of a table's fields; looked up once, for it takes a while."""
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


def _ranges(kind: type) -> dict[str, tuple[float, float]]:
    """By field: the least and the greatest number it takes."""
    return {each.name: found for each in dataclasses.fields(kind) if (found := each.metadata.get("range"))}


def _rest(kind: type) -> str | None:
    """The field that takes all tables no other field is for, as ``[engines.<name>]``."""
    fields = dataclasses.fields(kind)
    return next((each.name for each in fields if each.metadata.get("rest")), None)
