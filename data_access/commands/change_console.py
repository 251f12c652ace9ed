"""What the command line says of what a load changed: rows by unit, and the changed cells."""

from rich.console import Console

from data_access.checking.change_report import COUNTED, ChangeReport
from data_access.commands.console import MOST_SHOWN, printed, say, table_of
from data_access.ledgers.all import BY_KEY
from data_access.loading.effects import Effects
from data_access.workbooks.change_workbook import shown
from data_access.workbooks.template import header
from wording import UNKNOWN, Wording

# Units beyond these stand in the workbook.
MOST_UNITS = 10


def say_changes(console: Console, report: ChangeReport, words: Wording) -> None:
    """The rows of each unit, where there are several, and the changed cells with their values before and after."""
    if len(report.units) > 1:
        _say_units(console, report, words)
    cells = [(row, cell) for row in report.rows for cell in row.cells]
    if not cells:
        return
    say(console, words("changes.cells", n=len(cells)))
    heads = ("ledger", "record", "row", "column", "before", "after")
    table = table_of(words(f"changes.{name}") for name in heads)
    for row, cell in cells[:MOST_SHOWN]:
        ledger = BY_KEY[row.ledger]
        key = [shown(ledger, name, part, report, words) for name, part in zip(ledger.natural_key, row.key, strict=True)]
        column = header(ledger.column(cell.column), words)
        before, after = (shown(ledger, cell.column, value, report, words) for value in (cell.before, cell.after))
        place = UNKNOWN if row.row is None else str(row.row)
        table.add_row(*map(printed, (words(f"ledger.{row.ledger}"), " ".join(key), place, column, before, after)))
    console.print(table)
    if len(cells) > MOST_SHOWN:
        say(console, words("changes.more", n=len(cells) - MOST_SHOWN))


def _say_units(console: Console, report: ChangeReport, words: Wording) -> None:
    names = [name for name in COUNTED if name != "removed" or any(each.removed for each in report.units)]
    heads = [words("changes.ledger"), words("changes.unit"), *(words(f"load.column.{name}") for name in names)]
    table = table_of(heads, words("changes.by_unit"))
    for each in report.units[:MOST_UNITS]:
        figures = (words.number(getattr(each, name)) for name in names)
        table.add_row(*map(printed, (words(f"ledger.{each.ledger}"), report.name_of(each.unit), *figures)))
    console.print(table)
    if len(report.units) > MOST_UNITS:
        say(console, words("changes.more_units", n=len(report.units) - MOST_UNITS))


def effects_in_words(effects: Effects, words: Wording) -> str:
    """In one line what the load did to scores, to proposed vetoes and to what was published."""
    parts = [_scores(effects, words), _vetoes(effects, words), _publications(effects, words)]
    return words("effects.line", parts=words("effects.between").join(filter(None, parts)))


def _scores(effects: Effects, words: Wording) -> str:
    if effects.rescored is None:
        return ""
    if not effects.rescored:
        return words("effects.no_scores")
    named = []
    for each in effects.rescored[:MOST_SHOWN]:
        before, now = (UNKNOWN if score is None else words.number(score, 2) for score in (each.before, each.now))
        named.append(words("load.rescored_unit", unit=each.unit, before=before, now=now))
    return words("effects.scores", n=len(effects.rescored), units=_listed(named, len(effects.rescored), words))


def _vetoes(effects: Effects, words: Wording) -> str:
    if effects.rescored is None:
        return ""
    if not effects.vetoes:
        return words("effects.no_vetoes")
    named = [
        words(
            "effects.veto_new" if each.proposed else "effects.veto_gone",
            unit=each.unit,
            clause=words.label("veto_clause", each.clause),
        )
        for each in effects.vetoes
    ]
    return words("effects.vetoes", n=len(named), units=_listed(named[:MOST_SHOWN], len(named), words))


def _publications(effects: Effects, words: Wording) -> str:
    if not effects.publications:
        return words("effects.no_publications")
    named = []
    for each in effects.publications:
        units = [unit or words("effects.city") for unit in each.units]
        said = _listed(units[:MOST_SHOWN], len(units), words)
        named.append(words("effects.publication", number=each.publication_no, n=len(units), units=said))
    return words("effects.between").join(named)


def _listed(names: list[str], number: int, words: Wording) -> str:
    left = [words("effects.others", n=number - len(names))] if number > len(names) else []
    return words.join([*names, *left])
