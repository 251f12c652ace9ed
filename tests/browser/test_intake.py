"""A clerk's way in the browser: files are tried, mended by the workbook of problems, loaded, and taken back."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect
from sqlalchemy import select

from data_access.files.sources import is_blank, read_file
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.workbook_marks import PROBLEM_HEADER
from data_access.store.engine import reader_engine
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
    ("案号", "", "（2026）测10行初3号"),
)
# What needs no mending, however it is written.
ORDINARY = ({"案号": "(2026)测{0}行初2", "裁判结果": "判决撤销"}, {"负责人发言": "√", "裁判结果": "驳回诉讼请求"},
            {"开庭日期": "/", "负责人出庭": "", "负责人发言": "—"})  # fmt: skip


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
    before = stored(database)
    files = []
    for place, (county, (column, wrong, _right)) in enumerate(zip(COUNTIES, SLIPS, strict=True)):
        ordinary = {name: value.format(county[1:]) for name, value in ORDINARY[place % 3].items()}
        for part, row in enumerate((suit(county, 1), suit(county, 2) | ordinary, suit(county, 3) | {column: wrong})):
            folder = tmp_path / f"{county}-{part}"
            folder.mkdir()
            files.append(ledger_file(folder, f"行政诉讼-{county}-{part}.csv", [row]))
    assert len(files) == 30
    page.goto(intake)
    settled(page, "h1")
    bring(page, files, partly=True)
    expect(page.locator("h1")).to_contain_text("新增 20 行")
    expect(page.locator("h1")).to_contain_text("不合格 10 行")
    workbook = problems_of(page, tmp_path)
    go_on(page, WORDS("intake.confirm"), "已入库，新增 20 行")
    first = stored(database)
    assert len(first) == len(before) + 20

    go_on(page, WORDS("intake.again"), WORDS("intake.bring.title"))
    bring(page, [mended(workbook, tmp_path)])
    expect(page.locator("h1")).to_contain_text("新增 10 行、改动 0 行、清空 0 行，不合格 0 行")
    go_on(page, WORDS("intake.confirm"), "已入库，新增 10 行")
    assert len(stored(database)) == len(before) + 30
    take_back(page)
    assert stored(database) == first
