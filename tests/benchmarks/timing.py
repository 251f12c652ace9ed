"""Measuring: medians of repeated calls, in milliseconds."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """The first call and the median and 95th percentile of the later ones, in milliseconds."""

    first: float
    median: float
    p95: float


def timed(call: Callable[[], object], repeat: int) -> Timing:
    """Call once cold and ``repeat`` (≥ 2) times warm."""
    spans = []
    for _ in range(repeat + 1):
        start = time.perf_counter()
        call()
        spans.append(1000 * (time.perf_counter() - start))
    first, *warm = spans
    return Timing(first, statistics.median(warm), statistics.quantiles(warm, n=20, method="inclusive")[-1])
