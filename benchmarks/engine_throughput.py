"""Throughput of the engine runner against its ideal.

    python benchmarks/engine_throughput.py [--segments 10000] [--latency 0.05] [--connections 8]

A fake engine takes one text a request and answers after the latency, so the ideal is
segments × latency / connections. Prints the measured time, the ratio and the Python
time spent on each segment. Exits with 1 when the ratio is above 1.2.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from toolkit.engines import Limits, Pair, ReplyCache, Request, Runner
from toolkit.testing import FakeEngine


def main() -> int:
    parser = argparse.ArgumentParser(description="Throughput of the engine runner against its ideal.")
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds a request")
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    limits = Limits(5_000, 1, connections=options.connections)
    engine = FakeEngine(latency=options.latency, limits=limits)
    pair = Pair("en", "es")
    requests = [
        Request(f"Sentence number {number} speaks about rest and water after the visit.", pair)
        for number in range(options.segments)
    ]
    ideal = options.segments * options.latency / options.connections
    with tempfile.TemporaryDirectory() as folder, ReplyCache(Path(folder) / "replies.sqlite") as cache:
        runner = Runner(engine, cache=cache)
        begin, cpu = time.perf_counter(), time.process_time()
        done = sum(1 for result in runner.run(requests) if result.target is not None)
        seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
        assert done == options.segments == cache.count(), "every segment is translated and kept"
    ratio = seconds / ideal if ideal else float("inf")
    print(f"{options.segments} segments, {options.latency * 1000:g} ms, {options.connections} connections")
    print(f"ideal {ideal:.2f} s, measured {seconds:.2f} s, ratio {ratio:.3f}")
    print(f"own time {cpu / options.segments * 1e6:.0f} µs a segment")
    return 0 if ratio <= 1.2 else 1


if __name__ == "__main__":
    raise SystemExit(main())
