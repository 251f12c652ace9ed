"""The workbook of a city's own scheme: its settings, its items with drop-downs of what can be scored, and the rules."""

from pathlib import Path

from assessment.countable import OWN_COUNTS, SCORED_COUNTS
from assessment.indicators import judged
from assessment.rules import RULES
from data_access.checking.known_words import label
from data_access.ledgers.external_review import REVIEWER_GROUPS
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.ledgers.workbook_marks import RULES_SHEET
from data_access.workbooks.template import Book, header
from wording import Wording

# One small printed scheme, as rows of the sheet of items by its columns.
EXAMPLES: tuple[dict[str, str], ...] = (
    {"item_no": "1", "title": "1", "points": "20"},
    {"item_no": "1.1", "title": "1.1", "points": "8", "rule": "per_case", "key": "filing_rate", "step": "1"},
    {"item_no": "1.1", "rule": "per_point", "key": "filing_timeliness", "step": "0.1", "target": "1", "cap": "3"},
    {"item_no": "1.2", "title": "1.2", "points": "12", "rule": "mark", "key": "training"},
)

SHOWN = ("item_no", "title", "points", "rule", "key", "step", "target", "cap")


def write_scheme_template(path: Path, language: str) -> None:
    """Write the workbook in a language; raises ``problems.Refused`` when it cannot be written."""
    book = Book(path, language)
    settings, _ = book.ledger(SCHEME)
    book.example(settings, SCHEME)
    items, _ = book.ledger(SCHEME_ITEM)
    names = [column.name for column in SCHEME_ITEM.columns]
    book.offer(items, names.index("key"), tuple(text for text, _kind in countables(book.words)))
    _rules(book)
    book.close()


def countables(words: Wording) -> list[tuple[str, str]]:
    """Everything that a line can read by name, with its kind: indicators with a direction, counts, reviewers.

    A city's own are among them once its database was read.
    """
    kinds = (("indicator", judged()), ("count", (*SCORED_COUNTS, *OWN_COUNTS)), ("review", REVIEWER_GROUPS))
    return [(label("item", key, words), kind) for kind, keys in kinds for key in keys]


def _example(words: Wording, example: dict[str, str]) -> list[str]:
    """A row of the small scheme, by the columns that a printed one has, as people write it."""
    cells = []
    for name in SHOWN:
        column, value = SCHEME_ITEM.column(name), example.get(name, "")
        if column.labels and value:
            value = words.label(column.labels, value)
        elif name == "key" and value:
            value = label("item", value, words)
        elif name == "title" and value:
            value = words(f"scheme_template.title_{value.replace('.', '_')}")
        cells.append(value)
    return cells


def _rules(book: Book) -> None:
    """The sheet that says what each rule needs, and lists what can be scored."""
    words = book.words
    sheet = book.workbook.add_worksheet(RULES_SHEET[words.language])
    sheet.set_column(0, 0, 34, book.plain)
    sheet.set_column(1, 1, 100, book.plain)
    sheet.write_row(0, 0, [header(SCHEME_ITEM.column("rule"), words), words("scheme_template.needs")], book.required)
    rows = [(words.label("rule", rule), words(f"scheme_rule.{rule}")) for rule in RULES]
    for row, cells in enumerate(rows, 1):
        sheet.write_row(row, 0, cells, book.line)
    first = len(rows) + 2
    sheet.write_row(first, 0, [header(SCHEME_ITEM.column("key"), words), words("scheme_template.kind")], book.required)
    offered = countables(words)
    for row, (text, kind) in enumerate(offered, first + 1):
        sheet.write_row(row, 0, [text, words(f"scheme_what.{kind}")], book.line)
    # Beside the lists: what some rows of a printed scheme look like.
    sheet.write(0, 3, words("scheme_template.example"), book.line)
    sheet.write_row(1, 3, [header(SCHEME_ITEM.column(name), words) for name in SHOWN], book.required)
    for row, example in enumerate(EXAMPLES, 2):
        sheet.write_row(row, 3, _example(words, example), book.sample)
