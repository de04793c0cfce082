"""Several engines, one after another: the next takes what the one before could not do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from toolkit.engines.base import Engine, Request, Result
from toolkit.engines.runner import Runner

T = TypeVar("T")


class Chain(Generic[T]):
    """Runners in their order.

    :param runners: at least one.
    """

    def __init__(self, runners: Sequence[Runner]) -> None:
        self.runners = tuple(runners)

    def run(
        self, items: Iterable[T], ask: Callable[[T, Engine], Request | None]
    ) -> Iterator[tuple[T, Result]]:
        """The last word on every item.

        :param ask: the request for an item in a form this engine takes; None to pass it on. Its
            ``tag`` is replaced.
        """
        pending: list[tuple[T, Result | None]] = [(item, None) for item in items]
        last = len(self.runners) - 1
        for index, runner in enumerate(self.runners):
            left: list[tuple[T, Result | None]] = []
            for (item, earlier), result in self._pass(runner, pending, ask, left):
                # "engine has nothing" says less than what an engine before it reported.
                final = result if earlier is None or result.kind != "nothing" else earlier
                if result.target is not None or result.kind in ("budget", "stopped") or index == last:
                    yield item, final
                else:
                    left.append((item, final))
            if index == last:
                for item, kept in left:
                    if kept is not None:
                        yield item, kept
            pending = left
            if not pending:
                return

    @staticmethod
    def _pass(
        runner: Runner,
        pending: Sequence[tuple[T, Result | None]],
        ask: Callable[[T, Engine], Request | None],
        left: list[tuple[T, Result | None]],
    ) -> Iterator[tuple[tuple[T, Result | None], Result]]:
        def requests() -> Iterator[Request]:
            for entry in pending:
                request = ask(entry[0], runner.engine)
                if request is None:
                    left.append(entry)
                else:
                    yield replace(request, tag=(entry, request.tag))

        for result in runner.run(requests()):
            entry, tag = result.request.tag
            yield entry, replace(result, request=replace(result.request, tag=tag))

    @property
    def failures(self) -> tuple[str, ...]:
        """A readable line for each engine's troubles."""
        return tuple(line for runner in self.runners for line in runner.failures)
