"""A period without scores: the page shows what there is, says once why, and leads to the period that has some."""

import pytest

from tests.cases import left_for_all
from tests.ui.app_page import links, open_page, said
from ui.registry import BY_KEY


@pytest.mark.parametrize(
    ("page", "period"),
    [
        ("rankings", "2026-09"),
        left_for_all("rankings", "2026Q3"),
        left_for_all("rankings", "2025-03~2026-02"),
        left_for_all("unit", "2026-09"),
    ],
)
def test_a_period_without_scores_says_so_once_and_leads_to_the_scores(demo: str, page: str, period: str) -> None:
    app = open_page(BY_KEY[page], lang="zh", period=period, indicator="score", unit="C01")
    assert not app.exception
    assert sum("考核年度" in text for text in said(app)) == 1
    ways = [link for link in links(app) if "grain=year" in link and "period=2026" in link]
    # The link that puts all filters back leads to the same period.
    ways = list(dict.fromkeys(ways))
    assert len(ways) == 1
    assert ("indicator=score" in ways[0]) == (page == "rankings")
