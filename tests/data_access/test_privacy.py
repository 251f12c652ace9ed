"""Personal numbers: found however they are written, and nothing else for them. All numbers are made up."""

import timeit
from time import process_time

import pytest

from data_access import privacy
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger
from data_access.privacy import masked, may_hold_numbers, personal_numbers

# A written form, and what must not be read in it any more.
IDENTITY = {
    "as it is": "11010519491231002X",
    "with a small x": "11010519491231002x",
    "all digits": "440524188001010014",
    "in a sentence": "原告张某，身份证号11010519491231002X，住某县",
    "in groups by meaning": "110105 19491231 002X",
    "in groups with dashes": "110105-19491231-002X",
    "in groups of four": "1101 0519 4912 3100 2X",
    "with other dashes": "110105—19491231–002X",
    "with dots": "110105.19491231.002X",
    "with two blanks": "110105  19491231  002X",
    "with the blanks of a web page": "110105\u00a019491231\u00a0002X",
    "with wide blanks": "110105\u300019491231\u3000002X",
    "in full width": "１１０１０５１９４９１２３１００２Ｘ",
    "half of it in full width": "110105１９４９１２３１002X",
    "with signs without width": "110105\u200b19491231\u200b002X",
    "with one such sign after each digit": "\u200b".join("11010519491231002X"),
    "with signs of direction": "\u202d110105\u200e19491231002X\u202c",
    "with a multiplication sign": "11010519491231002×",
    "with a Cyrillic letter": "11010519491231002Х",
    "with other digits": "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X",
    "with a wrong check digit": "110105194912310021",
    "with its last digit lost": "11010519491231002",
    "with a digit too many": "1101051949123100211",
    "in brackets": "（11010519491231002X）",
    "after a Latin word": "ID:11010519491231002X",
    "two of them": "11010519491231002X、440524188001010014",
    "of fifteen digits": "110105491231002",
    "of fifteen digits in groups": "110105 491231 002",
    "in Chinese digits": "一一〇一〇五一九四九一二三一〇〇二一",
}  # fmt: skip
MOBILE = {
    "as it is": "13812345678",
    "with dashes": "138-1234-5678",
    "with blanks": "138 1234 5678",
    "in groups of four, three and four": "1381 234 5678",
    "in two groups": "138 12345678",
    "in groups of seven and four": "1381234 5678",
    "with dots": "138.1234.5678",
    "with other dashes": "138–1234–5678",
    "with wide dashes": "138－1234－5678",
    "in full width": "１３８１２３４５６７８",
    "with signs without width": "138\u200b1234\u200b5678",
    "digit by digit": "1 3 8 1 2 3 4 5 6 7 8",
    "of China": "+86 13812345678",
    "of China, without a blank": "+8613812345678",
    "of China, with dashes": "+86-138-1234-5678",
    "of China, in full width": "＋８６１３８１２３４５６７８",
    "of China, with zeros": "008613812345678",
    "of China, with zeros and a blank": "0086 13812345678",
    "of China, with zeros and dashes": "0086-138-1234-5678",
    "of China, without a plus": "86-13812345678",
    "of China, without anything": "8613812345678",
    "of China, in brackets": "(86)13812345678",
    "after a word": "联系电话：138-1234-5678。",
    "after letters": "tel13812345678",
    "before a name": "13812345678张某",
    "two of them": "13812345678/13987654321",
    "two of them with a blank": "13812345678 13987654321",
    "after a day": "2026-03-01 13812345678",
    "in Chinese digits": "一三八一二三四五六七八",
    "as one says it": "幺三八幺二三四五六七八",
    "of another country": "+852 9123 4567",
}  # fmt: skip
LANDLINE = {
    "with a dash": "010-12345678".replace("12345678", "62345678"),
    "of four digits and seven": "0571-8765432",
    "of four digits and eight": "0571-87654321",
    "with a blank": "0571 87654321",
    "with two groups": "0571-8765 4321",
    "in brackets": "(0571)87654321",
    "in wide brackets": "（0571）87654321",
    "without anything": "057187654321",
    "in full width": "０５７１－８７６５４３２１",
    "with an extension": "0571-87654321-801",
    "with an extension in words": "0571-87654321转801",
    "of China": "+86-571-87654321",
    "without its area": "电话：87654321",
}  # fmt: skip
CARD = {
    "as it is": "6222021234567890128",
    "in groups of four": "6222 0212 3456 7890 128",
    "with dashes": "6222-0212-3456-7890-128",
    "in full width": "６２２２０２１２３４５６７８９０１２８",
    "of sixteen digits": "4111111111111111",
    "of sixteen digits in groups": "4111 1111 1111 1111",
    "after a word, with a slip": "卡号：6222021234567890123",
    "after another word": "账号 1202 0212 0990 0012 345",
}  # fmt: skip
OTHER = {
    "an e-mail address": "zhangsan@example.com",
    "an e-mail address in a sentence": "发至zhang.san-1@mail.example.cn，谢谢",
    "an e-mail address with a wide sign": "zhangsan＠example.com",
    "WeChat": "微信：zhangsan_88",
    "WeChat in full": "微信号为zhangsan_88",
    "WeChat in English": "WeChat: zhangsan_88",
    "WeChat by its letters": "wx：zhangsan88",
    "QQ": "QQ：123456789",
    "QQ in full": "QQ号码 123456789",
    "a passport": "护照号码：E12345678",
    "a passport in groups": "护照 EA 1234567",
    "a permit": "港澳通行证C12345678",
    "a plate": "浙A12345",
    "a plate with a dot": "浙A·12345",
    "a plate of an electric car": "浙AD12345",
}  # fmt: skip
FORMS = {
    f"{kind}, {form}": text
    for kind, forms in {
        "identity": IDENTITY, "mobile": MOBILE, "landline": LANDLINE, "card": CARD, "other": OTHER
    }.items()
    for form, text in forms.items()
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_a_personal_number_is_covered_however_it_is_written(text: str) -> None:
    shown = masked(text)
    assert shown != text
    assert len(shown) == len(text)
    assert personal_numbers(shown) == []
    # Half of it at the least: the ends that stay lead nobody to the person.
    assert shown.count("*") >= 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("11010519491231002X", "110***********002X"),
        ("原告张某，身份证号11010519491231002X，住某县", "原告张某，身份证号110***********002X，住某县"),
        ("110105 19491231 002X", "110*************002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１１０***********００２Ｘ"),
        ("110105491231002", "110********1002"),
        ("联系电话：138-1234-5678。", "联系电话：138******5678。"),
        ("+86 13812345678", "+86********5678"),
        ("13812345678、13987654321", "138****5678、139****4321"),
        ("2026-03-01 13812345678", "2026-03-01 138****5678"),
        ("发至zhangsan@example.com，谢谢", "发至z*******@example.com，谢谢"),
        ("电话：87654321转3", "电话：8*****21转3"),
    ],
)
def test_the_ends_stay_and_so_does_what_stands_around(text: str, shown: str) -> None:
    assert masked(text) == shown


NONE = [
    "",
    "(2026)某0101行初12号",
    "(2025)演7101行初658号",
    "某政复〔2026〕15号",
    "某府办函〔2026〕13812号",
    "ZG-2026-0123-00001",
    "2026-13-00001",
    "15-2026-00012",
    "2026-0571-1234567",
    "330102202601010001",
    "S-C01-police-00012345678",
    "11010519491331002X",
    "99010519491231002X",
    "12812345678",
    "138123456789",
    "2026-03-01 09:30:00",
    "2026.03.01—2026.12.31",
    "20260301-20261231",
    "金额150 2026-10-20",
    "赔偿1380000000000元",
    "罚款13800000000元",
    "13812345678.50",
    "罚没 13812345678 元",
    "1,380,000,000.00",
    "13,812,345,678",
    "91350100M000100Y43",
    "统一社会信用代码：11330100002489559G",
    "51330000501873344J",
    "12345热线、12348",
    "400-820-8820",
    "二〇二六年十一月二十七日",
    "第十三届全国人民代表大会",
    "版本3.11.7、192.168.100.200",
    "限期3~5日内…10~15日",
    "5*3*2米",
    "微信公众号",
    "QQ群",
    "未办理护照",
    "云A区块",
    "甘肃A级",
    "§18 @ 某处",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_a_number_that_is_nobodys_stays_as_it_is(text: str) -> None:
    assert masked(text) == text


def test_each_number_is_named_with_its_kind_and_place() -> None:
    text = "电话13812345678，证件11010519491231002X"
    assert [(kind, text[start:end]) for kind, start, end in personal_numbers(text)] == [
        (privacy.MOBILE, "13812345678"),
        (privacy.IDENTITY, "11010519491231002X"),
    ]


@pytest.mark.parametrize("text", [*IDENTITY.values(), *MOBILE.values()])
def test_the_quick_look_misses_no_identity_or_mobile_number(text: str) -> None:
    assert may_hold_numbers(text) or text.startswith("+852")


def test_a_long_text_of_almost_numbers_takes_no_longer_for_its_length() -> None:
    """Whoever can write into a ledger must not be able to hold up a page."""
    for almost in ("1 ", "1-", "a@", "微信", "+1", "(010)", "138 ", "110105 ", "一二", "浙A1", "12345678901234567890"):
        short, long = _seconds_for(almost * 1_000), _seconds_for(almost * 10_000)
        assert long < 0.05 + 30 * short, almost


def _seconds_for(text: str) -> float:
    return min(timeit.repeat(lambda: masked(text), timer=process_time, number=1, repeat=3))


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_a_column_that_names_a_person_by_its_header_is_declared_personal(ledger: Ledger) -> None:
    named = ("人", "姓名", "原告", "当事人", "经办", "联系")
    texts = [column for column in ledger.columns if column.kind == "text"]
    assert [column.name for column in texts if any(word in column.zh for word in named) and not column.personal] == []
