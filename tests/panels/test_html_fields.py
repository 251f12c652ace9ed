"""Kind "fields": every name with its value, whatever is in them."""

import pandas as pd

from panels.declare import Chart
from panels.html import html
from tests.panels.html_of import page_of, rendered

HOSTILE = ("<b>&\"'", "{{ 7 * 7 }}", "长" * 10_000)


def fields(*said: tuple[str, str | None]) -> Chart:
    rows = [{"order": number, "name": name, "value": value} for number, (name, value) in enumerate(said)]
    return Chart("fields", pd.DataFrame(rows, columns=["order", "name", "value"]))


def test_a_name_stands_before_its_value_in_their_order() -> None:
    chart = fields(("案号", "(2025)演7101行初658号"), ("审级", "一审"), ("旁听庭审", "是"))
    shuffled = Chart(chart.kind, chart.data.iloc[[2, 0, 1]])
    assert rendered(shuffled) == (["案号", "(2025)演7101行初658号", "审级", "一审", "旁听庭审", "是"], [])
    tags = [tag for tag, _ in page_of(chart).elements]
    assert (tags.count("dl"), tags.count("dt"), tags.count("dd")) == (1, 3, 3)


def test_what_stands_in_a_ledger_is_text() -> None:
    texts, links = rendered(fields(*((text, text) for text in HOSTILE)), title=HOSTILE[0])
    assert (texts, links) == ([text for text in HOSTILE for _ in ("name", "value")], [])


def test_lines_of_a_value_end_at_its_signs_and_part_no_number_of_a_file() -> None:
    drawn = html(fields(("措施", "建立开庭排期台账，负责人出庭提前报备"), ("文号", "法治督察反馈〔2026〕6号")))
    assert '<span class="clause">建立开庭排期台账，</span><span class="clause">负责人出庭提前报备</span>' in drawn
    assert '<span class="kept">〔2026〕6号</span>' in drawn


def test_a_clause_longer_than_a_column_is_parted_in_lines_of_one_length() -> None:
    said = ("征收安置工作专班负责人", "建立开庭排期台账，按月通报", "(2025)演7101行初658号", "长" * 1_000)
    drawn = page_of(fields(*[("名", value) for value in said])).elements
    assert [said.get("class") for tag, said in drawn if tag == "dd"] == ["parted", None, None, "long"]


def test_what_is_unknown_is_blank() -> None:
    assert rendered(fields(("问题", None), ("来源", float("nan"))))[0] == ["问题", "来源"]  # type: ignore[arg-type]
    assert rendered(fields()) == ([], [])


def test_the_projector_hears_of_the_longer_column() -> None:
    for number, lines in ((1, 1), (2, 1), (5, 3)):
        styles = [attributes.get("style") for _, attributes in page_of(fields(*[("名", "值")] * number)).elements]
        assert f"--rows: {lines}; --column: 17.0em" in styles


def test_a_long_number_has_room_in_its_column() -> None:
    drawn = page_of(fields(("证件号", "N-" + "0" * 28), ("姓名", "长" * 40)))
    # 30 letters of 0.53 em with 2 % of slack, in 60 % of a column and the gap: 28.7 em. Chinese is broken anywhere.
    assert "--rows: 1; --column: 28.7em" in [attributes.get("style") for _, attributes in drawn.elements]
    # So is the number of a case, whose signs are fewer.
    drawn = page_of(fields(("案号", "(2025)演7101行初658号"), ("审级", "一审")))
    assert "--rows: 1; --column: 20.2em" in [attributes.get("style") for _, attributes in drawn.elements]
    # And a day with its words.
    drawn = page_of(fields(("证件状态", "证件 2024-11-09 已过期"), ("在编", "是")))
    assert "--rows: 1; --column: 21.0em" in [attributes.get("style") for _, attributes in drawn.elements]
