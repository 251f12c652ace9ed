"""The main job over a ledger nobody here wrote: from a ranking of authorities to one of them and to its findings."""

import csv
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pointing import bar_of, click_bar, open_page, panel, row_of, wait_for_page
from tests.databases import EXCERPT
from wording import JOINER

YEAR = "2025"
# How the mapping reads the findings, written down a second time.
CORRECTED = {"Maladministration", "Severe Maladministration", "Service Failure"}
NOT_ACCEPTED = "Outside Jurisdiction"
CELLS = """rows => rows.map(row => [
    row.querySelector("[scope=row]")?.innerText.trim(),
    [...row.querySelectorAll("td")].map(cell => cell.innerText.trim()),
])"""


def findings(year: str = "") -> list[dict[str, str]]:
    """The dated rows of the excerpt, of one year or of all."""
    with EXCERPT.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["decision_date"] and row["decision_date"].startswith(year)]


def counted(year: str = YEAR) -> dict[str, tuple[int, int]]:
    """Authorities with closed findings in a year: how many were corrected, of how many."""
    closed = [row for row in findings(year) if row["finding"] != NOT_ACCEPTED]
    corrected = Counter(row["authority"] for row in closed if row["finding"] in CORRECTED)
    return {
        authority: (corrected[authority], count) for authority, count in Counter(r["authority"] for r in closed).items()
    }


def busiest() -> str:
    """The authority with most findings in the year."""
    return Counter(row["authority"] for row in findings(YEAR)).most_common(1)[0][0]


@pytest.fixture
def ranking(excerpt_app: str, page: Page) -> Page:
    """The authorities by direct correction rate."""
    return open_page(page, f"{excerpt_app}/rankings?period={YEAR}&indicator=direct_correction_rate")


def test_the_ranking_shows_every_authority_with_rate_base_and_interval(ranking: Page) -> None:
    listed = panel(ranking, "ranking").locator(".list")
    expect(row_of(ranking, "ranking", busiest())).to_be_visible()
    rows = listed.get_by_role("row").evaluate_all(CELLS)
    shown = {head: set(cells) for head, cells in rows}
    for authority, (part, base) in counted().items():
        assert {f"{part}/{base}", f"{100 * part / base:.1f}%"} <= shown[authority], authority
    assert listed.locator(".whisker").count() >= len(counted())


@pytest.mark.long
def test_one_click_opens_an_authority_and_its_findings_are_those_of_the_file(ranking: Page) -> None:
    authority = busiest()
    click_bar(ranking, "ranking", authority)
    wait_for_page(ranking, "/unit", period=YEAR)
    expect(ranking.locator("h1")).to_contain_text(authority)

    registers = panel(ranking, "registers")
    registers.get_by_role("radio", name="行政复议").click()
    own = [row for row in findings(YEAR) if row["authority"] == authority]
    expect(registers.get_by_role("heading")).to_have_text(f"行政复议 {len(own)} 件")
    rows = registers.locator("table.table tbody tr")
    expect(rows).to_have_count(len(own))
    newest = max(own, key=lambda row: row["decision_date"])["decision_date"]
    first = [text.replace(JOINER, "") for text in rows.first.locator("td").all_text_contents()]
    assert first[0] == authority
    assert first[1] in {row["finding_no"] for row in own if row["decision_date"] == newest}
    assert newest in first


@pytest.mark.exhaustive
def test_an_authority_counts_in_its_archive_what_it_counts_in_the_ranking(ranking: Page) -> None:
    authority = busiest()
    part, base = counted()[authority]
    click_bar(ranking, "ranking", authority)
    wait_for_page(ranking, "/unit", period=YEAR)
    row = row_of(ranking, "scorecard", "直接纠错率")
    expect(row).to_contain_text(f"{part}/{base}")
    expect(row).to_contain_text(f"{100 * part / base:.1f}%")


@pytest.mark.exhaustive
def test_the_longest_bar_is_the_highest_rate(ranking: Page) -> None:
    rates = {name: part / base for name, (part, base) in counted().items()}
    high, low = (
        max(rates, key=lambda name: rates[name]),
        min((name for name in rates if rates[name] > 0), key=lambda name: rates[name]),
    )
    assert bar_of(ranking, "ranking", high)["width"] > bar_of(ranking, "ranking", low)["width"]
