"""Bulletins: who was named, what a draft says, and when a sentence may name a unit; worked out by hand."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import pytest
from sqlalchemy import Engine, insert

from data_access.asked.periods import Period
from data_access.ledgers.bulletin import BULLETIN
from data_access.ledgers.bulletin_mention import BULLETIN_MENTION
from data_access.reading import bulletins
from data_access.reading.extent import Extent
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from panels.benchmark import judged_by_each
from panels.bulletins.draft import DRAFT, PARTS, sentences_of, text_of
from panels.bulletins.issues import ISSUES, RESEARCH
from panels.bulletins.mentions import MENTIONS
from panels.bulletins.naming import doubts
from panels.declare import Panel
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.ready_city import make_ready
from tests.panels.checks import Case, check
from tests.panels.given import AS_OF, NAMES, NOTHING, Counts, asked, peers
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
CODES = {name: code for code, name in NAMES.items()}
EVERYONE = {"unit": ""}
# Of the city 130/1000 were lost: 甲县 with 60/200 lies far beyond all chance (13% ± 2.4% of 200), 乙县 with 3/9 has too
# few cases, 丙县 with 27/200 is where the city is.
LOST: Mapping[str, Counts] = {"C01": (60, 200), "C02": (3, 9), "C03": (27, 200), "C04": (40, 591)}


def reasons(text: str) -> list[tuple[str, str]]:
    context = asked(**EVERYONE)
    rows = judged_by_each(peers("loss_rate", LOST), ["loss_rate"], context).to_dict("records")
    return [(doubt.unit, doubt.reason) for doubt in doubts(text, rows, CODES, context)]


NAMING = {
    "its figure with its base, beyond chance": ("甲县败诉率 30.0%（60/200），明显高于全市。", []),
    "no unit is named": ("败诉率总体平稳。有的单位需要关注。", []),
    "few cases": ("乙县败诉率 33.3%（3/9）。", [("乙县", "few")]),
    "no difference": ("丙县败诉率 13.5%（27/200）偏高。", [("丙县", "not_told_apart")]),
    "no base": ("甲县败诉率 30.0%，最高。", [("甲县", "no_base")]),
    "another's figure": ("甲县败诉率 6.8%（40/591）。", [("甲县", "no_base")]),
    "no indicator": ("甲县工作不力！", [("甲县", "no_source")]),
    "a unit that is not compared": ("戊县败诉率 0.0%（0/50）。", [("戊县", "no_source")]),
    "two units, of whom one may not": ("甲县败诉率 30.0%（60/200），与乙县同样偏高。", [("乙县", "few")]),
    "each sentence by itself": ("甲县败诉率 30.0%（60/200）。\n甲县落后。", [("甲县", "no_source")]),
    "an empty text": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), NAMING.values(), ids=NAMING.keys())
def test_a_sentence_may_name_a_unit_on_enough_cases_a_difference_and_its_base(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert reasons(text) == expected


def test_the_softer_wording_names_nobody_and_gives_no_figure_by_which_one_is_known() -> None:
    context = asked(**EVERYONE)
    rows = judged_by_each(peers("loss_rate", LOST), ["loss_rate"], context).to_dict("records")
    found = doubts("乙县败诉率 33.3%（3/9），偏高。甲县、乙县工作不力。", rows, CODES, context)
    assert [doubt.softer for doubt in found] == ["各单位都要关注败诉率。", "有的单位、有的单位工作不力。"]


def drafted(members: Mapping[str, Counts], language: str = "zh") -> pd.DataFrame:
    return sentences_of(peers("loss_rate", members), asked(language, **EVERYONE))


@pytest.mark.parametrize(("now", "before", "part"), [(300, 100, "problems"), (100, 300, "progress")])
def test_what_became_worse_in_the_city_is_a_problem_and_no_progress(now: int, before: int, part: str) -> None:
    # 600 of 2,000 lost and 200 of 2,000, one after the other: beyond all chance.
    counts: Counts = (now, 1000, before, 1000)
    found = drafted({"C01": counts, "C02": counts}).query("code == '' and sentence.str.startswith('全市')")
    assert found["part"].tolist() == [part]


def test_a_draft_names_who_stands_out_and_says_nothing_of_others() -> None:
    said = drafted(LOST)
    assert said[["part", "code"]].to_numpy().tolist() == [["exemplars", "C04"], ["problems", "C01"], ["guidance", ""]]
    assert "60/200" in said["sentence"].iat[1]
    # Nine cases bear no sentence, and nothing is to be mended for their sake.
    assert drafted({"C01": (3, 9), "C02": (0, 8)}).empty
    # 24 and 30 of 200 lost are no different: nobody does well, and nothing needs attention.
    assert drafted({"C01": (30, 200), "C02": (24, 200)}).empty


@pytest.mark.parametrize(("county", "base"), [("", "由全市在本期间的结论写成"), ("C01", "由全市的变化和甲县在本期间")])
def test_a_draft_of_one_county_says_that_changes_are_those_of_the_whole_city(county: str, base: str) -> None:
    counts: Counts = (300, 1000, 100, 1000)
    context = asked(**EVERYONE, **({"counties": (county,)} if county else {}))
    said = DRAFT.finding(peers("loss_rate", {"C01": counts, "C02": counts}), context)
    assert said.base.startswith(base)


def test_what_a_draft_says_by_itself_passes_the_check_in_both_languages() -> None:
    for language in LANGUAGES:
        context = asked(language, **EVERYONE)
        figures = peers("loss_rate", LOST)
        rows = judged_by_each(figures, ["loss_rate"], context).to_dict("records")
        text = text_of(sentences_of(figures, context), context)
        assert doubts(text, rows, CODES, context) == []
        assert [context.words.label("draft_part", part) in text for part in PARTS] == [True] * 4


def published(*rows: tuple[str, str | None, int]) -> pd.DataFrame:
    names = ["issue_no", "kind", "problems"]
    title = "一季度情况"
    return pd.DataFrame(rows, columns=names).assign(
        code="C01", unit="甲县", published_on=AS_OF, title=title, body=title, exemplars=0
    )


def named(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame([(code, NAMES[code], tone) for code, tone in rows], columns=["code", "unit", "tone"])
    return frame.assign(note="内容", issue_no="1期", published_on=AS_OF)


def researched(*topics: str | None) -> pd.DataFrame:
    frame = pd.DataFrame({"topic": pd.Series(topics, dtype=object)})
    return frame.assign(code="C01", unit="甲县", report_no="1号", title="题目", completed_on=AS_OF, summary="摘要")


CASES = {
    "no issue": (ISSUES, Case(published(), [])),
    "two issues, one without a kind": (ISSUES, Case(published(("1期", None, 0), ("2期", "regular", 2)), ["2"])),
    "issues that are looked for": (
        ISSUES, Case(published(("1期", "notice", 0)), ["1", "败诉"], selection={"sought": "败诉"})
    ),
    "nothing is found": (ISSUES, Case(published(), ["{x}"], selection={"sought": "{x}"})),
    "nobody was named": (MENTIONS, Case(named(), [])),
    "one was criticised most": (
        MENTIONS, Case(named(("C01", "problem"), ("C01", "problem"), ("C02", "exemplar")), ["2", "甲县"])
    ),
    "all once": (
        MENTIONS, Case(named(("C01", "problem"), ("C02", "problem")), ["2"], leaves_out=["甲县", "乙县"])
    ),
    "no research": (RESEARCH, Case(researched(), [])),
    "research on two topics, one without": (RESEARCH, Case(researched("复议", "应诉", None), ["3", "2"])),
    "a draft of nothing": (DRAFT, Case(peers("loss_rate", {"C01": NOTHING}), [], rows=0, selection=EVERYONE)),
    "a draft of few cases": (
        DRAFT, Case(peers("loss_rate", {"C01": (3, 9), "C02": (0, 8)}), [], rows=0, selection=EVERYONE),
    ),
}  # fmt: skip


@in_both_languages
@pytest.mark.parametrize(("panel", "case"), CASES.values(), ids=CASES.keys())
def test_what_is_found_of_bulletins(panel: Panel, case: Case, language: str) -> None:
    if "{x}" in case.says:
        # What is looked for is no sentence of ours: its signs stand as they are.
        assert "{x}" in panel.finding(case.figures, case.context(language)).sentence
        return
    check(panel, case, language)


# --- Reading -----------------------------------------------------------------------------------------------------

JANUARY = Period("month", dt.date(2025, 1, 1), dt.date(2025, 1, 1))
CITYWIDE = Extent("city")


@pytest.fixture
def city(database: Engine) -> Engine:
    """An issue of A's government of January that praised M and criticised the police of B; one of M, of February."""
    issues_ = [
        ("A", "1期", dt.date(2025, 1, 31), "100%_办结", "败诉 LOST"),
        ("M", "2期", dt.date(2025, 2, 1), "100件办结", ""),
    ]
    named_ = [("A", "1期", "exemplar", "M"), ("A", "1期", "problem", "B-police")]
    with database.begin() as connection:
        make_ready(connection)
        for code, number, day, title, body in issues_:
            values = {"issue_no": number, "published_on": day, "title": title, "body": body}
            connection.execute(insert(BULLETIN.table).values(unit_id=UNIT_IDS[code], **values))
        for code, number, tone, whom in named_:
            values = {"issue_no": number, "tone": tone, "mentioned_unit_id": UNIT_IDS[whom]}
            connection.execute(insert(BULLETIN_MENTION.table).values(unit_id=UNIT_IDS[code], **values))
    return database


@pytest.mark.parametrize(
    ("sought", "found"),
    [("", ["1期"]), ("lost", ["1期"]), ("0%_办", ["1期"]), ("0_办", []), ("2期", []), (" 1期 ", ["1期"])],
)
def test_an_issue_is_found_by_its_number_title_and_text_as_they_are_written(
    city: Engine, sought: str, found: list[str]
) -> None:
    with reading(city, ALL_SEEING) as reader:
        issues = bulletins.issues(reader, CITYWIDE, JANUARY, sought)
    assert issues["issue_no"].tolist() == found
    assert issues[["exemplars", "problems"]].to_numpy().tolist() == [[1, 1]] * len(found)


def test_units_are_named_to_whoever_sees_the_office_that_named_them(city: Engine) -> None:
    def seen(viewer: Viewer, *units: str) -> list[str]:
        extent = Extent("own", tuple(UNIT_IDS[code] for code in units)) if units else CITYWIDE
        with reading(city, viewer) as reader:
            return list(bulletins.mentions(reader, extent, JANUARY)["code"])

    assert seen(ALL_SEEING) == ["B-police", "M"]
    assert seen(ALL_SEEING, "M") == ["M"]
    assert seen(Viewer("A", units=frozenset({"A"}))) == ["B-police", "M"]
    assert seen(Viewer("M", units=frozenset({"M"}))) == []
