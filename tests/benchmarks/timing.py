"""Measuring: medians of repeated calls, in milliseconds, and how they are printed."""

import logging
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
    return Timing(first, statistics.median(warm), p95(warm), statistics.median(processor[1:]))


def p95(spans: Sequence[float]) -> float:
    """The 95th percentile; of a single span that span."""
    return statistics.quantiles(spans, n=20, method="inclusive")[-1] if len(spans) > 1 else spans[0]


def middle(spans: Sequence[float]) -> float:
    """The median; NaN of nothing, which is a system that was left out."""
    return statistics.median(spans) if spans else float("nan")


def quiet() -> None:
    """Keep Streamlit from warning, in every line, that it is used without its server."""
    logging.disable(logging.WARNING)


@contextmanager
def said(what: str) -> Iterator[None]:
    """Print what is measured, and at the end how busy the machine was: times of a busy one are of little worth."""
    before, began = os.getloadavg()[0], time.perf_counter()
    print(f"\n{what}", flush=True)
    yield
    load = f"load average {before:.1f} before, {os.getloadavg()[0]:.1f} at the end"
    print(f"{time.perf_counter() - began:.0f} s, {os.cpu_count()} cores, {load}", flush=True)


def head(first: str, *columns: str) -> None:
    """The head of a table."""
    print(f"{first:34}" + "".join(f"{column:>14}" for column in columns), flush=True)


def row(name: str, *figures: float | str) -> None:
    """A row of a table; times without and small figures with a decimal, a dash for what was not measured."""
    print(f"{name:34}" + "".join(f"{_told(figure):>14}" for figure in figures), flush=True)


def _told(figure: float | str) -> str:
    if isinstance(figure, str):
        return figure
    if figure != figure:
        return "—"
    return f"{figure:,.0f}" if isinstance(figure, int) or abs(figure) >= 100 else f"{figure:.1f}"
