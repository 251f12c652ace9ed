"""Workbooks of every kind an office has: each is read with all it shows, or named for what it is."""

import datetime as dt
import io
import re
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import Engine
from xlsxwriter.worksheet import Worksheet

from data_access.files.old_texts import old_texts_struck
from data_access.files.sources import read_file
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused
from data_access.store.engine import writer_engine
from tests.data_access.binary_files import FORMATS, Hidden, binary_book
from tests.data_access.hostile_files import (
    FIRST_SHEET,
    GOOD,
    ROW_2,
    ROW_3,
    SHEET,
    WORKBOOK,
    book,
    changed_part,
    compound,
    part_of,
    rows_of,
    with_parts,
)
from tests.data_access.ledger_sheets import rows_of as stored_rows
from tests.data_access.ledger_sheets import units
from tests.data_access.libreoffice import saved_as
from tests.data_access.old_files import old_book
from tests.databases import sqlite_url
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)
# Written by LibreOffice: numbers 12 (0000) and 13 ("ZG-"0000), a month without a day, an error, a sum.
WORKBOOKS = Path(__file__).parents[1] / "data" / "workbooks"
OLD, OPEN = WORKBOOKS / f"{SHEET}.xls", WORKBOOKS / f"{SHEET}.ods"
RELATIONS, BINARY_RELATIONS = "xl/_rels/workbook.xml.rels", "xl/_rels/workbook.bin.rels"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def city(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = writer_engine(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "city.db"))))
    load_sheets(engine, [units()], today=TODAY)
    yield engine
    engine.dispose()


def _load(engine: Engine, folder: Path, name: str, content: bytes) -> LoadResult:
    (folder / name).write_bytes(content)
    return load_files(engine, [folder / name], today=TODAY, accept_partial=True)


def _flat() -> bytes:
    """The sheet of LibreOffice saved as a single file, which has a line for each element."""
    content = part_of(OPEN.read_bytes(), "content.xml").replace(b"office:document-content", b"office:document")
    return content.replace(b"><table:table", b">\n  <table:table").replace(b"><text:p", b">\n  <text:p")


@pytest.mark.parametrize("name", ["台账.fods", "台账.ods", "台账.xls"])
def test_a_sheet_in_a_single_file_is_the_sheet(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(_flat())
    (flat,), (whole,) = read_file(tmp_path / name), read_file(OPEN)
    assert (flat.headers, list(flat.rows), flat.marks) == (whole.headers, list(whole.rows), whole.marks)


@pytest.mark.parametrize(
    ("file", "name"), [(OLD, "台账.xls"), (OLD, "台账.et"), (OLD, "台账.xlsx"), (OPEN, "台账.ods"), (OPEN, "台账.xlsx")]
)
def test_another_format_is_read_with_all_that_it_shows(city: Engine, tmp_path: Path, file: Path, name: str) -> None:
    result = _load(city, tmp_path, name, file.read_bytes())
    assert [(each.row, each.column, each.code) for each in result.problems] == [
        (4, "审理结果", "cell_error"),
        (3, "收到日期", "day_missing"),
    ]
    assert [each.code for each in result.warnings] == ["left_out"]
    (row,) = stored_rows(city, RECONSIDERATION.table)
    assert (row["case_no"], row["matter"], row["outcome"]) == ("0012", "85.5%", "upheld")
    assert (row["received_on"], row["closed_on"]) == (dt.date(2026, 2, 1), dt.date(2026, 4, 2))


def test_a_binary_workbook_is_read_with_all_that_it_shows(city: Engine, tmp_path: Path) -> None:
    good = ["C01-nr", (12, "0000"), (46063, "yyyy-mm-dd"), (46114, "yyyy-mm-dd"), "维持"]
    content = binary_book(SHEET, [list(GOOD), good, ["C01-nr", "2号", "", "", None]])
    result = _load(city, tmp_path, "台账.xlsb", content)
    assert [(each.row, each.column, each.code) for each in result.problems] == [(3, "审理结果", "cell_error")]
    (row,) = stored_rows(city, RECONSIDERATION.table)
    assert (row["case_no"], row["received_on"], row["outcome"]) == ("0012", dt.date(2026, 2, 10), "upheld")


def test_what_a_binary_workbook_does_not_show_or_shows_in_thousands_is_told(tmp_path: Path) -> None:
    rows = [["案号", "天数"], ["1号", (12_000, "#,##0,")], ["2号", (5, ";;;")], [Hidden("3号"), (5, "General")]]
    content = binary_book(SHEET, [*rows, ["4号", (0, "General")]])
    (tmp_path / "a.xlsb").write_bytes(content)
    marks = read_file(tmp_path / "a.xlsb")[0].marks
    assert (marks.scaled, marks.unseen) == ({(2, 1)}, {(3, 1), (4, 0)})
    # The view of the sheet, whose flags show everything but noughts.
    view = b"\x89\x01\x1e" + struct.pack("<H", 0xDC & ~0x10) + bytes(28)
    sheet = part_of(content, "xl/worksheets/sheet1.bin").replace(b"\x91\x01\x00", view + b"\x91\x01\x00")
    (tmp_path / "a.xlsb").write_bytes(with_parts(content, {"xl/worksheets/sheet1.bin": sheet}))
    assert read_file(tmp_path / "a.xlsb")[0].marks.unseen == {(3, 1), (4, 0), (5, 1)}


def test_a_number_is_not_shown_only_where_others_of_its_document_are(tmp_path: Path) -> None:
    """Some programs never write what a number looks like: that says nothing of it."""
    content = part_of(OPEN.read_bytes(), "content.xml").decode()
    shown = re.compile(r'(office:value-type="(?:float|percentage)"[^>]*>)<text:p>[^<]*</text:p>')
    assert len(shown.findall(content)) > 1
    unseen = []
    for number in (1, 0):
        parts = {"content.xml": shown.sub(r"\1", content, count=number).encode()}
        (tmp_path / "a.ods").write_bytes(with_parts(OPEN.read_bytes(), parts))
        unseen.append(len(read_file(tmp_path / "a.ods")[0].marks.unseen))
    assert unseen == [1, 0]


def _all_struck_old() -> bytes:
    """The old workbook with every font struck out: those of 10 and of 11 points."""
    content = OLD.read_bytes()
    for font in (b"\x31\x00\x1e\x00\xdc\x00", b"\x31\x00\x1a\x00\xc8\x00", b"\x31\x00\x30\x00\xdc\x00"):
        content = content.replace(font + b"\x00", font + b"\x08")
    return content


def _texts_struck_open() -> bytes:
    """The sheet of LibreOffice with every text struck out: rows 1 and 4 hold nothing else that is shown."""
    style = '<style:style style:name="x"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    content = _open("</office:automatic-styles>", f"{style}</office:automatic-styles>")
    text = 'office:value-type="string"'
    return changed_part(
        content, "content.xml", f"<table:table-cell {text}", f'<table:table-cell table:style-name="x" {text}'
    )


def _columns_struck_open() -> bytes:
    """The same where the style is that of the columns, which cells without one of their own are drawn in."""
    style = '<style:style style:name="w"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    styles = f'{style}<style:style style:name="x" style:parent-style-name="w"/>'
    content = _open("</office:automatic-styles>", f"{styles}</office:automatic-styles>")
    columns = "table:default-cell-style-name="
    return changed_part(content, "content.xml", f'{columns}"Default"', f'{columns}"x"')


def _dates_struck_binary() -> bytes:
    """A binary workbook whose second font, that of its formats of dates, is struck out."""
    content = binary_book(SHEET, [["被申请人"], [(46063, "yyyy-mm-dd")], [(46063, "yyyy-mm-dd"), "2号"]])
    styles = part_of(content, "xl/styles.bin")
    fonts = b"".join(bytes((43, 4)) + struct.pack("<HH", 200, flags) for flags in (0, 0x08))
    number = 164 + FORMATS.index("yyyy-mm-dd")
    plain, struck = (struct.pack("<HHH", 0, number, font) for font in (0, 1))
    return with_parts(content, {"xl/styles.bin": styles[:3] + fonts + styles[3:].replace(plain, struck)})


@pytest.mark.parametrize(
    ("name", "build", "rows"),
    [
        ("a.xls", OLD.read_bytes, set()),
        ("a.xls", _all_struck_old, {1, 2, 3, 4, 5}),
        ("a.ods", _texts_struck_open, {1, 4}),
        ("a.ods", _columns_struck_open, {1, 4, 5}),
        ("a.xlsb", _dates_struck_binary, {2}),
    ],
)
def test_rows_that_are_struck_out_are_told_in_every_format(
    tmp_path: Path, name: str, build: Callable[[], bytes], rows: set[int]
) -> None:
    (tmp_path / name).write_bytes(build())
    (sheet,) = read_file(tmp_path / name)
    assert sheet.marks.struck_rows == rows


def _extent_old(first_row: int) -> bytes:
    extent = struct.pack("<HHII", 0x200, 14, 0, 2)
    stated = struct.pack("<HHII", 0x200, 14, first_row, 2)
    return old_book([(SHEET, [["被申请人", "案号"], ["C01", "1号"]])]).replace(extent, stated)


def _columns_hidden_old() -> bytes:
    """The first two columns of the old workbook; their record ends with what is said of them and two idle bytes."""
    content = OLD.read_bytes()
    at = content.index(struct.pack("<3H", 0x7D, 12, 0))
    return content[: at + 4] + struct.pack("<5H", 0, 1, 2048, 15, 1) + content[at + 14 :]


def _columns_hidden_binary() -> bytes:
    """A binary workbook with a record of columns before its rows."""
    content = binary_book(SHEET, [["被申请人", "案号"], ["C01", "1号"]])
    sheet, rows = part_of(content, "xl/worksheets/sheet1.bin"), b"\x91\x01\x00"
    columns = bytes((60, 18)) + struct.pack("<4IH", 0, 1, 2048, 0, 1)
    return with_parts(content, {"xl/worksheets/sheet1.bin": sheet.replace(rows, columns + rows, 1)})


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("a.xls", _columns_hidden_old),
        ("a.ods", lambda: _open("<table:table-column ", '<table:table-column table:visibility="collapse" ')),
        ("a.xlsb", _columns_hidden_binary),
    ],
)
def test_hidden_columns_are_told_in_every_format(
    city: Engine, tmp_path: Path, name: str, build: Callable[[], bytes]
) -> None:
    said = {each.code: each for each in _load(city, tmp_path, name, build()).warnings}
    assert "被申请人" in said["hidden_columns"].expected


def _part_struck_workbook() -> bytes:
    """Row 2 in a shared text, row 4 in the cell itself; in row 3 the strike is switched off."""

    def strike(book: xlsxwriter.Workbook, sheets: list[Worksheet]) -> None:
        sheets[0].write_rich_string(1, 1, book.add_format({"font_strikeout": True}), "3", "5号")

    plain = "<is><r><rPr><strike val='0'/></rPr><t>6号</t></r></is>"
    content = book(rows_of(ROW_2, ROW_3, {**ROW_3, "案号": "3号"}), then=strike)
    sheet = part_of(content, FIRST_SHEET).decode()
    for cell, text in (("B3", plain), ("B4", plain.replace(" val='0'", ""))):
        sheet = re.sub(rf'<c r="{cell}" t="s"><v>\d+</v></c>', f'<c r="{cell}" t="inlineStr">{text}</c>', sheet)
    return with_parts(content, {FIRST_SHEET: sheet.encode()})


def _part_struck_open() -> bytes:
    style = '<style:style style:name="T9"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    content = _open("</office:automatic-styles>", f"{style}</office:automatic-styles>")
    return changed_part(content, "content.xml", "维持", '维<text:span text:style-name="T9">持</text:span>')


def _part_struck_binary() -> bytes:
    """A binary workbook whose cell B2 names a text of which two signs are in the font that strikes out."""
    content = binary_book(SHEET, [["被申请人", "案号"], ["C01", "@"]])
    fonts = b"".join(bytes((43, 4)) + struct.pack("<HH", 200, flags) for flags in (0, 0x08))
    text = b"\x01" + struct.pack("<I", 3) + "35号".encode("utf-16-le") + struct.pack("<IHHHH", 2, 0, 1, 2, 0)
    texts = b"\x9f\x01\x08" + struct.pack("<II", 1, 1) + bytes((19, len(text))) + text + b"\xa0\x01\x00"
    named, plain = (struct.pack("<III", 1, 0, each) for each in (0, 1))
    cell = bytes((6, 14)) + plain + "@".encode("utf-16-le")
    styles, sheet = part_of(content, "xl/styles.bin"), part_of(content, "xl/worksheets/sheet1.bin")
    relation = f'<Relationship Id="rId3" Type="{KINDS}/sharedStrings" Target="sharedStrings.bin"/></Relationships>'
    relations = part_of(content, BINARY_RELATIONS).decode().replace("</Relationships>", relation)
    assert cell in sheet
    return with_parts(content, {
        "xl/styles.bin": styles[:3] + fonts + styles[3:],
        "xl/sharedStrings.bin": texts,
        "xl/worksheets/sheet1.bin": sheet.replace(cell, bytes((7, 12)) + named),
        BINARY_RELATIONS: relations.encode(),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("name", "build", "rows"),
    [
        ("a.xlsx", _part_struck_workbook, {2, 4}),
        ("a.ods", _part_struck_open, {2, 3}),
        ("a.xlsb", _part_struck_binary, {2}),
    ],
)
def test_rows_with_a_text_of_which_a_part_is_struck_out_are_told(
    tmp_path: Path, name: str, build: Callable[[], bytes], rows: set[int]
) -> None:
    (tmp_path / name).write_bytes(build())
    (sheet,) = read_file(tmp_path / name)
    assert (sheet.marks.struck_rows, sheet.marks.partly_struck) == (set(), rows)


def test_texts_of_an_old_workbook_are_struck_out_in_part_also_behind_a_cut_of_their_record() -> None:
    """Font 6 strikes out: of 35号 it has the 3; a narrow text that goes on wide, with its runs cut, and more."""

    def runs(*fonts: int) -> bytes:
        return b"".join(struct.pack("<HH", at, font) for at, font in enumerate(fonts))

    wide, text = "35号".encode("utf-16-le"), struct.pack("<HB", 3, 0x01)
    rich = struct.pack("<HBH", 3, 0x09, 2) + wide + runs(6, 0)
    cut = (
        struct.pack("<HBH", 4, 0x08, 2) + b"ZG",
        b"\x01" + "-1".encode("utf-16-le") + runs(0)[:3],
        runs(0)[3:] + runs(6),
    )
    more = struct.pack("<HBI", 1, 0x04, 3) + b"a" + bytes(3)
    parts = [bytes(4) + struct.pack("<I", 5) + text + wide + rich + cut[0], cut[1], cut[2] + more + rich]
    assert old_texts_struck(parts, {6}) == {1, 2, 4}
    assert old_texts_struck(parts, {7}) == frozenset()
    # What ends too early is told as far as it goes.
    assert old_texts_struck([*parts[:2], parts[2][:3]], {6}) == {1}


@pytest.mark.exhaustive
def test_a_text_partly_struck_out_is_told_of_a_workbook_that_libreoffice_saves_as_an_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(_part_struck_workbook())
    (sheet,) = read_file(saved_as("xls", tmp_path / "a.xlsx"))
    assert (sheet.marks.struck_rows, sheet.marks.partly_struck) == (set(), {2, 4})


def test_comments_and_boxes_of_a_binary_workbook_are_told(tmp_path: Path) -> None:
    content = binary_book(SHEET, [["被申请人", "案号"], ["C01", "1号"]])
    kinds = (("comments", "../comments1.bin"), ("drawing", "../drawings/drawing1.xml"))
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{KINDS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, 1)
    )
    place = struct.pack("<5I16x", 0, 1, 1, 1, 1)
    beside = {
        "xl/worksheets/_rels/sheet1.bin.rels": f"<Relationships>{relations}</Relationships>".encode(),
        "xl/comments1.bin": b"\xfb\x04" + bytes((len(place),)) + place,
        "xl/drawings/drawing1.xml": b"<a><txBody>x</txBody></a>",
    }
    (tmp_path / "a.xlsb").write_bytes(with_parts(content, beside))
    (sheet,) = read_file(tmp_path / "a.xlsb")
    assert (sheet.marks.commented, sheet.marks.text_boxes) == ({2}, 1)
    (tmp_path / "a.xlsb").write_bytes(with_parts(content, beside | {"xl/comments1.bin": b"\xfb\x04\x7f"}))
    assert read_file(tmp_path / "a.xlsb")[0].marks.commented == set()


# --- Hostile ones ------------------------------------------------------------------------------------------------


def _refusal(folder: Path, name: str, content: bytes) -> Refused:
    (folder / name).write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read_file(folder / name)
    assert all("{" not in refusal.value.in_words(wording(language)) for language in LANGUAGES)
    return refusal.value


def _stated_extent(rows: int) -> bytes:
    """The old workbook, which states that it reaches so far."""
    content = OLD.read_bytes()
    place = content.index(b"\x00\x02\x0e\x00" + struct.pack("<I", 0))
    return content[: place + 8] + struct.pack("<I", rows) + content[place + 12 :]


def _without_root() -> bytes:
    """The old workbook, in whose directory the entry that all others stand under is another kind of entry."""
    content = OLD.read_bytes()
    place = content.rindex("Root Entry".encode("utf-16-le")) + 66
    return content[:place] + b"\x01" + content[place + 1 :]


def _open(old: str, new: str) -> bytes:
    return changed_part(OPEN.read_bytes(), "content.xml", old, new)


@pytest.mark.parametrize(
    ("name", "build", "code"),
    [
        ("a.xls", lambda: _stated_extent(2**31), "too_scattered"),
        ("a.xls", lambda: OLD.read_bytes()[:3000], "legacy"),
        ("a.xls", lambda: compound("Workbook"), "legacy"),
        ("a.xls", lambda: _without_root(), "legacy"),
        ("a.xls", lambda: compound("EncryptedPackage"), "password"),
        # As Excel and WPS set a password on a workbook of before 2007: a record says how it is encrypted.
        ("a.et", lambda: OLD.read_bytes().replace(b"\x22\0\2\0\0\0", b"\x2f\0\2\0\0\0"), "password"),
        # It says that it begins below its end: the library wanted 343 GB, and the process was gone.
        ("a.xls", lambda: _extent_old(1 << 24), "legacy"),
        ("a.xls", lambda: b"<html><table/></html>", "text_as_workbook"),
        ("a.ods", lambda: _open('"ro1"><table:table-cell office', '"ro1" table:number-rows-repeated="999999">'
                                '<table:table-cell office'), "too_scattered"),
        ("a.ods", lambda: _open("</office:document-content>", ""), "unreadable"),
        ("a.ods", lambda: with_parts(OPEN.read_bytes(), {"META-INF/manifest.xml": b"<encryption-data/>"}), "password"),
        ("a.xlsb", lambda: with_parts(binary_book(SHEET, [["a"]]), {"xl/worksheets/sheet1.bin": b"\x94\x81"}),
         "unreadable"),
        ("a.xlsb", lambda: with_parts(binary_book(SHEET, [["a"]]), {"xl/worksheets/sheet1.bin": b""}), "unreadable"),
        ("a.xlsb", lambda: changed_part(binary_book(SHEET, [["a"]]), "xl/_rels/workbook.bin.rels", "/worksheet", "/x"),
         "unreadable"),
        ("~$台账.xlsx", lambda: b"\x05admin", "lock_file"),
        (".~lock.台账.xlsx", lambda: b",admin", "lock_file"),
    ],
)  # fmt: skip
def test_a_hostile_file_of_another_format_is_refused_in_words(
    tmp_path: Path, name: str, build: Callable[[], bytes], code: str
) -> None:
    refusal = _refusal(tmp_path, name, build())
    assert (refusal.message, refusal.values["file"]) == (f"file.{code}", name)


# --- Good ones that are put together otherwise -------------------------------------------------------------------

BOOK = book(rows_of(ROW_2, ROW_3))


def _elsewhere(sign: str = "/") -> bytes:
    """The workbook, its sheet and its texts in other folders than Excel's, with relations from the root."""
    moved = {WORKBOOK: "book/main.xml", FIRST_SHEET: "data/First.xml", "xl/sharedStrings.xml": "data/texts.xml"}
    relations = part_of(BOOK, RELATIONS).decode()
    for old, new in moved.items():
        relations = relations.replace(old.removeprefix("xl/"), f"/{new}")
    relations = relations.replace('"styles.xml"', '"/xl/styles.xml"')
    root = part_of(BOOK, "_rels/.rels").decode().replace(WORKBOOK, "book/main.xml")
    parts = dict.fromkeys((*moved, RELATIONS))
    content = {new.replace("/", sign): part_of(BOOK, old) for old, new in moved.items()}
    rest = {"book/_rels/main.xml.rels": relations.encode(), "_rels/.rels": root.encode()}
    return with_parts(BOOK, {**parts, **content, **rest})


def _other_case() -> bytes:
    """The texts in a part whose name is written otherwise than the relation has it."""
    texts = part_of(BOOK, "xl/sharedStrings.xml")
    return with_parts(BOOK, {"xl/sharedStrings.xml": None, "XL/SharedStrings.xml": texts})


def _with_macro_sheet() -> bytes:
    sheet = '<sheet name="Macro1" sheetId="9" r:id="rId99"/>'
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="macrosheets/sheet1.xml"/>'
    content = changed_part(BOOK, WORKBOOK, "<sheets>", f"<sheets>{sheet}")
    content = changed_part(content, RELATIONS, "</Relationships>", f"{relation}</Relationships>")
    return with_parts(content, {"xl/macrosheets/sheet1.xml": b"<xm:macrosheet/>"})


def _strict() -> bytes:
    """The edition of the format that names everything otherwise."""
    names = ("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        parts = {name: archive.read(name).replace(*(each.encode() for each in names)) for name in archive.namelist()}
    return with_parts(BOOK, parts)


# What some programs leave in a workbook, and what an attacker puts there: it is never opened.
BESIDE = {
    "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
    "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
    "../../../outside.txt": b"x",
    "/outside.txt": b"x",
}


def linked(content: bytes, part: str) -> bytes:
    """The workbook with a part that is a link to a file of the machine."""
    link = zipfile.ZipInfo(part)
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO(with_parts(content, {part: None}))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(link, "/etc/hostname")
    return buffer.getvalue()


OUTSIDE = (
    lambda: linked(BOOK, FIRST_SHEET),
    lambda: changed_part(BOOK, RELATIONS, "worksheets/sheet1.xml", "../../../../../etc/hostname"),
    lambda: changed_part(BOOK, RELATIONS, '"worksheets/sheet1.xml"', '"file:///etc/hostname" TargetMode="External"'),
    lambda: changed_part(BOOK, RELATIONS, '"worksheets/sheet1.xml"', '"http://127.0.0.1:9/x" TargetMode="External"'),
)


@pytest.mark.parametrize("build", OUTSIDE)
def test_a_workbook_never_leads_out_of_itself(tmp_path: Path, build: Callable[[], bytes]) -> None:
    assert _refusal(tmp_path, "台账.xlsx", build()).message == "file.unreadable"


@pytest.mark.parametrize(
    "build",
    [
        lambda: with_parts(BOOK, BESIDE),
        lambda: linked(BOOK, "xl/media/image1.png"),
        _elsewhere,
        lambda: _elsewhere("\\"),
        _other_case,
        _with_macro_sheet,
        _strict,
        lambda: changed_part(BOOK, FIRST_SHEET, '<dimension ref="A1:E3"/>', '<dimension ref="1:4"/>'),
        lambda: changed_part(BOOK, FIRST_SHEET, '<dimension ref="A1:E3"/>', '<dimension ref=""></dimension>'),
    ],
)
def test_a_good_workbook_is_read_however_it_is_put_together(tmp_path: Path, build: Callable[[], bytes]) -> None:
    (tmp_path / "台账.xlsx").write_bytes(build())
    (sheet,) = read_file(tmp_path / "台账.xlsx")
    assert (sheet.name, sheet.headers) == (SHEET, tuple(GOOD))
    assert [tuple(row) for _number, row in sheet.rows] == [tuple(ROW_2.values()), tuple(ROW_3.values())]
    assert [each.name for each in tmp_path.iterdir()] == ["台账.xlsx"]
