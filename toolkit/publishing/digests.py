"""Short digests of what something is made from: the same digest, the same thing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest(*parts: object) -> str:
    """A short digest of values with a stable ``repr`` or JSON."""
    return digest_of(parts)


def digest_of(parts: Iterable[object]) -> str:
    """The same of any number of parts, taken one by one."""
    hashed = hashlib.blake2b(digest_size=16)
    for part in parts:
        hashed.update(part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass"))
        hashed.update(b"\0")
    return hashed.hexdigest()


def number(*parts: object) -> int:
    """A digest that takes little memory: below 2**63, never 0."""
    return int(digest(*parts)[:15], 16) + 1
