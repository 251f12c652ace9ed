"""A long run over damaged files: ``python -m tests.fuzz --cases 10000 --seed 1``; a seed makes the same files again."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.files import File, files
from tests.fuzz.trial import City


def run(city: City, cases: int, start: int = 0) -> None:
    """Try so many files in a city; raises what the first bad one raises, made as small as it goes."""

    @seed(start)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        derandomize=False,
    )
    @given(files(), st.booleans())
    def one(file: File, accept_partial: bool) -> None:
        city.try_file(*file, accept_partial)

    one()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        city = City(Path(folder))
        run(city, options.cases, options.seed)
        city.engine.dispose()
    for outcome, times in city.outcomes.most_common():
        print(f"{times:8,}  {outcome}")
    print(f"{options.cases:,} files in {time.perf_counter() - started:.0f} s, none stored by halves")


if __name__ == "__main__":
    sys.exit(main())
