"""One panel alone on the screen: by its link, by the keys, and back to the same state."""

import pytest
from streamlit.testing.v1 import AppTest

from data_access.reading.cached import engine
from tests.cases import left_for_all
from tests.ui.app_page import blanks, findings, open_page, said, statements_on
from tests.ui.test_pages import faults
from ui.headline import projected_headline
from ui.headline_size import LINE_LENGTHS, headline_size, longest_piece, with_whole_brackets
from ui.registry import BY_KEY, PAGES, PageEntry
from ui.unknown import unknown_in_words
from wording import JOINER, LANGUAGES, wording

RANKING = BY_KEY["rankings"]


def pressed(app: AppTest, key: str) -> AppTest:
    return app.button(key=f"screen_{key}").click().run()


@pytest.mark.parametrize(
    ("sentence", "ends"),
    [
        # Figures and their blanks are narrow: the clause has room on a line of 19, though it is of 19 letters.
        ("32 件规范性文件在 90 日内到期，其中 6 件在 30 日内", []),
        ("全市任前考查考试（未经考查考试或考试不合格而任职）共 27 人", []),
        # What no line holds is broken between characters.
        ("甲" * 40, ["甲"]),
    ],
)
def test_a_clause_of_a_headline_that_has_room_on_a_line_is_not_broken(sentence: str, ends: list[str]) -> None:
    size = headline_size(wording("zh").unbroken(sentence))
    said = projected_headline(sentence, wording("zh"), LINE_LENGTHS[size], longest_piece)
    assert sorted({part[-1] for part in said.split("\N{ZERO WIDTH SPACE}")[:-1]}) == ends


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("丙县再有 29 件审结且未败诉（7/25，2 件未填），不再触及败诉否决", True),
        # With its bracket the clause is longer than a line.
        ("云泊县：在 55 天内销号的占各类整改事项总数的半数（共 74 项，未销号 13 项）", False),
        # Three lines are one too many.
        ("审结" * 10 + "（7/25，2 件未填），" + "未败诉" * 9 + "（2/9，1 件未填）", False),
    ],
)
def test_no_line_of_a_headline_ends_within_a_bracket_where_two_lines_hold_it(sentence: str, whole: bool) -> None:
    said = with_whole_brackets(sentence, LINE_LENGTHS["small"])
    assert (f"{JOINER}（7" in said) == whole
    assert said.replace(JOINER, "") == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_opens_one_panel_with_its_finding_base_and_stamp_and_nothing_else(demo: str, language: str) -> None:
    page = open_page(RANKING, lang=language)
    app = open_page(RANKING, lang=language, project="scores")
    assert faults(app) == []
    assert blanks(app.title[0].value) == blanks(page.title[0].value)
    assert not app.selectbox
    assert not findings(app)
    words = wording(language)
    assert any(words("stamp.version", version=8) in text for text in said(app))
    assert any(text.startswith("1 / ") for text in said(app))


# What a page is about that is about one thing.
OF_ONE = {"site": {"record": "C06-transport~SF-006"}, "officer": {"officer": "ZF-C01-T01-001"}}


# In every run the pages that show what others do not: most panels, one thing alone, lists, rows, places, and no panel.
SHOWN = ("rankings", "disputes", "unit", "officer", "site", "quality", "case")


@pytest.mark.parametrize(
    "entry",
    [entry if entry.key in SHOWN else left_for_all(entry, name=entry.key) for entry in PAGES],
    ids=lambda entry: entry.key,
)
@pytest.mark.one_in(3)
def test_every_page_can_be_projected_from_its_first_panel_to_its_last(demo: str, entry: PageEntry) -> None:
    app = open_page(entry, project="first", **OF_ONE.get(entry.key, {}))
    if entry.key in ("case", "item"):
        # Without a record there is nothing to show; the page says so.
        assert "project" not in app.query_params
        return
    _, _, of = next(text for text in said(app) if " / " in text and text[0].isdigit()).partition(" / ")
    seen = []
    for _ in range(int(of)):
        assert faults(app) == [], app.query_params["project"]
        app = pressed(app, "after")
        seen.append(app.query_params["project"])
    assert len(set(seen)) == int(of)


def test_the_keys_go_both_ways_and_round(demo: str) -> None:
    app = open_page(RANKING, project="scores")
    forth = pressed(app, "after").query_params["project"]
    assert forth != "scores"
    assert pressed(app, "before_page").query_params["project"] == "scores"
    last = pressed(app, "before").query_params["project"]
    assert last not in ("scores", forth)
    assert pressed(app, "after_page").query_params["project"] == "scores"


def test_the_rows_of_a_long_list_stand_on_further_screens_which_say_so(demo: str) -> None:
    app = open_page(BY_KEY["rectification"], project="item_list")
    assert any("第 1—8 行，共 50 行" in text for text in said(app))
    app = pressed(app, "further")
    assert app.query_params["project"] == "item_list.2"
    assert any("第 9—15 行，共 50 行" in text for text in said(app))
    assert faults(app) == []
    app = pressed(app, "nearer")
    assert app.query_params["project"] == "item_list.1"
    assert "screen_nearer" not in {button.key for button in app.button}


def test_a_link_to_rows_that_are_no_number_is_named(demo: str) -> None:
    assert open_page(RANKING, project="scores.x").warning


@pytest.mark.long
def test_escape_leads_back_to_the_page_in_the_same_state(demo: str) -> None:
    query = {"period": "2025", "grain": "year", "group": "municipal_departments", "section": "compare"}
    page = open_page(RANKING, **query)
    app = open_page(RANKING, **query, project="scores")
    app = pressed(app, "back")
    assert dict(app.query_params) == dict(page.query_params)
    assert len(findings(app)) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_that_the_page_does_not_have_is_named_and_the_page_shown(demo: str, language: str) -> None:
    app = open_page(RANKING, lang=language, project="gossip")
    words = wording(language)
    expected = unknown_in_words([("project", "gossip")], words)
    assert [warning.value for warning in app.warning] == [expected]
    assert "project" not in app.query_params
    assert len(findings(app)) > 1


def test_a_screen_shown_before_reads_only_whether_something_is_new(demo: str) -> None:
    app = open_page(RANKING, project="scores")
    with statements_on(engine()) as sent:
        app.run()
    assert len(sent) == 1


def test_another_page_opened_from_the_navigation_is_not_projected(demo: str) -> None:
    app = open_page(RANKING, project="scores")
    app = app.switch_page("../pages/overview.py").run()
    assert "project" not in app.query_params
    assert findings(app)


@pytest.mark.parametrize(
    ("length", "size"),
    # What takes more than three lines in the smallest letters but one is set in the smallest.
    [(1, "large"), (38, "large"), (40, "middle"), (56, "small"), (60, "smallest"), (500, "least")],
)
def test_a_headline_is_as_large_as_two_lines_allow(length: int, size: str) -> None:
    half = "县" * (length // 2 - 1)
    assert headline_size(f"{half}，县{half}") == size
    assert list(LINE_LENGTHS) == ["large", "middle", "small", "smallest", "least"]


def test_a_headline_makes_room_for_a_high_chart_and_a_long_foot() -> None:
    finding = f"{'县' * 14}，{'县' * 15}"
    assert headline_size(finding, 300) == "large"
    assert headline_size(finding, 390, ["县" * 40] * 2) == "small"
    assert headline_size(finding, 390, ["县" * 140] * 2) == "smallest"


@pytest.mark.parametrize(
    ("sentence", "size"),
    [
        # 21 letters to the comma; 8 to the bracket and 22 behind it; more than the smallest holds.
        ("栖梧区城市管理局各项全部在到期前两日内销号，", "middle"),
        ("全市任前考查考试（未经考查考试或考试不合格而任职）共\u00a027\u00a0人", "middle"),
        ("县" * 35, "smallest"),
        # What a rate or a count rests on stays in one line.
        ("败诉 76 件，其中 21 件在政府本级（按被告分别计，一案一计为 64 件），望澜区、砚川区最多，各 4 件", "smallest"),
    ],
)
def test_no_line_of_a_headline_ends_within_a_word_that_a_smaller_size_holds(sentence: str, size: str) -> None:
    assert headline_size(sentence) == size


@pytest.mark.parametrize(
    ("panel", "named"), [("scorecard", "云泊县："), ("timeline", "云泊县："), ("reports", "云泊县本级：")]
)
def test_a_screen_of_an_archive_names_its_unit(demo: str, panel: str, named: str) -> None:
    app = open_page(BY_KEY["unit"], unit="C07", project=panel)
    assert app.title[0].value.count("云泊县") == 1
    # One colon is enough.
    assert named in app.title[0].value
