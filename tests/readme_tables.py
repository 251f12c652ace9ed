"""The tables of both README files that follow from declarations: ``python -m tests.readme_tables`` writes them."""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from assessment.clauses import CLAUSES
from data_access.ledgers.all import LEDGERS
from tests.test_rooms import ROOT
from ui.registry import ALL_PAGES
from wording import wording

READMES = {"zh": ROOT / "README.md", "en": ROOT / "README.en.md"}
Rows = Iterator[tuple[str, ...]]


def ledgers(language: str) -> Rows:
    """Key, sheets and columns of each ledger, in the order of the workbook; required columns bold."""
    yield {
        "zh": ("台账", "工作表", "英文工作表", "列"),
        "en": ("ledger", "sheet", "Chinese sheet", "columns"),
    }[language]
    for ledger in LEDGERS:
        names = [(column.zh if language == "zh" else column.en, column.required) for column in ledger.columns]
        sheets = (ledger.zh, ledger.en) if language == "zh" else (ledger.en, ledger.zh)
        yield f"`{ledger.key}`", *sheets, " · ".join(f"**{name}**" if must else name for name, must in names)


def pages(language: str) -> Rows:
    """Name, file and address of each page, in the order of the navigation."""
    words = wording(language)
    yield {"zh": ("页面", "文件", "地址"), "en": ("page", "file", "address")}[language]
    for page in ALL_PAGES:
        yield words(f"page.{page.key}"), f"`pages/{page.file}`", f"`/{page.url_path}`"


def articles(language: str) -> Rows:
    """Each article of the policy: what it asks for, and of what is shown the ledgers, indicators and pages."""
    words = wording(language)
    yield {
        "zh": ("条", "要求", "台账", "指标", "页面"),
        "en": ("article", "asked for", "ledgers", "indicators", "pages"),
    }[language]
    for article, found in groupby(CLAUSES, lambda clause: clause.article):
        clauses = list(found)
        shown = [clause for clause in clauses if clause.panels]
        named = (
            {key: words.label("ledger", key) for clause in shown for key in clause.ledgers},
            {key: words(f"indicator.{key}.label") for clause in shown for key in clause.indicators},
            {clause.page: words(f"page.{clause.page}") for clause in shown},
        )
        asked = {"zh": "；", "en": "; "}[language].join(clause.asked_for(language) for clause in clauses)
        yield str(article), asked, *(" · ".join(names.values()) or "—" for names in named)


TABLES: dict[str, Callable[[str], Rows]] = {"ledgers": ledgers, "pages": pages, "articles": articles}


def table(rows: Rows) -> str:
    """The lines of a table, whose first row is its head."""
    head, *body = rows
    lines = [head, ("---",) * len(head), *body]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def written(text: str, language: str) -> str:
    """The text of a README with the tables of today between their marks; ``ValueError`` where a mark is missing."""
    for name, rows in TABLES.items():
        begin, end = f"<!-- {name}: written by `make fix` -->\n", f"<!-- end of {name} -->\n"
        before, _, rest = text.partition(begin)
        _, mark, after = rest.partition(end)
        if not mark:
            raise ValueError(f"expected {begin.strip()} and {end.strip()} in {READMES[language].name}")
        text = before + begin + table(rows(language)) + end + after
    return text


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    for each, file in READMES.items():
        file.write_text(written(read(file), each), encoding="utf-8")
