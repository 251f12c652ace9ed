"""The indicator catalogue names tallies and columns that exist, and no rate can pass 100 %."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import select

from assessment.indicators import (
    BY_KEY,
    DEFAULT_INDICATOR,
    INDICATORS,
    KEY_INDICATORS,
    SMALL_DENOMINATOR,
    Indicator,
    read_catalogue,
)
from data_access.counting.behind import behind
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import COUNTED, level_key
from data_access.ledgers.all import BY_KEY as LEDGERS
from data_access.ledgers.tally import ALTERNATIVE
from data_access.store.engine import reader_engine
from data_access.store.tables import monthly_tally
from tests.assessment.given import adopted
from wording import INDICATOR_WORDS, LANGUAGES

KEYS = [indicator.key for indicator in INDICATORS]
LEVELS = ("own", "whole", "city")

each_indicator = pytest.mark.parametrize("indicator", INDICATORS, ids=KEYS)


@pytest.fixture(scope="module")
def counted(demo_url: str) -> Iterator[pd.DataFrame]:
    """The demo city's totals: one row a unit and month, one column a stored tally key, 0 where nothing was counted."""
    engine = reader_engine(demo_url)
    tally = monthly_tally.c
    with engine.connect() as connection:
        rows = connection.execute(
            select(tally.unit_id, tally.month, tally.tally_key, tally.value).where(tally.facet == "")
        ).all()
    long = pd.DataFrame(rows, columns=["unit_id", "month", "tally_key", "value"])
    yield long.pivot(index=["unit_id", "month"], columns="tally_key", values="value").fillna(0)
    engine.dispose()


def test_no_two_indicators_and_no_two_tallies_have_the_same_key() -> None:
    assert len({each.key for each in INDICATORS}) == len(INDICATORS)
    assert len(TALLIES) == len(COUNTED)


def test_the_indicators_singled_out_are_in_the_catalogue() -> None:
    assert {*KEY_INDICATORS, DEFAULT_INDICATOR} <= BY_KEY.keys()
    assert len(set(KEY_INDICATORS)) == len(KEY_INDICATORS)
    assert SMALL_DENOMINATOR > 1


@each_indicator
def test_what_stands_behind_an_indicator_is_sound(indicator: Indicator) -> None:
    declared = behind(indicator.key)
    assert declared.needs
    for need in {each for needed in declared.needs for each in needed.split(ALTERNATIVE)}:
        ledger, _, name = need.partition(".")
        assert name in {column.name for column in LEDGERS[ledger].columns}, need
    if declared.of.deciding:
        assert declared.blank is not None, f"nothing counts the rows of {indicator.of} that are blank: Tally.blank"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"of": "nothing"}, "expected the key of a tally, got 'nothing'"),
        ({"hit": "first_instance_lost"}, "expected a hit declared on heard_known"),
        ({"at": "year"}, "is read as flow, expected at = 'flow'"),
        ({"of": "petitions_closed", "hit": "petition_half_declared"}, "expected petitions_closed to name satisfied"),
    ],
)
def test_an_indicator_that_contradicts_its_tallies_is_refused(
    changed: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = TALLIES["petitions_closed"]
    half = closed.hit("petition_half_declared", value=closed.table.c.satisfied)
    monkeypatch.setitem(TALLIES, half.key, half)
    planted = replace(BY_KEY["appearance_rate"], key="planted", **changed)
    with adopted(planted), pytest.raises(ValueError, match="indicator planted: ") as refusal:
        behind("planted")
    assert said in str(refusal.value)


@each_indicator
def test_the_policy_has_an_article_for_it_and_somebody_answers_for_it_or_nobody_is_named(indicator: Indicator) -> None:
    assert 1 <= indicator.article <= 21
    assert (indicator.checked_by is None) == (indicator.next_review is None)


DOCUMENT = """
[posts_filled]
article = 21
kind = "ratio"
of = "posts"
hit = "on_post"
at = "year"
source = "office"
"""
WORDS = "".join(
    f"[posts_filled.{language}]\n" + "".join(f'{field} = "…"\n' for field in sorted(INDICATOR_WORDS))
    for language in LANGUAGES
)


def _catalogue(folder: Path, text: str) -> tuple[Indicator, ...]:
    (folder / "posts.toml").write_text(text, encoding="utf-8")
    return read_catalogue(folder)


def test_a_document_is_an_indicator_whose_checker_is_absent_unless_entered(tmp_path: Path) -> None:
    (indicator,) = _catalogue(tmp_path, DOCUMENT + WORDS)
    assert (indicator.kind, indicator.at, indicator.shown_as, indicator.better) == ("ratio", "year", "number", None)
    assert (indicator.checked_by, indicator.next_review, indicator.is_share) == (None, None, False)


def test_documents_stand_in_their_order_and_the_last_without_one(tmp_path: Path) -> None:
    for name, order in (("a", ""), ("b", "order = 2\n"), ("c", "order = 1\n")):
        text = (order + DOCUMENT + WORDS).replace("posts_filled", f"posts_{name}")
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    assert [indicator.key for indicator in read_catalogue(tmp_path)] == ["posts_c", "posts_b", "posts_a"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DOCUMENT.replace('of = "posts"\n', "") + WORDS, "posts.toml [posts_filled]: expected of"),
        (DOCUMENT.replace("ratio", "rate") + WORDS, "expected kind to be one of ('share', 'ratio', 'mean', 'count')"),
        (DOCUMENT.replace("article", "artcle") + WORDS, "unknown artcle"),
        (DOCUMENT.replace('hit = "on_post"\n', "") + WORDS, "expected a hit for every kind but a count"),
        (DOCUMENT + WORDS.replace("why", "reason"), "expected the words why in 'zh'"),
    ],
)
def test_a_document_that_is_none_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"posts\.toml") as refusal:
        _catalogue(tmp_path, text)
    assert said in str(refusal.value)


@pytest.mark.long
@each_indicator
@pytest.mark.parametrize("level", LEVELS)
def test_no_share_passes_the_whole_in_any_unit_and_month(
    counted: pd.DataFrame, indicator: Indicator, level: str
) -> None:
    numerator = counted[level_key(indicator.numerator, level)]  # type: ignore[arg-type]
    denominator = counted[level_key(indicator.denominator, level)]  # type: ignore[arg-type]
    if indicator.is_share:
        beyond = counted.index[(numerator > denominator) | (numerator < 0)]
        assert list(beyond) == []
        assert numerator.sum() < denominator.sum(), "the demo city shows both outcomes of every share"
    assert numerator.sum() > 0, "the demo city has figures of every indicator"
