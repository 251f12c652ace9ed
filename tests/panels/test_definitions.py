"""The definitions: every indicator stands there with who checks it, and that nobody does is said."""

import pandas as pd
import pytest

from assessment.indicators import INDICATORS
from panels.definitions.indicators import DEFINITIONS
from panels.definitions.not_data import CLAUSES_WITHOUT_DATA, NOT_DATA
from tests.panels.checks import Case, check, pictured
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
