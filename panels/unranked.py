"""Why nobody is compared, in words: nothing to count, one unit alone, silence, or few cases everywhere."""

import pandas as pd

from panels.peers import comparable
from panels.phrases import rate_with_base
from wording import Wording

# Of units of which nobody has a base: what is missing is told before what was not there.
WEIGHTIEST = ("not_in_ledgers", "not_yet_known", "not_reported", "not_filled", "untold", "not_begun", "no_cases")


def too_few(members: pd.DataFrame, city: pd.Series, words: Wording, indicator: str) -> str:
    """Why nobody is compared, where fewer than two of the members can be: no cases, one unit alone, or silence."""
    compared, with_cases = comparable(members), members[members["denominator"] > 0]
    if with_cases.empty:
        why = why_none(members, city["reason"])
        return words("ranking.none_of_shown" if why == "no_cases" and city["denominator"] else f"ranking.{why}",
                     indicator=indicator)  # fmt: skip
    if compared.empty:
        # Who has no case has nothing to complete.
        key = "nobody_complete" if members["silent"].astype(bool).all() else "nobody_with_cases_complete"
        return words(f"ranking.{key}", indicator=indicator, city=rate_with_base(city, words))
    only = compared.iloc[0]
    # Who stands there alone is no exception among others: a filter may have left the others out.
    key = "alone" if len(members) == 1 else "single" if len(with_cases) == 1 else "single_complete"
    return words(f"ranking.{key}", unit=only["unit"], indicator=indicator, rate=rate_with_base(only, words))


def why_none(members: pd.DataFrame, otherwise: str = "no_cases") -> str:
    """Why of these members nobody has a base: the weightiest of their own reasons, ``otherwise`` without members."""
    reasons = set(members["reason"]) - {"merged"} or {otherwise}
    found = [each for each in WEIGHTIEST if each in reasons]
    return found[0] if found else min(reasons)


def all_small(city: pd.Series, label: str, words: Wording) -> str:
    """That no unit has enough cases to be named; the city's rate with its base, which may rest on few, too."""
    return words("ranking.too_few", indicator=label, city=rate_with_base(city, words))
