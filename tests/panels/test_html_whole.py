"""Small print and the texts of lists end their lines where nothing is parted that is read together."""

import re

import pytest
from markupsafe import Markup

from panels.html.whole import whole


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("审结；数据截至 2026-10-31。全市漏报：信访 11 期。", ["数据截至 2026-10-31。", "全市漏报：", "信访 11 期。"]),
        ("横线为 95% 区间；基数不足 10 的标注“样本少”。", ["横线为 95%", "基数不足 10", "标注“样本少”。"]),
        ("关于建筑垃圾处置的规定（试行），市交评〔2026〕6号，行政处罚", ["（试行），", "〔2026〕6号，"]),
        ("败诉率 28.0%（7/25，2 件未填），由高到低第 1 位", ["败诉率 28.0%", "2 件未填），", "由高到低第 1 位"]),
        ("8月行政许可决定未在7个工作日内公开", ["8月", "7个"]),
        ("Losses ÷ closed <b>; as of 2026-10-31.", []),
    ],
)  # fmt: skip
def test_no_line_begins_with_the_figure_of_what_the_line_before_ends_with(text: str, kept: list[str]) -> None:
    shown = whole(text)
    plain = Markup(re.sub("[\u00a0]", " ", shown).replace("\u2060", ""))
    assert re.findall('<span class="kept(?: long)?">(.*?)</span>', plain) == kept
    assert Markup(re.sub('<span class="kept(?: long)?">|</span>|<wbr>', "", plain)).unescape() == text
    assert not re.search("%(</span>)?（", plain), "a line may end before what a rate rests on"
