"""The five steps of major decisions: what few decisions prove, worked out by hand."""

import pandas as pd
import pytest

from data_access.ledgers.major_decision import STEPS
from panels.decisions.five_steps import FIVE_STEPS
from tests.panels.given import asked


def decisions(n: int, *, lacking: int = 0, blank: int = 0) -> pd.DataFrame:
    """So many decisions with all steps; of the first so many one was left out, of the next so many one is blank."""
    rows = [{"lacking": int(at < lacking), "blank": int(lacking <= at < lacking + blank)} for at in range(n)]
    return pd.DataFrame(rows).assign(**dict.fromkeys(STEPS, "done"), hearing="not_required")


@pytest.mark.parametrize(
    ("figures", "level"),
    [
        # The smallest number that proves anything is ten where no scheme says otherwise.
        (decisions(1), "plain"),
        (decisions(9), "plain"),
        (decisions(10), "good"),
        (decisions(10, blank=1), "plain"),
        (decisions(1, lacking=1), "watch"),
    ],
)
def test_few_decisions_that_kept_all_steps_are_no_good_news_yet(figures: pd.DataFrame, level: str) -> None:
    assert FIVE_STEPS.finding(figures, asked()).level == level
