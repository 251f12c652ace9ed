"""The definitions: every indicator stands there with who checks it, and that nobody does is said."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from assessment.indicators import INDICATORS
from data_access.ledgers.counting_rules import SINCE_EVER
from panels.declare import Context
from panels.definitions.indicators import DEFINITIONS
from panels.definitions.not_data import CLAUSES_WITHOUT_DATA, NOT_DATA
from panels.definitions.settings import SETTINGS
from tests.panels.checks import Case, check, check_whole, pictured
from tests.panels.given import asked
from wording import LANGUAGES


def declared(**changes: object) -> pd.DataFrame:
    """The loss rate as it is declared, but for what is given."""
    row = {"key": "loss_rate", "article": 18.0, "kind": "share", "at": "flow", "better": "lower", "source": "policy",
           "checked_by": None, "next_review": None, "ledger": "litigation"}  # fmt: skip
    return pd.DataFrame([row | changes])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_finding_says_how_many_indicators_nobody_checks(language: str) -> None:
    rows = pd.concat([declared(), declared(checked_by="法制科", next_review="2027-01")])
    check(DEFINITIONS, Case(rows, ["2", "1"], "watch"), language)
    check(DEFINITIONS, Case(declared(checked_by="法制科"), ["1"]), language)
    check(CLAUSES_WITHOUT_DATA, Case(pd.DataFrame(NOT_DATA, columns=["article", "word"]), ["12"]), language)


def test_a_row_says_its_formula_and_who_answers_for_it() -> None:
    def note(**changes: object) -> str:
        return str(pictured(DEFINITIONS, declared(**changes), asked()).data["note"].iat[0])

    assert pictured(DEFINITIONS, declared(), asked()).data["text"].iat[0].startswith("败诉 ÷ 一审审结。")
    # That nobody does the finding says once, and the table of each.
    assert "核对" not in note()
    assert list(DEFINITIONS.table(declared(), asked()).data["checked_text"]) == ["未指定核对人，未定复核时间"]
    assert "未指定核对人，下次复核 2027-01" in note(next_review="2027-01")
    assert "核对人 法制科，下次复核 2027-01" in note(checked_by="法制科", next_review="2027-01")
    assert ["不分好坏" in note(better=better) for better in ("lower", None)] == [False, True]


def test_every_shipped_indicator_is_explained() -> None:
    figures = DEFINITIONS.figures(None, asked())  # type: ignore[arg-type]
    assert {each.key for each in INDICATORS} <= set(figures["key"])
    assert DEFINITIONS.table(figures, asked()).data["formula"].str.strip().all()


# --- Settings in force on a day ----------------------------------------------------------------------------------

RULES = (("filing_limit_days", SINCE_EVER, 30), ("filing_limit_days", dt.date(2024, 1, 1), 15),
         ("opinion_answer_days", dt.date(2024, 1, 1), 60))  # fmt: skip


def on(day: dt.date | None, language: str = "zh") -> Context:
    """The settings of two rules are asked for on a day; the data stand at 2026-10-31, and no year has a scheme."""
    context = asked(language, day=day)
    return dataclasses.replace(context, choices=dataclasses.replace(context.choices, rules=RULES))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("day", "said", "values"),
    [
        (None, ["2026-10-31", "2"], {"filing_limit_days": 15, "opinion_answer_days": 60}),
        # The last day of the old rule and the first of the new one.
        (
            dt.date(2023, 12, 31),
            ["2023-12-31", "1", "2026-10-31"],
            {"filing_limit_days": 30, "opinion_answer_days": None},
        ),
        (dt.date(2024, 1, 1), ["2024-01-01", "2"], {"filing_limit_days": 15, "opinion_answer_days": 60}),
        (dt.date(1, 1, 1), ["1-01-01", "0"], {"filing_limit_days": None, "opinion_answer_days": None}),
        (dt.date(9999, 12, 31), ["9999-12-31", "2"], {"filing_limit_days": 15, "opinion_answer_days": 60}),
    ],
)
def test_a_rule_has_on_a_day_the_value_of_its_last_version_begun_by_then(
    day: dt.date | None, said: list[str], values: dict[str, int | None], language: str
) -> None:
    context = on(day, language)
    figures = SETTINGS.figures(None, context)  # type: ignore[arg-type]
    assert dict(zip(figures["name"], figures["value"], strict=True)) == values
    sentence = SETTINGS.finding(figures, context).sentence
    assert [part for part in said if part not in sentence] == []
    check_whole(SETTINGS, figures, context)


def test_a_year_has_no_comma_for_its_thousands() -> None:
    context = on(None)
    figures = SETTINGS.figures(None, context).iloc[:1].assign(name="officers_from_year", value=2024)  # type: ignore[arg-type]
    (text,) = pictured(SETTINGS, figures, context).data["text"]
    assert text.endswith("2024 年")


def test_what_differs_from_today_stands_first_and_says_until_when_it_held() -> None:
    context = on(dt.date(2023, 12, 31))
    rows = pictured(SETTINGS, SETTINGS.figures(None, context), context).data  # type: ignore[arg-type]
    assert rows["note"].tolist() == ["2024-01-01 起适用", "至 2023-12-31 止"]
    assert rows["badge_text"].tolist() == ["与今不同"] * 2
