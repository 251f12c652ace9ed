"""Web pages and Excel's XML under the name of a workbook, as the systems of offices export them."""

import contextlib
import datetime as dt
import time
from pathlib import Path

import pytest

from data_access.files.sources import Sheet, SourceRefused, read_file


def read(folder: Path, page: str | bytes, name: str = "台账.xls") -> list[Sheet]:
    (folder / name).write_bytes(page if isinstance(page, bytes) else page.encode())
    return read_file(folder / name)


def cells(sheet: Sheet) -> list[tuple[object, ...]]:
    return [sheet.headers, *(tuple(row) for _number, row in sheet.rows)]


ROWS = "<tr><th>单位</th><th>编号</th></tr><tr><td>甲县</td><td>ZG-1</td></tr>"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"<table>{ROWS}</table>", [("单位", "编号"), ("甲县", "ZG-1")]),
        # As Excel and office systems write it: capitals, no endings, prefixes, notes, styles, scripts, entities.
        ("<HTML><meta charset=utf-8><STYLE>td{x:'<td>'}</STYLE><!-- <table><tr><td>no -->"
         "<TABLE><TR><TD>单位<TD>编号<TR><TD>甲县&nbsp;<TD>&#90;G-1</TABLE>", [("单位", "编号"), ("甲县", "ZG-1")]),
        ("<table><tbody><tr><td x:str>单位</td><td\nclass=a style='mso-number-format:\"\\@\"'>编号</td></tr>"
         "<tr><td>甲\n  县<td><span>0012</span><o:p></o:p></td></tr></table>", [("单位", "编号"), ("甲 县", "0012")]),
        # What a cell below another one that reaches down, or beside a wide one, is.
        ("<table><tr><td rowspan=2>甲县</td><td>1</td></tr><tr><td>2</td></tr></table>", [("甲县", "1"), ("", "2")]),
        ("<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>",
         [("a", "", "b"), ("1", "2", "3")]),
        # A break parts lines; signs that open nothing are text; a table in a cell is another one.
        ("<table><tr><td>一<br>二<p>三</td><td>a < b & c</td></tr></table>", [("一\n二\n三", "a < b & c")]),
        ("<table><tr><td>外<table><tr><td>内</td></tr></table>面</td></tr></table>", [("外面",)]),
        ("<table><tr><td>甲", [("甲",)]),
        ("<table><script>if (a<b) '<td>'</SCRIPT><tr><td>甲</table>", [("甲",)]),
        ("<table><tr><td title='a>b'>甲</td></tr></table>", [("甲",)]),
    ],
)  # fmt: skip
def test_the_cells_of_a_page_stand_where_it_shows_them(
    tmp_path: Path, page: str, expected: list[tuple[object, ...]]
) -> None:
    assert cells(read(tmp_path, page)[0]) == expected


@pytest.mark.parametrize(
    ("named", "encoding"),
    [("gb2312", "gb18030"), ("gbk", "gb18030"), ("utf-8", "utf-8-sig"), ("", "gb18030"), ("", "utf-16"),
     ("big5", "big5"), ("utf-8", "gb18030")],
)  # fmt: skip
def test_a_page_is_in_the_encoding_that_it_names_or_can_be_in(tmp_path: Path, named: str, encoding: str) -> None:
    meta = f'<meta http-equiv=Content-Type content="text/html; charset={named}">' if named else ""
    page = f"<html>{meta}<table><tr><td>單位</td></tr></table>".encode(encoding)
    assert read(tmp_path, page, "a.xlsx")[0].headers == ("單位",)


def test_xml_of_excel_says_kinds_places_and_sheets(tmp_path: Path) -> None:
    (sheet, other) = read(tmp_path, """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <!DOCTYPE a [<!ENTITY x "y">]><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Worksheet ss:Name="整改事项"><Table><Column ss:Width="80"/>
    <Row><Cell><Data ss:Type="String">单位</Data></Cell><Cell><Data ss:Type="String">编号</Data></Cell></Row>
    <Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="Number">12</Data><Comment><ss:Data>问</ss:Data></Comment></Cell>
    <Cell ss:MergeAcross="1"><Data ss:Type="DateTime">2026-03-01T00:00:00.000</Data></Cell>
    <Cell><Data ss:Type="String"><![CDATA[a<b]]></Data></Cell></Row></Table></Worksheet>
    <Worksheet ss:Name="二"><Table><Row><Cell><Data ss:Type="Number">x</Data></Cell></Row></Table></Worksheet>
    </Workbook>""")  # fmt: skip
    assert (sheet.name, sheet.headers, other.name, other.headers) == ("整改事项", ("单位", "编号"), "二", ("x",))
    assert list(sheet.rows) == [(4, ["", 12.0, dt.datetime(2026, 3, 1), "", "a<b"])]
    assert (sheet.marks.merged, sheet.marks.commented) == (((4, 4, 2, 3),), {4})


def test_what_a_page_strikes_out_or_hides_is_marked(tmp_path: Path) -> None:
    (sheet,) = read(
        tmp_path,
        f"<table>{ROWS}<tr><td><s>甲县</s></td><td><del>ZG-2</del></td></tr>"
        "<tr style='DISPLAY: none'><td>甲县</td><td><strike>ZG</strike>-3</td></tr></table>",
    )
    assert (sheet.marks.struck_rows, sheet.marks.partly_struck, sheet.marks.hidden_rows) == ({3}, {4}, {4})


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><table/></html>", "text_as_workbook"),
        ("<html>请登录</html>", "text_as_workbook"),
        ("<frameset><frame src=a></frameset>", "text_as_workbook"),
        ("<table>" * 61, "too_many_sheets"),
        ("<table><tr>" + "<td>1" * 257, "too_many_columns"),
        ("<table><row ss:Index=99999999999><td>1", "too_many_rows"),
        ("<table><tr><td colspan=999999999>1<td>2", "too_many_columns"),
        ("<table><tr><td rowspan=999999999 colspan=255>1<tr><td>2<td>3", "too_many_columns"),
    ],
)
def test_a_page_without_cells_or_beyond_the_limits_is_refused(tmp_path: Path, page: str, code: str) -> None:
    with pytest.raises(SourceRefused) as refusal:
        read(tmp_path, page)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "part", ["<", "<!--", "<a ", '<td "', "<td '", "<![CDATA[", "<script>", "<td a=", "&", "<tr>", "</table>", "<a b='"]
)
def test_a_hostile_page_takes_no_longer_than_its_length(tmp_path: Path, part: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(SourceRefused):
        read(tmp_path, f"<table><tr><td>甲{part * (100_000 // len(part))}")
    assert time.process_time() - begun < 2
