"""Lines of findings and stamps end where nothing that belongs together is parted."""

import re

import pytest
from markupsafe import Markup

from ui.lines import finding_in_lines, stamp_in_lines
from wording import JOINER, wording

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        # A short clause, to which the bracket behind it belongs; and so does its name to the figure of a longer one.
        ("穗原县 90.28 分列第 1 位，优势明显", ["穗原县 90.28 分列第 1 位，", "优势明显"]),
        (
            "2026 年已后评估 12 件，11 个政府中 7 个已达到要求",
            ["2026 年已后评估 12 件，", "11 个政府中 7 个已达到要求"],
        ),
        ("案卷平均分最低的单位是竹汀县 82.85，少于 90", ["竹汀县", "82.85，", "少于 90"]),
        # The measure word stands with the figure before it, and what ends the clause does, too.
        ("云泊县近 2 年由第 6 位降至第 10 位，优势明显不大", ["云泊县近", "降至第", "优势明显不大"]),
        ("2026 年立法计划完成 74.5%（35/47，另有 3 项未填）", ["年立法计划完成", "35/47，", "另有", "项未填"]),
        # Neither a verb nor the name of an indicator is parted.
        ("2 个单位按时办结率明显低于全市 86.6%", ["低于全市"]),
        ("失分最多的是按期整改率 5.00、败诉率 4.64", ["整改率", "5.00、", "败诉率"]),
        # What was not filled stays with its number, and a day with the word before it.
        ("按时办结的审批服务事项（7/25，2 件未填 → 7/54）", ["7/25，", "件未填"]),
        ("2026 年截至 2026-10-31 已有 68 学时，少于规定", ["截至", "学时", "少于规定"]),
        ("甲<b>县</b> 7 件", []),
        ("全市报备率 97.4%（2,223/2,229），较低", ["全市报备率", "较低"]),
    ],
)
def test_a_name_is_whole_and_stands_beside_its_figure(sentence: str, whole: list[str]) -> None:
    shown = finding_in_lines(sentence, wording("zh"))
    assert re.findall("<span[^>]*>(.*?)</span>", shown.replace(NO_BREAK, " ")) == whole
    text = Markup(re.sub("</?span[^>]*>|<wbr>", "", shown)).unescape()
    assert text.replace(NO_BREAK, " ").replace(JOINER, "") == sentence
    assert "%（" not in shown, "a line may end before what a rate rests on"


def test_a_short_name_among_english_words_is_whole() -> None:
    shown = finding_in_lines("Loss rate of 28.0% in 望澜区, 3 cases", wording("en"))
    assert shown == f"Loss rate of 28.0% in <span>望澜区</span>, 3{NO_BREAK}cases"


def test_a_sentence_with_dates_ends_lines_behind_them() -> None:
    sentence = "2025-11-10 至 2026-02-28 共 3 个环节"
    at_ends = wording("zh").unbroken(sentence).replace(JOINER, "").split(" ")
    assert [part.replace(NO_BREAK, " ") for part in at_ends] == ["2025-11-10", "至 2026-02-28", "共 3 个环节"]


def test_among_english_words_an_ordinary_name_is_whole_and_a_long_one_is_not() -> None:
    for name, is_whole in (
        ("澄衡市人力资源和社会保障局", True),
        ("高新技术产业开发与生态文明建设综合改革试验示范区", False),
    ):
        assert (name in wording("en").unbroken(f"Most in {name}")) is is_whole


@pytest.mark.parametrize("stamp", ["数据截至 2026-10-31　·　未发布", "as of 31 Oct 2026 · unpublished"])
def test_no_line_of_a_stamp_begins_with_a_dot(stamp: str) -> None:
    assert f"{JOINER}·" in stamp_in_lines(stamp)
    assert stamp_in_lines(stamp).replace(JOINER, "").replace(NO_BREAK, " ") == stamp


def test_no_line_of_a_stamp_parts_a_period() -> None:
    shown = stamp_in_lines("2026 年 1—10 月，各县区，对比 2025 年 1—10 月").replace(JOINER, "")
    periods = ("2026~年~1—10~月，各县区，对比", "2025~年~1—10~月")
    assert shown.split(" ") == [period.replace("~", NO_BREAK) for period in periods]
