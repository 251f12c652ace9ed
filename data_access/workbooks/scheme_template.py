"""The workbook of a city's own scheme: its settings, its items with drop-downs of what can be scored, and the rules."""

from pathlib import Path

from assessment.countable import SCORED_COUNTS
from assessment.indicators import INDICATORS
from assessment.rules import RULES
from data_access.checking.known_words import label
from data_access.ledgers.external_review import REVIEWER_GROUPS
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.ledgers.workbook_marks import EXAMPLE_MARK
from data_access.workbooks.template import FIRST_ROW, Book, header
from wording import Wording

# One small printed scheme, as rows of the sheet of items by its columns.
EXAMPLES: tuple[dict[str, str], ...] = (
    {"item_no": "1", "title": "1", "points": "20"},
    {"item_no": "1.1", "title": "1.1", "points": "8", "rule": "per_case", "key": "filing_rate", "step": "1"},
    {"item_no": "1.1", "rule": "per_point", "key": "filing_timeliness", "step": "0.1", "target": "1", "cap": "3"},
    {"item_no": "1.2", "title": "1.2", "points": "12", "rule": "mark", "key": "training", "component": "annual"},
)


def write_scheme_template(path: Path, language: str) -> None:
    """Write the workbook in a language; raises ``problems.Refused`` when it cannot be written."""
    book = Book(path, language)
    settings, _ = book.ledger(SCHEME)
    book.example(settings, SCHEME)
    items, _ = book.ledger(SCHEME_ITEM)
    names = [column.name for column in SCHEME_ITEM.columns]
    book.offer(items, names.index("key"), tuple(text for text, _kind in countables(book.words)))
    for number, example in enumerate(EXAMPLES):
        _example(book, items, FIRST_ROW + number, example)
    _rules(book)
    book.close()


def countables(words: Wording) -> list[tuple[str, str]]:
    """Everything that a line can read by name, with its kind: indicators with a direction, counts, reviewers."""
    judged = [each.key for each in INDICATORS if each.better]
    kinds = (("indicator", judged), ("count", SCORED_COUNTS), ("review", REVIEWER_GROUPS))
    return [(label("item", key, words), kind) for kind, keys in kinds for key in keys]


def _example(book: Book, sheet: object, row: int, example: dict[str, str]) -> None:
    words = book.words
    fixed = {"year": "2026", "version": "1", "peer_group": label("group", "counties", words)}
    for position, column in enumerate(SCHEME_ITEM.columns):
        value = {"component": "daily", **fixed, **example}.get(column.name, "")
        if column.labels and value:
            value = words.label(column.labels, value)
        elif column.name == "key" and value:
            value = label("item", value, words)
        elif column.name == "title" and value:
            value = words(f"scheme_template.title_{value.replace('.', '_')}")
        if position == 0:
            value = EXAMPLE_MARK[words.language] + value
        sheet.write_string(row, position, value, book.sample)  # type: ignore[attr-defined]


def _rules(book: Book) -> None:
    """The sheet that says what each rule needs, and lists what can be scored."""
    words = book.words
    sheet = book.workbook.add_worksheet(words("scheme_template.rules"))
    sheet.set_column(0, 0, 34, book.plain)
    sheet.set_column(1, 1, 100, book.plain)
    sheet.write_row(0, 0, [header(SCHEME_ITEM.column("rule"), words), words("scheme_template.needs")], book.required)
    rows = [(words.label("rule", rule), words(f"scheme_rule.{rule}")) for rule in RULES]
    for row, cells in enumerate(rows, 1):
        sheet.write_row(row, 0, cells, book.line)
    first = len(rows) + 2
    sheet.write_row(first, 0, [header(SCHEME_ITEM.column("key"), words), words("scheme_template.kind")], book.required)
    for row, (text, kind) in enumerate(countables(words), first + 1):
        sheet.write_row(row, 0, [text, words(f"scheme_what.{kind}")], book.line)
