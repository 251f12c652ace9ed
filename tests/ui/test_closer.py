"""What the ranking by score looks at closely: each part says all in words, and what is tried stands in the link."""

from itertools import pairwise

import pytest

from data_access.asked.selection import SECTIONS
from tests.cases import each_with_each
from tests.ui.app_page import blanks, charted, open_page, said
from tests.ui.test_pages import faults
from ui.registry import BY_KEY
from wording import LANGUAGES, wording

RANKINGS = BY_KEY["rankings"]


# Every part among the counties, one among other groups and in English; all of each with ``--all``.
HOW = {("counties", "zh"): set(SECTIONS), ("municipal_departments", "en"): {SECTIONS[0]}}
GROUPS = ("counties", "municipal_departments", "sector:transport")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("section", "group", "language"),
    each_with_each(SECTIONS, GROUPS, LANGUAGES, every_run=lambda part, *how: part in HOW.get(how, ())),
)
def test_every_part_says_everything_in_words(demo: str, section: str, group: str, language: str) -> None:
    app = open_page(RANKINGS, lang=language, section=section, group=group, indicator="score")
    assert faults(app) == []
    assert not app.warning
    assert app.query_params["section"] == section


def test_the_published_half_year_is_held_against_the_corrected_data(demo: str) -> None:
    app = open_page(RANKINGS, section="published", grain="custom", period="2026-01~2026-06")
    assert any("2026-1" in text and "竹汀县" in text for text in said(app))
    # What was published and what became of it stand whole, each in a box of its own.
    assert ("出庭应诉率 20/20", "→ 18/20；") in pairwise(text for text in charted(app) if text.strip())


def test_the_veto_that_one_case_decides_is_named(demo: str) -> None:
    words = wording("zh")
    app = open_page(RANKINGS)
    assert words("veto_ledger.one_case", units="禾丘县") in "".join(said(app))


def test_weights_tried_stand_in_the_link_and_the_last_one_is_what_is_left(demo: str) -> None:
    app = open_page(RANKINGS, section="what_if")
    app.number_input(key="w_weight_daily").set_value(20).run()
    assert app.query_params["weights"] == "20,30,50"
    app.number_input(key="w_weight_annual").set_value(95).run()
    assert app.query_params["weights"] == "20,80,0"
    assert faults(app) == []


def test_goalposts_tried_stand_in_the_link_until_the_schemes_own_are_asked_for(demo: str) -> None:
    app = open_page(RANKINGS, section="what_if")
    app.selectbox(key="w_goal").select("loss_rate").run()
    before = app.number_input(key="w_floor").value, app.number_input(key="w_target").value
    app.number_input(key="w_floor").set_value(90).run()
    assert app.query_params["goals"] == f"loss_rate:90:{before[1]}"
    words = wording("zh")
    goal = words("what_if.goal", indicator=words("indicator.loss_rate.label"), floor=90, target=before[1])
    assert goal in blanks("".join(said(app)))
    next(button for button in app.button if button.label == words("closer.as_in_scheme")).click().run()
    assert app.query_params["goals"] == "none"
    assert (app.number_input(key="w_floor").value, app.number_input(key="w_target").value) == before


def test_goalposts_the_wrong_way_round_are_refused_with_a_sentence(demo: str) -> None:
    app = open_page(RANKINGS, section="what_if")
    app.selectbox(key="w_goal").select("loss_rate").run()
    app.number_input(key="w_floor").set_value(0).run()
    assert faults(app) == []
    label = wording("zh")("indicator.loss_rate.label")
    assert [warning.value for warning in app.warning] == [wording("zh")("closer.goal_refused", indicator=label)]
    assert app.query_params["goals"] == "none"


def test_another_group_with_other_items_keeps_the_trial_whole(demo: str) -> None:
    app = open_page(RANKINGS, section="what_if", goals="closed_in_time_rate:0:100")
    assert faults(app) == []
    app = open_page(RANKINGS, section="what_if", group="municipal_departments", goals="closed_in_time_rate:0:100")
    assert faults(app) == []


def test_the_unit_looked_at_closely_is_the_one_in_the_link(demo: str) -> None:
    app = open_page(RANKINGS, focus="C02")
    assert any("栖梧区" in text for text in said(app))
    assert app.query_params["focus"] == "C02"
    app.selectbox(key="w_focus").select("").run()
    assert app.query_params["focus"] == "none"


def test_units_compared_stand_in_the_link(demo: str) -> None:
    app = open_page(RANKINGS, section="compare")
    app.multiselect(key="w_units").select("C01").select("C03").run()
    assert app.query_params["units"] == "C01,C03"
    assert faults(app) == []
