"""Kind "rows": a row says its status, its name, its text and its note, and opens what it links to."""

import math
import re
from math import nan
from typing import Any

import pandas as pd
import pytest

from panels.declare import Chart
from panels.html import html, style_sheet
from panels.html.rows import BOLD, column_of, in_parts
from panels.html.widths import in_em
from tests.panels.html_of import page_of, rendered


def rows(*said: dict[str, Any]) -> Chart:
    usual = {"badge": "overdue", "badge_text": "逾期", "name": "甲县", "text": "", "note": "", "href": ""}
    return Chart("rows", pd.DataFrame([usual | each for each in said], columns=list(usual)))


def test_a_row_says_all_it_is_given() -> None:
    texts, links = rendered(rows({"text": "2 项逾期", "note": "逾期 18 天"}))
    assert (texts, links) == (["■ 逾期", "甲县", "2 项逾期", "逾期 18 天"], [])


def test_the_name_is_the_link_and_the_text_where_there_is_no_name() -> None:
    chart = rows({"href": "@unit?unit=C01"}, {"name": "", "text": "问题", "href": "@item?record=1"}, {"name": "乙县"})
    parsed = page_of(chart)
    assert parsed.links == [("@unit?unit=C01", "甲县"), ("@item?record=1", "问题")]
    opened = [attributes.get("data-in") for tag, attributes in parsed.elements if tag == "tr"]
    assert opened == ["@unit?unit=C01", "@item?record=1", None]


def test_the_row_that_only_leads_on_to_the_list_is_marked_so_that_no_paper_shows_it() -> None:
    parsed = page_of(rows({"href": "@item?record=1"}, {"badge_text": "", "name": "", "text": "查看全部 16 卷"}))
    marked = [attributes.get("class") for tag, attributes in parsed.elements if tag == "tr"]
    assert marked == [None, "leads-on"]
    assert "@media print { .rows tr.leads-on:last-child" in style_sheet()


@pytest.mark.parametrize("text", ["<b>&\"'", "{{ 7 * 7 }}", "长" * 10_000])
def test_whatever_is_said_is_text(text: str) -> None:
    chart = rows({"badge_text": text, "name": text, "text": text, "note": text, "href": f"@cases?{text}"})
    assert rendered(chart, title=text) == ([f"■ {text}", text, text, text], [(f"@cases?{text}", text)])


@pytest.mark.parametrize("unknown", [None, nan, pd.NA, pd.NaT])
def test_what_is_unknown_is_blank(unknown: Any) -> None:
    assert rendered(rows({"badge": "", "text": unknown, "note": unknown}))[0] == ["甲县"]


def test_nothing_is_drawn_of_nothing() -> None:
    assert rendered(rows()) == ([], [])


def test_no_list_is_drawn_smaller_than_can_be_read() -> None:
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)em", style_sheet())]
    assert min(sizes) >= 0.94


def test_no_line_ends_between_a_figure_and_its_measure_word() -> None:
    drawn = html(rows({"text": "败诉率 20.0%（10/50），第 3 高，1 件已改判", "note": "漏报 11 期，5 blank"}))
    text = re.sub('<span class="(?:kept(?: long)?|clause)">|<wbr>|(?<=[\u4e00-\u9fff，%0-9])</span>', "", drawn)
    assert "败诉率\u00a020.0%（10/50），第\u00a03\u00a0高，1\u00a0件已改判" in text
    assert "漏报\u00a011\u00a0期，5\u00a0blank" in text


@pytest.mark.parametrize(
    ("text", "ends_at_signs"),
    [("规范性文件未履行公开征求意见程序，超过报备期限20日", True), ("一段" * 23, False), (None, False), ("", False)],
)
def test_lines_of_a_short_text_end_at_its_signs(text: str | None, ends_at_signs: bool) -> None:
    assert ("in_clauses" in html(rows({"text": text}))) is ends_at_signs


@pytest.mark.parametrize(
    ("note", "boxes"),
    [
        ("出庭应诉率：100.0%（3/3） → 66.7%（2/3）", ["出庭应诉率：", "100.0%（3/3）", "→ 66.7%（2/3）"]),
        ("内政办字〔2011〕139号（规范性文件备案情况通报）", ["内政办字〔2011〕139号", "（规范性文件备案情况通报）"]),
        ("云泊政规〔2026〕6号, 关于招商引资奖励的通知", ["云泊政规〔2026〕6号,", "关于招商引资奖励的通知"]),
        (
            "演依法〔2026〕3期, 2026 年第 3 季度工作情况",
            ["演依法〔2026〕3期,", "2026\u00a0年第\u00a03\u00a0季度工作情况"],
        ),
        ("逾期（以送达为准；节假日顺延）", ["逾期", "（以送达为准；", "节假日顺延）"]),
        ("盐塬乡规〔2026〕1号, 关于制定程序的规定", ["盐塬乡规〔2026〕1号,", "关于制定程序的规定"]),
    ],
)
def test_each_clause_of_a_note_is_a_box_whose_signs_stay_in_it(note: str, boxes: list[str]) -> None:
    said = html(rows({"note": note})).split('class="note">')[1].split("</div>")[0]
    drawn = said.split('<span class="clause">')[1:]
    assert [re.sub("<.*?>", "", box).strip() for box in drawn] == boxes


@pytest.mark.parametrize(
    ("text", "note", "widths"),
    [
        # In a list of 48, 40 or 28 em a name of 60 has what a short text and its note leave, then what the text alone
        # leaves, and at last so much that its lines are equally long.
        ("销号", "1 次", [35, 27, 15]),
        ("文书不规范", "说明" * 8, [18, 14, 11]),
        ("长" * 30, "", [11, 11, 11]),
    ],
)
def test_a_name_has_the_room_that_its_text_leaves(text: str, note: str, widths: list[float]) -> None:
    assert "--room: max(100cqi - var(--beside), min(100cqi - var(--below), 14em))" in style_sheet()
    drawn = html(rows({"name": "名" * 20, "text": text, "note": note}))
    size = {name: float(em) for name, em in re.findall(r"--(most|less|least|beside|below): ([\d.]+)em", drawn)}
    assert size["most"] == size["less"] == size["least"]
    rooms = [max(width - size["beside"], min(width - size["below"], 14)) for width in (48, 40, 28)]
    assert [round(max(size["most"] - BOLD, room)) for room in rooms] == widths


@pytest.mark.parametrize(("name", "stands_above"), [("名" * 30, False), ("名" * 32, True), ("澄衡市公安局", False)])
def test_a_name_of_four_lines_stands_above_its_text(name: str, stands_above: bool) -> None:
    assert ('class="list rows long"' in html(rows({"name": name}))) is stands_above


@pytest.mark.parametrize(
    ("text", "note", "share", "is_short"),
    [
        ("字" * 30, "字" * 30, 50, False),
        # Each takes two lines: the clauses of the text 17 and 9, of the note 7 and 13.
        ("二" * 17 + "，" + "字" * 8, "2026-10-18，" + "字" * 13, 42, False),
        ("字" * 90, "字" * 9, 30, False),
        # English ones end their lines at blanks.
        ("二" * 9, "due 2026-12-10, returned 2 times", 49, True),
        ("(2025)演7101行初658号", "字" * 95, 75, True),
        ("开庭：台账 3，报表 5（+2）", "字" * 95, 75, False),
    ],
)
def test_text_and_note_share_a_projected_line_as_their_lengths_do(
    text: str, note: str, share: int, is_short: bool
) -> None:
    drawn = html(rows({"text": text, "note": note}))
    assert f"--note: {share / 100};" in drawn
    assert bool(re.search(r'class="text[^"]* short"', drawn)) is is_short


@pytest.mark.parametrize(("number", "href", "steps"), [(17, "", True), (16, "", False), (17, "@unit?unit=C01", False)])
def test_a_list_that_scrolls_is_reached_by_the_keyboard(number: int, href: str, steps: bool) -> None:
    """Where it holds links these are stepped to, and scroll it."""
    assert ('class="frame-of-list" tabindex="0"' in html(rows(*[{"href": href}] * number))) is steps


@pytest.mark.parametrize(
    ("name", "lines", "parts"),
    [
        ("澄衡市公安局", 1, ["澄衡市", "公安局"]),
        ("澄衡市公安局交通警察支队", 2, ["澄衡市", "公安局", "交通警察支队"]),
        ("鹿屏市市场监督管理局", 2, ["鹿屏市", "市场监督管理局"]),
        ("望澜区杏圩街道", 2, ["望澜区", "杏圩街道"]),
        ("相对集中行政处罚权", 2, []),
        # What is longer than a column is parted anywhere, in lines that hold whole letters.
        ("澄衡市人力资源和社会保障局", 2, ["澄衡市"]),
        # A line ends behind the sign, not within the name before it.
        ("澄衡市住房和城乡建设局, Q2 2026", 3, ["澄衡市", "住房和城乡建设局,"]),
        ("Reconsideration", 1, []),
    ],
)
def test_a_column_of_names_is_as_wide_as_their_lines(name: str, lines: int, parts: list[str]) -> None:
    width = column_of([name], 7.0)
    longest = max((in_em([part]) for part in parts), default=0.0)
    line = in_em([name]) if lines == 1 else math.ceil(in_em([name]) / lines)
    assert max(line, longest) <= width <= max(line, longest) + BOLD
    drawn = in_parts(name)
    assert re.findall('<span class="kept[^>]*>(.*?)</span>', drawn) == parts
    assert drawn.striptags() == name
