"""Which header is which column of a ledger: as the ledger has it, or written nearly so, which is said or refused."""

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from data_access.files.cell_text import plain
from data_access.files.headers import is_blank_below
from data_access.files.sheet_words import (
    bare,
    days_in_words,
    is_of_money,
    measure_of,
    other_headers,
    scale_above,
    unmarked,
)
from data_access.files.sources import Sheet
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.workbook_marks import PROBLEM_HEADER
from data_access.problems import (
    DUPLICATE_HEADER,
    LIKE_HEADER,
    MISSING_HEADER,
    NEAR_HEADER,
    OTHER_MEASURE,
    RIVAL_HEADERS,
    SIDE_BY_SIDE,
    UNKNOWN_HEADER,
    Problem,
)

_SAID = set(map(plain, PROBLEM_HEADER.values()))
# Headers named as the likely ones when a required header is missing.
NEAREST, LIKENESS = 3, 0.4
# So many headers that stand twice are no slip.
SEVERAL_DOUBLED = 3
# An unknown header that is so much like that of a missing column is a slip; what many headers end with says nothing.
SLIP, LONGEST_ENDING = 0.75, 2


def names_of(column: LedgerColumn) -> tuple[str, ...]:
    """Every header that a column may have."""
    return (column.name, column.zh, column.en, *column.also)


def in_both_languages(column: LedgerColumn) -> tuple[str, ...]:
    """How a sheet in two languages has a column: 编号 Item no., Item no. 编号."""
    return (f"{column.zh}{column.en}", f"{column.en}{column.zh}")


def known_names(ledger: Ledger) -> set[str]:
    """Every header by which a sheet may be known as the ledger's, in plain form."""
    both = (plain(name) for column in ledger.columns for name in in_both_languages(column))
    return {*names(ledger), *both, *map(plain, other_headers(ledger.key))}


def names(ledger: Ledger) -> dict[str, str]:
    """Every header that a column may have, in plain form → its database name."""
    return {plain(name): column.name for column in ledger.columns for name in names_of(column)}


@dataclass
class HeaderNames:
    """Which column (from 0) of a sheet is read into which of a ledger; what is said of its headers."""

    columns: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_headers(ledger: Ledger, sheet: Sheet) -> HeaderNames:
    """Find the columns of a ledger in a sheet.

    A header that is nearly one of the ledger's is taken with a remark; where two claim one column, or one is only like
    that of a missing column, the sheet is refused: nobody would see which column was left out.
    """
    known = names(ledger)
    headers = {position: plain(header) for position, header in enumerate(sheet.headers)}
    found = HeaderNames({at: known[header] for at, header in headers.items() if header in known})
    found.problems += doubled_headers(sheet)
    others = [at for at, header in headers.items() if at not in found.columns and header not in _SAID]
    refused = _take_near(found, ledger, sheet, others)
    unknown = [at for at in others if at not in found.columns and at not in refused]
    unknown = [at for at in unknown if sheet.headers[at] or not is_blank_below(sheet, at)]
    found.problems += _said_of_unknown(found, ledger, sheet, unknown, refused)
    shown = [name_of(sheet, at) for at in unknown]
    found.problems += _scaled_above(found, ledger, sheet)
    for column in ledger.columns:
        if column.required and column.name not in (*found.columns.values(), *refused.values()):
            found.problems.append(missing_header(sheet, column.zh, shown, column.en))
    return found


def _remark(found: HeaderNames, ledger: Ledger, sheet: Sheet, position: int) -> None:
    column = ledger.column(found.columns[position])
    found.problems.append(sheet_problem(sheet, sheet.headers[position], NEAR_HEADER, [column.zh]))


def _take_near(found: HeaderNames, ledger: Ledger, sheet: Sheet, others: Iterable[int]) -> dict[int, str]:
    """Take the columns whose headers are nearly those of a ledger; return those that claim one with others."""
    by_header = {column.zh: column.name for column in ledger.columns}
    by_bare = {bare(other): by_header[header] for other, header in other_headers(ledger.key).items()}
    by_bare |= {
        bare(name): column.name for column in ledger.columns for name in (*names_of(column), *in_both_languages(column))
    }
    claims: dict[str, list[int]] = defaultdict(list)
    refused: dict[int, str] = {}
    for position in others:
        name = by_bare.get(bare(sheet.headers[position]))
        if name is None or not sheet.headers[position]:
            continue
        if is_measured_otherwise(sheet.headers[position], names_of(ledger.column(name))):
            refused[position] = name
            found.problems.append(
                sheet_problem(sheet, sheet.headers[position], OTHER_MEASURE, [ledger.column(name).zh])
            )
        else:
            claims[name].append(position)
    for name, positions in claims.items():
        holder = next((at for at, each in found.columns.items() if each == name), None)
        if holder is None and len(positions) == 1:
            found.columns[positions[0]] = name
            _remark(found, ledger, sheet, positions[0])
            continue
        # Beside the header itself, one with a remark in brackets is another column: 原告, 原告（人数）.
        rivals = positions if holder is None else [at for at in positions if _same(sheet, at, holder)]
        if rivals:
            refused |= dict.fromkeys(rivals, name)
            claimants = [sheet.headers[at] for at in ([] if holder is None else [holder]) + rivals]
            found.problems.append(sheet_problem(sheet, ledger.column(name).zh, RIVAL_HEADERS, claimants))
    return refused


def is_measured_otherwise(header: str, names: Collection[str]) -> bool:
    """Whether a header says that its numbers are in another measure than the names of its column say: 件数（万件）.

    Days are days whatever they are called, unless the column counts working days.
    """
    measure, (*days, working_days) = measure_of(header), days_in_words()
    if measure in days:
        return any(working_days in plain(name) for name in names)
    return measure is not None and not any(measure in plain(name) for name in names)


def _scaled_above(found: HeaderNames, ledger: Ledger, sheet: Sheet) -> Iterator[Problem]:
    """A line above the headers states the scale of all numbers: 单位：万件; one of money is about amounts alone."""
    stated = scale_above(sheet.titles)
    if stated is None:
        return
    title, scale = stated
    of_money = is_of_money(scale)
    columns = [ledger.column(name) for name in found.columns.values()]
    scaled = [
        column.zh
        for column in columns
        if column.kind in ("integer", "decimal")
        and not (column.is_year or any(scale in plain(name) for name in names_of(column)))
        and (column.amount or not of_money)
    ]
    if scaled:
        yield sheet_problem(sheet, title, OTHER_MEASURE, scaled)


def _same(sheet: Sheet, position: int, other: int) -> bool:
    return unmarked(sheet.headers[position]) == unmarked(sheet.headers[other])


def _said_of_unknown(
    found: HeaderNames, ledger: Ledger, sheet: Sheet, unknown: Iterable[int], refused: Mapping[int, str]
) -> Iterator[Problem]:
    there = {*found.columns.values(), *refused.values()}
    missing = [column for column in ledger.columns if column.name not in there]
    for position in unknown:
        header = sheet.headers[position]
        like = next((column for column in missing if header and _is_slip(header, column)), None)
        if like is not None and not is_blank_below(sheet, position):
            yield sheet_problem(sheet, header, LIKE_HEADER, [like.zh])
        else:
            yield sheet_problem(sheet, name_of(sheet, position), UNKNOWN_HEADER)


def _is_slip(header: str, column: LedgerColumn) -> bool:
    """Whether a header is that of a column with a letter or two wrong."""
    return any(alike(bare(header), bare(name)) for name in names_of(column))


def alike(one: str, other: str) -> bool:
    """Nearly the same, also without a common ending: 受理日期 is no slip for 审理日期."""
    if difflib.SequenceMatcher(None, one, other).ratio() < SLIP:
        return False
    ending = next((n for n in range(LONGEST_ENDING, 0, -1) if one[-n:] == other[-n:]), 0)
    return difflib.SequenceMatcher(None, one[: len(one) - ending], other[: len(other) - ending]).ratio() >= SLIP


def doubled_headers(sheet: Sheet) -> list[Problem]:
    """Headers that stand twice: nobody can say which of the columns is meant.

    Where many do, the sheet is two tables side by side, of which neither is to be deleted.
    """
    seen: set[str] = set()
    doubled = []
    for header in map(plain, sheet.headers):
        if header in seen:
            doubled.append(header)
        seen.update({header} - {""})
    if len(doubled) >= SEVERAL_DOUBLED:
        return [replace(sheet_problem(sheet, "", SIDE_BY_SIDE, doubled), column=None)]
    return [sheet_problem(sheet, header, DUPLICATE_HEADER) for header in doubled]


def sheet_problem(sheet: Sheet, header: str, code: str, expected: Iterable[str] = ()) -> Problem:
    """A problem (or warning) of a whole column."""
    return Problem(sheet.name, None, header, None, code, tuple(expected), source=sheet.source)


def missing_header(sheet: Sheet, header: str, unknown: Iterable[str], *also: str) -> Problem:
    """A header that must be there and is not, with those of the unknown headers that come nearest to it."""
    others = {plain(each): each for each in unknown}
    sought = [plain(header), *map(plain, also)]
    near = [other for name in sought for other in difflib.get_close_matches(name, others, NEAREST, LIKENESS)]
    shown = [others[other] for other in dict.fromkeys(near)][:NEAREST]
    value = " / ".join((header, *also))
    return Problem(sheet.name, None, header, value, MISSING_HEADER, tuple(shown), source=sheet.source)


def name_of(sheet: Sheet, position: int) -> str:
    """The header of a column, or its letter."""
    header = sheet.headers[position] if position < len(sheet.headers) else ""
    return header or column_letter(position)


def column_letter(position: int) -> str:
    """The letter Excel gives to a column (0 → A, 26 → AA)."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
