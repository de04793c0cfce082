"""Translation engines: built-ins, and what a plug-in needs to be one.

Nothing heavy is imported here: an engine's module is loaded when that engine is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.engines.base import (
        Engine,
        Form,
        Limits,
        Pair,
        Reply,
        Request,
        Result,
        Setup,
        Status,
        Timeouts,
    )
    from toolkit.engines.cache import ReplyCache
    from toolkit.engines.chain import Chain
    from toolkit.engines.failures import (
        BadReply,
        Failure,
        Stopped,
        Temporary,
        TooLong,
        Unsupported,
    )
    from toolkit.engines.pacing import Budget
    from toolkit.engines.runner import Runner
    from toolkit.engines.sender import Pace

BUILTIN: Mapping[str, str] = {
    "memory": "toolkit.engines.local:Memory",
    "apertium": "toolkit.engines.apertium:Apertium",
    "libretranslate": "toolkit.engines.services:LibreTranslate",
    "deepl": "toolkit.engines.services:DeepL",
    "google": "toolkit.engines.deep:Google",
    "microsoft": "toolkit.engines.services:Microsoft",
    "openai": "toolkit.engines.openai:OpenAI",
    "mymemory": "toolkit.engines.deep:MyMemory",
    "yandex": "toolkit.engines.services:Yandex",
    "papago": "toolkit.engines.services:Papago",
    "baidu": "toolkit.engines.deep:Baidu",
    "tencent": "toolkit.engines.tencent:Tencent",
    "qcri": "toolkit.engines.deep:Qcri",
    "copy": "toolkit.engines.local:Copy",
    "pseudo": "toolkit.engines.local:Pseudo",
}
"""Name → ``module:class``; read by :mod:`toolkit.plugins`, which adds what other packages bring."""

_HOMES = {
    "base": ("Engine", "Form", "Limits", "Pair", "Reply", "Request", "Result", "Setup", "Status", "Timeouts"),
    "cache": ("ReplyCache",),
    "chain": ("Chain",),
    "failures": ("BadReply", "Failure", "Stopped", "Temporary", "TooLong", "Unsupported"),
    "pacing": ("Budget",),
    "runner": ("Runner",),
    "sender": ("Pace",),
}
_PLACES = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "BUILTIN",
    "BadReply",
    "Budget",
    "Chain",
    "Engine",
    "Failure",
    "Form",
    "Limits",
    "Pace",
    "Pair",
    "Reply",
    "ReplyCache",
    "Request",
    "Result",
    "Runner",
    "Setup",
    "Status",
    "Stopped",
    "Temporary",
    "Timeouts",
    "TooLong",
    "Unsupported",
]


def __getattr__(name: str) -> Any:
    import importlib

    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)
