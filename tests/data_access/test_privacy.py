"""Identity-card and mobile numbers: found wherever they stand, and nothing else for them. All numbers are made up."""

import pytest

from data_access.privacy import masked, personal_numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("11010519491231002X", "110***********002X"),
        ("11010519491231002x", "110***********002x"),
        ("原告张某，身份证号11010519491231002X，住某县", "原告张某，身份证号110***********002X，住某县"),
        ("110105 19491231 002X", "110*************002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１１０***********００２Ｘ"),
        ("110105491231002", "110********1002"),
        ("13812345678", "138****5678"),
        ("联系电话：138-1234-5678。", "联系电话：138******5678。"),
        ("+86 13812345678", "+86********5678"),
        ("13812345678、13987654321", "138****5678、139****4321"),
    ],
)
def test_a_personal_number_is_masked_but_for_its_ends(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(2026)某0101行初12号",
        "某政复〔2026〕15号",
        "110105194912310021",
        "11010519491331002X",
        "99010519491231002X",
        "010-12345678",
        "12812345678",
        "138123456789",
        "2026-03-01 09:30:00",
        "赔偿1380000000000元",
        "91350100M000100Y43",
    ],
)
def test_a_number_that_is_none_of_them_stays_as_it_is(text: str) -> None:
    assert masked(text) == text
    assert personal_numbers(text) == []


def test_each_number_is_named_with_its_kind_and_place() -> None:
    text = "电话13812345678，证件11010519491231002X"
    assert [(kind, text[start:end]) for kind, start, end in personal_numbers(text)] == [
        ("mobile_number", "13812345678"),
        ("identity_number", "11010519491231002X"),
    ]
