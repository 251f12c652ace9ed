"""The archives of the demo city's merged department and of its successor."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from data_access.demo.city import MERGED, SUCCESSOR
from tests.ui.app_page import charted, links, open_page, said, sent
from tests.ui.test_pages import faults
from ui.registry import BY_KEY
from wording import wording

YEAR = {"grain": "year", "period": "2024", "group": "municipal_departments"}


@pytest.mark.one_in(2)
@pytest.mark.parametrize("period", ["2024", "2026"])
def test_the_merged_units_archive_says_where_its_cases_are_and_speaks_of_nobody_else(demo: str, period: str) -> None:
    app = open_page(BY_KEY["unit"], **{**YEAR, "period": period}, unit=MERGED)
    assert faults(app) == []
    assert "已并入澄衡市农业农村局" in app.title[0].value
    # It is not scored, so no panel tells another unit's places in its stead.
    assert not {wording("zh")(f"panel.{key}.question") for key in ("rank_history", "score_parts")} & set(said(app))


@pytest.mark.long
def test_the_successors_archive_says_how_many_cases_came_with_the_merged_unit(demo: str) -> None:
    app = open_page(BY_KEY["unit"], **YEAR, unit=SUCCESSOR)
    assert faults(app) == []
    # 27 of 29 materials, 7 of them those of the merged department, which all were accepted.
    assert any("27/29，含并入的澄衡市乡村振兴局 7 件" in text for text in charted(app))


def test_the_list_of_parts_is_of_the_unit_on_the_screen_and_not_of_the_one_before(demo: str) -> None:
    app = open_page(BY_KEY["unit"], **YEAR, unit=SUCCESSOR)
    assert sorted(parts_listed(app)) == parts_there(app)
    assert "rank_history" in parts_listed(app)
    app.query_params["unit"] = MERGED
    assert sorted(parts_listed(app.run())) == parts_there(app)
    assert "rank_history" not in parts_listed(app)


def parts_listed(app: AppTest) -> list[str]:
    return [link.removeprefix("#part-") for link in links(app) if link.startswith("#part-")]


def parts_there(app: AppTest) -> list[str]:
    return sorted(re.findall(r'id="part-(\w+)"', sent(app)))
