"""Rows are counted in the word of their ledger: officers by head, files by volume, steps and not decisions."""

import pytest

from data_access.counting.counted_by import word_of_blanks
from data_access.ledgers.all import LEDGERS, TALLIES
from panels.counted import counted_base, counted_rows
from panels.lacking import lacking_in_words
from panels.phrases import rate_with_base
from wording import LANGUAGES, wording


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_rows_are_counted_by_is_known(language: str) -> None:
    used = {ledger.counted for ledger in LEDGERS} | {tally.counted for tally in TALLIES if tally.counted}
    assert [word for word in sorted(used) if not wording(language).has(f"counted.{word}")] == []


@pytest.mark.parametrize(
    ("indicator", "word"),
    [
        ("certificate_valid_share", "officer"),
        # Training is counted over the years of an officer, not over the records that say of it.
        ("training_share", "officer"),
        ("five_step_completeness", "step"),
        ("decision_hearing_rate", "decision"),
        ("file_failed_share", "file"),
        ("service_in_time_rate", "record"),
        ("of a city that dropped it", "record"),
    ],
)
def test_blank_rows_are_counted_by_what_is_blank(indicator: str, word: str) -> None:
    assert word_of_blanks(indicator) == word


def test_what_is_missing_is_counted_in_both_languages() -> None:
    one, many = ({"indicator": "training_share", "blank": n} for n in (1, 14))
    assert [lacking_in_words(row, wording("zh")) for row in (one, many)] == ["1 名未填", "14 名未填"]
    assert [lacking_in_words(row, wording("en")) for row in (one, many)] == ["1 officer blank", "14 officers blank"]
    # Of what no indicator and no ledger says, rows are records, never cases.
    assert lacking_in_words({"blank": 2}, wording("zh")) == "2 条未填"


def test_rows_of_no_ledger_and_sums_have_words_of_their_own() -> None:
    zh, en = wording("zh"), wording("en")
    assert [counted_rows(27, "cadre_review", words) for words in (zh, en)] == ["27 人", "27 people"]
    assert counted_rows(1, "a ledger of another version", en) == "1 record"
    # A count of powers sums up a column: by the indicator's own word, with a blank before what follows.
    row = {"indicator": "powers_adjusted", "numerator": 29, "denominator": 29, "rate": 29.0}
    assert [rate_with_base(row, words) for words in (zh, en)] == ["29 项", "29"]
    assert counted_base(4, "loss_rate", zh) == "4 件"


def test_one_of_a_sum_is_singular() -> None:
    said = [counted_base(n, "powers_adjusted", wording(language)) for language in ("en", "zh") for n in (1, 2)]
    assert said == ["1", "2", "1 项", "2 项"]
