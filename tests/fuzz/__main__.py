"""A long run over damaged files: ``python -m tests.fuzz --cases 10000 --seed 1``; a seed makes the same files again."""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from data_access.ledgers.all import LEDGERS
from tests.fuzz.files import FORMATS, File, files
from tests.fuzz.trial import City, Wishes

# Every other load takes what is good of a file; some ask first, and some of what is wrong is handed back.
WISHES = st.builds(
    Wishes,
    accept_partial=st.booleans(),
    dry_run=st.sampled_from((False,) * 7 + (True,)),
    handed_back=st.sampled_from((False,) * 7 + (True,)),
)


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
    @given(files(), WISHES)
    def one(file: File, wishes: Wishes) -> None:
        city.try_file(file, wishes)

    one()


def report(city: City) -> None:
    """Print what was said how often, and what became of the files of each ledger, format and kind of mapping."""
    for sentence, times in city.sentences.most_common():
        print(f"{times:8,}  {sentence}")
    for place, kinds in enumerate(([ledger.key for ledger in LEDGERS], FORMATS, ("", "whole", "changed"))):
        print()
        for kind in kinds:
            became: Counter[str] = Counter()
            for outcome, times in city.outcomes.items():
                of = outcome[place] if isinstance(outcome[place], tuple) else (outcome[place],)
                became[outcome[-1]] += times if kind in of else 0
            said = ", ".join(f"{times:,} {status}" for status, times in sorted(became.items()) if times)
            print(f"{kind or 'no mapping':>24}  {sum(became.values()):6,}: {said}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        city = City(Path(folder))
        try:
            run(city, options.cases, options.seed)
        finally:
            report(city)
            city.engine.dispose()
    seconds = time.perf_counter() - started
    print(f"\n{options.cases:,} files in {seconds:.0f} s, {city.slowest:.1f} s at most, none stored by halves")


if __name__ == "__main__":
    sys.exit(main())
