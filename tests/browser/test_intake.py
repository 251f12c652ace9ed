"""A clerk's way in the browser: files are tried, mended by the workbook of problems, loaded, and taken back."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect
from sqlalchemy import select

from data_access.files.sources import is_blank, read_file
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.workbook_marks import PROBLEM_HEADER
from data_access.store.engine import reader_engine
from data_access.store.tables import unit
from tests.running_app import running_process, settled
from ui.load_jobs import FOLDER_SETTING, WRITER_SETTING
from wording import wording

WORDS = wording("zh")
HEADERS = ("被告", "案号", "审级", "立案日期", "开庭日期", "负责人出庭", "负责人发言", "结案日期", "裁判结果")
COUNTIES = [f"C{number:02}" for number in range(1, 11)]
# Ten kinds of slip: the column, what a clerk wrote there, and what it should be.
SLIPS: Sequence[tuple[str, str, str]] = (
    ("立案日期", "三月", "2026-03-02"),
    ("立案日期", "2026-02-30", "2026-02-27"),
    ("立案日期", "2027-03-02", "2026-03-02"),
    ("立案日期", "2026-03", "2026-03-02"),
    ("结案日期", "2025-12-01", "2026-06-01"),
    ("裁判结果", "阿巴", "撤销"),
    ("负责人发言", "也许", "是"),
    ("审级", "第四审", "一审"),
    ("被告", "不存在的委员会", "C09"),
    ("案号", "", "（2026）测10行初8号"),
)
# What needs no mending, however it is written.
ORDINARY = ({"案号": "(2026)测{0}行初5", "裁判结果": "判决撤销"}, {"负责人发言": "√", "裁判结果": "驳回诉讼请求"},
            {"开庭日期": "/", "负责人出庭": "", "负责人发言": "—"})  # fmt: skip
# What is stored of a usual suit, of those written otherwise, and of one after its correction, worked out by hand.
USUAL: Mapping[str, object] = {
    "filed_on": dt.date(2026, 3, 2), "heard_on": dt.date(2026, 5, 6), "head_attended": "chief", "head_spoke": True,
    "closed_on": dt.date(2026, 6, 1), "outcome": "revoked",
}  # fmt: skip
READ: Sequence[Mapping[str, object]] = (
    {}, {"outcome": "claim_dismissed"}, {"heard_on": None, "head_attended": None, "head_spoke": None},
)  # fmt: skip
CORRECTION = {
    "被告": "C01",
    "案号": "（2026）测01行初1号",
    "审级": "一审",
    "裁判结果": "确认违法",
    "负责人发言": "（清空）",
}
CORRECTED = {"outcome": "confirmed_illegal", "head_spoke": None}


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The small city, in which a load takes little, or the one that a test asks for."""
    return str(request.getfixturevalue(getattr(request, "param", "small_city_url")))


@pytest.fixture
def intake(database: str, tmp_path: Path) -> Iterator[str]:
    """The address of the page, over a database of the test's own."""
    settings = {WRITER_SETTING: database, FOLDER_SETTING: str(tmp_path / "jobs")}
    with running_process(database, tmp_path / "log", settings=settings) as (_process, url):
        yield f"{url}/intake?lang=zh"


def suit(county: str, number: int, **other: str) -> dict[str, str]:
    usual = (
        county,
        f"（2026）测{county[1:]}行初{number}号",
        "一审",
        "2026-03-02",
        "2026-05-06",
        "正职",
        "是",
        "2026-06-01",
        "撤销",
    )
    return dict(zip(HEADERS, usual, strict=True)) | other


def ledger_file(folder: Path, name: str, rows: Sequence[dict[str, str]]) -> Path:
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    file = folder / name
    file.write_text(written.getvalue(), encoding="utf-8")
    return file


def stored(url: str) -> list[tuple[object, ...]]:
    """Every suit, without what names the load that it came from."""
    engine = reader_engine(url)
    columns = [LITIGATION.table.c[column.name] for column in LITIGATION.columns]
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(select(*columns))]
    engine.dispose()
    return sorted(rows, key=str)


def suits_of(url: str) -> dict[str, tuple[str, dict[str, object]]]:
    """By the number of each suit of the test: its unit, and what is stored of it."""
    columns = [LITIGATION.table.c[name] for name in USUAL]
    query = select(LITIGATION.table.c.case_no, unit.c.code, *columns).join_from(
        LITIGATION.table, unit, LITIGATION.table.c.unit_id == unit.c.unit_id
    )
    engine = reader_engine(url)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(query.where(LITIGATION.table.c.case_no.contains("测")))]
    engine.dispose()
    return {number: (code, dict(zip(USUAL, values, strict=True))) for number, code, *values in rows}


def changes_of(page: Page, folder: Path) -> list[list[str]]:
    """Column, before and after of each cell in the workbook of changes, as the page gives it."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=WORDS("intake.changes_file")).click()
    waiting.value.save_as(folder / "changes.xlsx")
    sheet = next(sheet for sheet in read_file(folder / "changes.xlsx") if sheet.name == LITIGATION.zh)
    return [[str(cell) for cell in row[-3:]] for _number, row in sheet.rows]


def bring(page: Page, files: Sequence[Path], *, partly: bool = False) -> None:
    """Choose files, and have them tried."""
    sent: list[Request] = []

    def is_the_last(request: Request) -> bool:
        sent.extend([request] if request.method == "PUT" else [])
        return len(sent) == len(files)

    # The page names a file before all of it has been sent.
    with page.expect_event("requestfinished", is_the_last):
        page.locator("input[type=file]").first.set_input_files(files)
    expect(page.get_by_text(files[-1].name).first).to_be_attached()
    if partly:
        page.get_by_text(WORDS("intake.more")).click()
        page.get_by_text(WORDS("intake.accept_partial")).click()
    page.get_by_role("button", name=WORDS("intake.try"), exact=True).click()
    expect(page.get_by_role("button", name=WORDS("intake.again"))).to_be_visible()


def go_on(page: Page, button: str, title: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("h1")).to_contain_text(title)
    settled(page, "h1")


def problems_of(page: Page, folder: Path) -> Path:
    """The workbook of problems, as the page gives it."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=WORDS("intake.problems_file")).click()
    waiting.value.save_as(folder / "problems.xlsx")
    return folder / "problems.xlsx"


def take_back(page: Page) -> None:
    """Take the latest load back."""
    page.get_by_role("button", name=WORDS("intake.take_back")).click()
    page.get_by_role("button", name="撤回第").click()
    expect(page.locator("h1")).to_contain_text("已撤回")


def mended(workbook: Path, folder: Path) -> Path:
    """What the clerk sends back: the rows of the workbook of problems with each slip put right."""
    right = {(column, wrong): good for column, wrong, good in SLIPS}
    sheet = next(sheet for sheet in read_file(workbook) if PROBLEM_HEADER["zh"] in sheet.headers)
    rows = []
    for _number, cells in sheet.rows:
        row = {header: "" if is_blank(cell) else str(cell) for header, cell in zip(sheet.headers, cells, strict=False)}
        rows.append({header: right.get((header, row.get(header, "")), row.get(header, "")) for header in HEADERS})
    return ledger_file(folder, "行政诉讼.csv", rows)


@pytest.mark.long
def test_a_file_is_tried_mended_loaded_and_taken_back(intake: str, database: str, page: Page, tmp_path: Path) -> None:
    before = stored(database)
    page.goto(intake)
    settled(page, "h1")
    rows = [suit("A1", 1), suit("A1", 3, 立案日期="三月")]
    bring(page, [ledger_file(tmp_path, "行政诉讼.csv", rows)])
    expect(page.locator("h1")).to_contain_text("不能入库：1 行不合格")
    expect(page.get_by_text("“三月”没有写四位数的年份")).to_be_visible()
    workbook = problems_of(page, tmp_path)
    assert stored(database) == before
    assert len(mended(workbook, tmp_path).read_text(encoding="utf-8").splitlines()) == 2

    go_on(page, WORDS("intake.again"), WORDS("intake.bring.title"))
    bring(page, [ledger_file(tmp_path, "行政诉讼.csv", [suit("A1", 1), suit("A1", 3)])])
    go_on(page, WORDS("intake.confirm"), "已入库，新增 2 行")
    assert len(stored(database)) == len(before) + 2
    take_back(page)
    assert stored(database) == before


@pytest.mark.exhaustive
@pytest.mark.parametrize("database", ["demo_copy_url"], indirect=True)
def test_thirty_files_with_ten_kinds_of_slip_are_mended_from_the_workbook_and_loaded(
    intake: str, database: str, page: Page, tmp_path: Path
) -> None:
    """Three files of each of ten counties with three suits each: usual ones, one written otherwise, one with a slip."""
    before, files = stored(database), []
    expected = {f"(2026)测{county[1:]}行初{n}号": (county, USUAL) for county in COUNTIES for n in range(1, 10)}
    slipped = [f"(2026)测{county[1:]}行初8号" for county in COUNTIES]
    for place, (county, (column, wrong, _right)) in enumerate(zip(COUNTIES, SLIPS, strict=True)):
        ordinary = {name: value.format(county[1:]) for name, value in ORDINARY[place % 3].items()}
        rows = [suit(county, number) for number in range(1, 10)]
        rows[4] |= ordinary
        rows[7] |= {column: wrong}
        number = f"(2026)测{county[1:]}行初5号"
        expected[number] = (county, {**USUAL, **READ[place % 3]})
        if "案号" in ordinary:
            expected[ordinary["案号"]] = expected.pop(number)
        for part in range(3):
            folder = tmp_path / f"{county}-{part}"
            folder.mkdir()
            files.append(ledger_file(folder, f"行政诉讼-{county}-{part}.csv", rows[3 * part : 3 * part + 3]))
    expected[slipped[1]] = ("C02", {**USUAL, "filed_on": dt.date(2026, 2, 27)})
    assert (len(files), len(expected)) == (30, 90)
    page.goto(intake)
    settled(page, "h1")
    bring(page, files, partly=True)
    expect(page.locator("h1")).to_contain_text("新增 80 行")
    expect(page.locator("h1")).to_contain_text("不合格 10 行")
    workbook = problems_of(page, tmp_path)
    assert stored(database) == before
    go_on(page, WORDS("intake.confirm"), "已入库，新增 80 行")
    first = stored(database)
    assert suits_of(database) == {number: each for number, each in expected.items() if number not in slipped}

    go_on(page, WORDS("intake.again"), WORDS("intake.bring.title"))
    bring(page, [mended(workbook, tmp_path), ledger_file(tmp_path, "更正.csv", [CORRECTION])])
    expect(page.locator("h1")).to_contain_text("新增 10 行、改动 0 行、清空 1 行，不合格 0 行")
    changed = [["裁判结果", "撤销", "确认违法"], ["负责人发言", "是", "（空）"]]
    assert sorted(changes_of(page, tmp_path)) == changed
    for cells in changed:
        expect(page.locator("tr", has_text=cells[0]).filter(has_text=cells[2]).first).to_contain_text(cells[1])
    go_on(page, WORDS("intake.confirm"), "已入库，新增 10 行")
    expected["(2026)测01行初1号"] = ("C01", {**USUAL, **CORRECTED})
    assert suits_of(database) == expected
    take_back(page)
    assert stored(database) == first
