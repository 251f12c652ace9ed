"""One rounding: halves up on decimals, no signed nought, all and none said of all and none, parts that add up."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.rates import printed_shares, printed_steps
from wording import LANGUAGES, Number, Wording, adding_up, rounded, wording

words = wording("zh")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.125, 2, "0.13"), (2.5, 0, "3"), (0.5, 0, "1"), (1.5, 0, "2"),
        (2.675, 2, "2.68"),  # its binary float is 2.67499…
        (1.005, 2, "1.01"), (0.285, 2, "0.29"), (100 - 99.935, 2, "0.07"),  # 0.06499999999999773
        (-0.125, 2, "−0.13"), (-0.004, 2, "0.00"), (-0.0, 1, "0.0"), (1234567.5, 0, "1,234,568"),
        (Fraction(1, 8), 2, "0.13"), (Fraction(-1, 8), 2, "−0.13"), (Fraction(2, 3), 2, "0.67"), (7, 0, "7"),
        (Decimal("2.5"), 0, "3"), (float("nan"), 1, "—"), (None, 1, "—"),
    ],
)  # fmt: skip
def test_halves_go_up_and_nought_has_no_sign(value: Number | None, decimals: int, text: str) -> None:
    assert words.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.04, "0.0"), (-0.04, "0.0"), (0.05, "+0.1"), (-0.05, "−0.1"), (0.0, "0.0"), (3.14, "+3.1")]
)
def test_a_difference_has_the_sign_of_what_is_printed(value: float, text: str) -> None:
    assert words.signed(value, 1) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (1, 1, "100.0%"), (0, 1, "0.0%"), (0.025, 0, "3%"), (0.2845, 1, "28.5%"),
        (2400 / 2401, 1, ">99.9%"), (1 / 2401, 1, "<0.1%"),
        (0.9995, 1, ">99.9%"), (0.9994, 1, "99.9%"), (0.0005, 1, "0.1%"), (0.0004, 1, "<0.1%"),
        (Fraction(2400, 2401), 1, ">99.9%"), (1999 / 2000, 0, ">99%"),
        (1.0003, 1, ">100.0%"), (1.04, 1, "104.0%"),  # more people than posts
        (float("nan"), 1, "—"), (None, 1, "—"),
    ],
)  # fmt: skip
def test_all_and_none_are_said_of_all_and_none_only(share: Number | None, decimals: int, text: str) -> None:
    assert words.percent(share, decimals) == text


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_percentage_of_cases_is_their_exact_fraction_rounded_half_up(cases: int, more: int) -> None:
    base = cases + more - 1
    if not base:
        return
    text, tenths = words.percent(cases / base), floor(Fraction(1000 * cases, base) + Fraction(1, 2))
    assert words.percent(Fraction(cases, base)) == text
    assert (text == "100.0%", text == "0.0%") == (cases == base, cases == 0)
    if text[0] not in "<>":
        assert text == f"{tenths // 10}.{tenths % 10}%"


@given(st.decimals(-1000, 1000, places=4), st.integers(0, 3))
def test_a_float_is_rounded_as_the_decimal_it_was_written_as(value: Decimal, decimals: int) -> None:
    shown = rounded(float(value), decimals)
    assert shown == rounded(Fraction(value), decimals) == rounded(value, decimals)
    assert abs(shown - value) <= Decimal("0.5").scaleb(-decimals)
    # Halves go away from nought, so a difference is as large from either side.
    assert rounded(-value, decimals) == -shown
    assert "-0" not in f"{shown:f}" or shown < 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (50.0, "50"),
        (33.3, "33.3"),
        (33.33, "33.33"),
        (0.5, "0.5"),
        (100, "100"),
        (18_089.6, "18,089.6"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_a_setting_is_printed_as_it_was_written(value: float, text: str) -> None:
    assert words.as_written(value) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_may_name_a_setting_in_force(language: str) -> None:
    under = wording(language).under({"filing_limit_days": "30"})
    assert " 30 " in under("indicator.filing_timeliness.meaning")
    with pytest.raises(KeyError, match="filing_limit_days"):
        Wording(language)("indicator.filing_timeliness.meaning")


# --- Parts that add up ---------------------------------------------------------------------------------------------

amounts = st.lists(st.integers(0, 3) | st.integers(0, 5000), min_size=1, max_size=12)


@given(st.lists(st.fractions(0, 100, max_denominator=999), max_size=12))
def test_parts_cut_to_whole_numbers_make_their_rounded_sum(parts: list[Fraction]) -> None:
    total = int(rounded(sum(parts, Fraction())))
    shown = adding_up(parts, total)
    assert sum(shown) == total
    assert all(floor(part) <= each <= floor(part) + 1 for part, each in zip(parts, shown, strict=True))


@pytest.mark.parametrize(
    ("cases", "kept", "shares"),
    [
        ([1, 1, 1], [], [0.334, 0.333, 0.333]),
        ([1, 1, 1], [0], [0.333, 0.334, 0.333]),
        ([1, 1, 1], [0, 1], [0.333, 0.333, 0.334]),
        # All three cannot be kept: the last one gives way.
        ([1, 1, 1], [0, 1, 2], [0.333, 0.333, 0.334]),
        # 65.05, 34.95 %: both would be rounded up.
        ([1301, 699, 0], [1, 0], [0.65, 0.35, 0.0]),
        # 227/501 = 45.309 %, 151/501 = 30.139 %, 123/501 = 24.551 %: 45.3 + 30.1 + 24.5, and 24.551 was cut most.
        ([227, 151, 123], [], [0.453, 0.301, 0.246]),
        # 12/70 = 17.14, 23/70 = 32.86, 35/70 = 50: 17.1 + 32.9 + 50.0.
        ([12, 23, 35], [1], [0.171, 0.329, 0.5]),
        ([0, 5], [], [0.0, 1.0]),
        ([4999, 1], [], [0.9998, 0.0002]),  # printed >99.9% and <0.1%
    ],
)
def test_shares_of_a_whole_make_the_whole(cases: list[int], kept: list[int], shares: list[float]) -> None:
    assert printed_shares(cases, kept) == pytest.approx(shares, abs=1e-12)


def told(share: float) -> Decimal:
    """A share as a reader adds it up, in percent: <0.1 % is next to nothing."""
    text = words.percent(share)
    return Decimal(0 if text[0] == "<" else 100 if text[0] == ">" else text[:-1])


@given(amounts, st.data())
def test_shares_of_any_whole_make_100_and_the_one_that_is_named_is_rounded_by_itself(
    cases: list[int], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.integers(0, len(cases) - 1), unique=True))
    total, shares = sum(cases), printed_shares(cases, kept)
    if not total:
        assert all(share != share for share in shares)
        return
    texts = [words.percent(share) for share in shares]
    assert sum(map(told, shares)) == 100
    assert [text == "0.0%" for text in texts] == [each == 0 for each in cases]
    assert [text == "100.0%" for text in texts] == [each == total for each in cases]
    # What matters most always is; all are where there is enough else to make up for them.
    others = [place for place in range(len(cases)) if place not in kept]
    sure = kept if sum(cases[place] for place in others) * 100 > total else kept[:1]
    assert [texts[place] for place in sure] == [words.percent(Fraction(cases[place], total)) for place in sure]


@pytest.mark.parametrize(
    ("cases", "texts"),
    [
        ([1] * 3, ["33.3%", "33.4%", "33.3%"]),  # running 33.3, 66.7, 100
        ([2000, 1, 1], ["99.9%", "0.1%", "<0.1%"]),  # running 99.90, 99.95 → 100.0, 100
        ([0, 4], ["0.0%", "100.0%"]),
    ],
)
def test_a_share_is_what_the_running_share_grows_by(cases: list[int], texts: list[str]) -> None:
    running = [sum(cases[: place + 1]) / sum(cases) for place in range(len(cases))]
    assert [words.percent(step) for step in printed_steps(running)] == texts


@given(amounts)
def test_shares_and_running_shares_add_up_as_printed(cases: list[int]) -> None:
    total = sum(cases)
    running = [sum(cases[: place + 1]) / total for place in range(len(cases))] if total else []
    steps = printed_steps(running)
    for place, share in enumerate(running):
        assert sum(map(told, steps[: place + 1])) == 100 * rounded(share, 3)
