"""Lines of headings and stamps end where nothing that belongs together is parted."""

import pytest

from ui.lines import heading_in_lines, stamp_in_lines
from wording import JOINER, wording

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("sentence", "together"),
    [
        # A name and its figure; a longer clause keeps what stands next to it.
        ("穗原县 90.28 分列第 1 位", ("穗原县 90.28",)),
        ("平均分最低的是竹汀县 82.85", ("竹汀县 82.85",)),
        # The measure word stands with the figure before it, and what ends the clause does, too.
        ("云泊县近 2 年由第 6 位降至第 10 位", ("云泊县近 2", "降至第 10")),
        ("共 7 个环节，退回 2 次", ("共 7", "个环节，", "退回 2")),
    ],
)
def test_a_name_stands_beside_its_figure(sentence: str, together: tuple[str, ...]) -> None:
    in_lines = heading_in_lines(sentence, wording("zh"))
    assert in_lines.replace(JOINER, "").replace(NO_BREAK, " ") == sentence
    # Every two characters within such a piece are joined.
    loose = in_lines.replace(f"{NO_BREAK}", " ")
    for piece in together:
        name, blank, figure = piece.partition(" ")
        ends = "，" if name.endswith("，") else ""
        assert JOINER.join(name.removesuffix("，")) + ends + blank + figure in loose


def test_a_clause_may_end_its_line_after_a_measure_word() -> None:
    assert f"位{JOINER}降" not in heading_in_lines("云泊县由第 6 位降至第 10 位", wording("zh"))


def test_english_has_blanks_to_end_lines_at() -> None:
    assert JOINER not in heading_in_lines("Loss rate of 28.0% in 望澜区, 3 cases", wording("en"))


@pytest.mark.parametrize("stamp", ["数据截至 2026-10-31　·　未发布", "as of 31 Oct 2026 · unpublished"])
def test_no_line_of_a_stamp_begins_with_a_dot(stamp: str) -> None:
    assert f"{JOINER}·" in stamp_in_lines(stamp)
    assert stamp_in_lines(stamp).replace(JOINER, "").replace(NO_BREAK, " ") == stamp
