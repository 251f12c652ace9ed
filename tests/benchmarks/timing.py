"""Measuring: medians of repeated calls, in milliseconds."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """The first call, the median and 95th percentile of the later ones, and what those cost the processor; in ms."""

    first: float
    median: float
    p95: float
    processor: float


def timed(call: Callable[[], object], repeat: int) -> Timing:
    """Call once cold and ``repeat`` (≥ 2) times warm."""
    spans, processor = [], []
    for _ in range(repeat + 1):
        start, worked = time.perf_counter(), time.process_time()
        call()
        spans.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.process_time() - worked))
    first, *warm = spans
    p95 = statistics.quantiles(warm, n=20, method="inclusive")[-1]
    return Timing(first, statistics.median(warm), p95, statistics.median(processor[1:]))
