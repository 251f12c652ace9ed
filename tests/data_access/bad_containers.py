"""Texts and workbooks that cannot be read at all, or should not be."""

import io
import zipfile
from dataclasses import replace

from tests.data_access.bad_files import csv, file
from tests.data_access.hostile_files import (
    FIRST_SHEET,
    GOOD,
    ROW_2,
    ROW_3,
    SHEET,
    book,
    compound,
    encrypted_zip,
    good_and,
    lying_zip,
    raw_book,
    rows_of,
    shared_text_bomb,
    sheet_xml,
    texts,
    with_parts,
    written_cells,
    zip_bomb,
    zip_to_come,
)

_GOOD_TEXT = texts(rows_of(ROW_2, ROW_3))
_SAVE = ("存为 xlsx", "save it as xlsx")

TEXTS = (
    csv(
        "a comma without quotes",
        "too_many_cells",
        (_GOOD_TEXT + "C01-nr,3号,2026-02-10,2026-04-02,维持,原决定\r\n").encode(),
        "未加引号",
        "without quotation marks",
        SHEET,
        "4",
        "原决定",
    ),
    csv(
        "quotes within a text", "bad_quotes", (_GOOD_TEXT + 'C01-nr,"3"号,,,\r\n').encode(), *_SAVE, f"{SHEET}.csv", "4"
    ),
    csv(
        "quotes that never end", "bad_quotes", (_GOOD_TEXT + 'C01-nr,"3号,,,\r\n').encode(), *_SAVE, f"{SHEET}.csv", "4"
    ),
    csv("one broken byte", "broken_text", _GOOD_TEXT.encode() + b"C01-nr,\xe6\x9f,,,\r\n", *_SAVE, f"{SHEET}.csv", "4"),
    csv(
        "UTF-32",
        "unknown_encoding",
        _GOOD_TEXT.encode("utf-32-le"),
        "存为 xlsx",
        "as xlsx",
        f"{SHEET}.csv",
    ),
    csv("bytes of no encoding", "unknown_encoding", b"\xa1\xff\xff\xfe" * 9, "存为 xlsx", "as xlsx", f"{SHEET}.csv"),
    csv(
        "noughts between the bytes",
        "unknown_encoding",
        b"a\x00,b\x00\r\n1\x00,2\x00",
        "存为 xlsx",
        "as xlsx",
        f"{SHEET}.csv",
    ),
    csv(
        "a cell without end",
        "long_cell",
        (_GOOD_TEXT + "C01-nr," + "长" * 140_000).encode(),
        *_SAVE,
        f"{SHEET}.csv",
        "4",
    ),
    csv(
        "a cell longer than a word may be",
        "text_too_long",
        f"被申请人,案号,事项类别\nC01-nr,1号,{'长' * 32_768}\n".encode(),
        "请缩短",
        "Shorten it",
        SHEET,
        "2",
        "事项类别",
        "200",
    ),
    csv(
        "more columns than a ledger has",
        "too_many_columns",
        (_GOOD_TEXT + "," * 300).encode(),
        "多余的列",
        "Delete the extra columns",
        f"{SHEET}.csv",
        "301",
    ),
    csv("nothing", "empty_file", b"", "填好的文件", "completed file", f"{SHEET}.csv"),
    csv("blanks", "empty_file", "\r\n ,　,\r\n".encode(), "填好的文件", "completed file", f"{SHEET}.csv"),
    csv("headers only", "no_rows", "被申请人,案号\r\n".encode(), "请填写后再导入", "Fill it in", f"{SHEET}.csv"),
    csv(
        "a workbook called csv",
        "workbook_as_text",
        book(rows_of(GOOD)),
        "扩展名改为 xlsx",
        "Change the extension to xlsx",
        f"{SHEET}.csv",
    ),
)


def _with_hole(content: bytes) -> bytes:
    return content[:900] + bytes(300) + content[1200:]


def _document() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return buffer.getvalue()


def _wide() -> bytes:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    return raw_book(sheet_xml(f"<sheetData>{row}</sheetData>"))


def _scattered() -> bytes:
    row = '<row r="1048576"><c r="Z1048576"><v>1</v></c></row>'
    return raw_book(sheet_xml(f"<sheetData>{written_cells(GOOD)}{row}</sheetData>"))


def _entities() -> bytes:
    lol = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    return raw_book(lol.encode() + sheet_xml("<sheetData><row r='1'><c r='A1'><v>&b;</v></c></row></sheetData>"))


_NAMES = tuple(f"表{number}" for number in range(61))
_OPEN = ("用 Excel 打开并另存", "Open it in Excel")

FILES = (
    file("a zip bomb", "expands", zip_bomb, "用 Excel 另存", "Save it again in Excel", "400 MB"),
    file(
        "a text named a hundred thousand times",
        "expands",
        shared_text_bomb,
        "用 Excel 另存",
        "Save it again in Excel",
        "3,000 MB",
    ),
    file("a directory that lies", "unreadable", lying_zip, *_OPEN),
    file("a zip of a version to come", "unreadable", zip_to_come, *_OPEN),
    replace(
        file("a file of 200 MB", "too_large", lambda: b"PK", "分成几个文件", "Split it", "200 MB", "64 MB"),
        size=200_000_000,
    ),
    file(
        "a workbook with a password",
        "password",
        lambda: compound("EncryptionInfo", "EncryptedPackage"),
        "去掉密码",
        "remove the password",
    ),
    file("a zip with a password", "password", encrypted_zip, "去掉密码", "remove the password"),
    file("an old workbook", "legacy", lambda: compound("Workbook"), "另存为 xlsx", "save it as xlsx", name="台账.xls"),
    file("an old workbook with a new name", "legacy", lambda: compound("Workbook"), "另存为 xlsx", "save it as xlsx"),
    file("a workbook of WPS", "legacy", lambda: compound("Workbook"), "另存为 xlsx", "save it as xlsx", name="台账.et"),
    file(
        "a text called xlsx",
        "text_as_workbook",
        lambda: _GOOD_TEXT.encode(),
        "扩展名改为 csv",
        "change the extension to csv",
    ),
    file(
        "a web page called xlsx",
        "text_as_workbook",
        lambda: b"<html>\xe8\xaf\xb7\xe7\x99\xbb\xe5\xbd\x95</html>",
        "另存为 xlsx",
        "save it as xlsx",
    ),
    file("a pdf called xlsx", "unreadable", lambda: b"%PDF-1.7 ...", *_OPEN),
    file("a pdf", "wrong_type", lambda: b"%PDF-1.7 ...", "另存为 xlsx", "Save it as xlsx", name="台账.pdf"),
    file("a letter called xlsx", "other_document", _document, "是否选错文件", "the right file"),
    file("half a workbook", "unreadable", lambda: book(good_and())[:3000], *_OPEN),
    file(
        "a workbook with holes",
        "unreadable",
        lambda: _with_hole(book(good_and())),
        *_OPEN,
    ),
    file(
        "a workbook without its sheet", "unreadable", lambda: with_parts(book(good_and()), {FIRST_SHEET: None}), *_OPEN
    ),
    file("a sheet that is no XML", "unreadable", lambda: raw_book(b"<worksheet><sheetData>"), *_OPEN),
    file(
        "a cell at no place",
        "unreadable",
        lambda: raw_book(sheet_xml('<sheetData><row r="1"><c r="1A"><v>1</v></c></row></sheetData>')),
        *_OPEN,
    ),
    file(
        "a text that does not exist",
        "unreadable",
        lambda: raw_book(sheet_xml('<sheetData><row r="1"><c r="A1" t="s"><v>999</v></c></row></sheetData>')),
        *_OPEN,
    ),
    file("entities within entities", "unreadable", _entities, *_OPEN),
    file(
        "sixty-one sheets",
        "too_many_sheets",
        lambda: book(*([["甲"]] for _ in _NAMES), names=_NAMES),
        "删去与台账无关",
        "Delete the sheets",
        "61",
        "60",
    ),
    file("a cell in the last column", "too_many_columns", _wide, "多余的列", "Delete the extra columns", "16,384"),
    file("a cell in the last row", "too_scattered", _scattered, "零散的内容", "Delete stray content", "1,048,576"),
    file("an empty workbook", "empty_file", lambda: book([]), "填好的文件", "completed file"),
)
