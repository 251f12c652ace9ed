"""Slips of the pen that every cell by itself hides: a number written unlike all others, dates years apart.

What a system exports was not typed; a ledger of clerks has at most some thousand rows. Rows are stored, and named.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from data_access.checking.joined_numbers import may_be_range
from data_access.checking.validation import Checked
from data_access.files.cell_text import plain
from data_access.files.sheet_words import form_words
from data_access.ledgers.numbers import same_number
from data_access.privacy import masked
from data_access.problems import (
    COURT_AS_MATTER,
    FAR_APART,
    MAY_BE_SEVERAL,
    NEARLY_EQUAL,
    ODD_NUMBER,
    SAID_ELSEWHERE,
    SAID_IN_DATE,
    SIGNS_LOST,
    SIGNS_ONLY,
    WITHOUT_DIGIT,
    YEAR_OF_TITLE,
    Problem,
)

MOST_TYPED = 20_000
# So many numbers tell how a register writes them, where all but a few, or but so small a part, are written so.
FEWEST_NUMBERS, FEW, PART = 5, 3, 200
# What follows the number of a case in its own court: 之一.
_FURTHER = re.compile("之.*$")
_RUNS = re.compile("((?:19|20)\\d\\d(?!\\d))|\\d+|[a-z]+|[\u3400-\u9fff]+")
_COURT = re.compile(r"法院$|\bcourt$", re.IGNORECASE)
_TITLED_YEAR = re.compile(r"(20\d\d) ?年")
_SERIAL = re.compile(r"(\d+)\D*$")
_NUMERAL = re.compile("[一二三四五六七八九十〇零]")
_SAYING = re.compile(r"\w")
# What stands in place of a character that an encoding has not, and what becomes of it when it is read in another one.
_LOST, _WRITTEN = re.compile("\ufffd|锟斤拷"), ("text", "number")
# What says only where something is said.
_ELSEWHERE = re.compile(
    r"[(（]?(?:(?:详?见|参见|另见)(?:后附|所附|附)?(?:附件|附表|附页|附后|备注|材料|卷宗|原件|另表|正文|表|件|上|下|左|右|后)"
    r"[\d一二三四五六七八九十]*|同[左右下后]|附后|另附|see (?:attachment|annex|remarks|left|above|below))[)）。.]?",
    re.IGNORECASE,
)
# In prose such a word may be enough; these name or choose one thing.
_NAMING = ("number", "group", "item", "counted")
_NOT_APPLICABLE = "_not_applicable"
# Whatever is done in a case is done within so many years; a document or a limit may hold longer.
YEARS, YEARS_AHEAD = 5, 10


def hint_at_slips(parts: Sequence[Checked]) -> None:
    """Record the hints at the rows of a ledger's sheets (all of one ledger) that look mistyped beside the others."""
    ledger = parts[0].ledger if parts else None
    if ledger is None or not ledger.is_fact or sum(len(each.intake.sheet.rows) for each in parts) > MOST_TYPED:
        return
    _hint_at_numbers(parts, ledger.natural_key[1])
    _hint_at_twins(parts, ledger.natural_key[1])
    for checked in parts:
        _hint_at_dates(checked)
        _hint_at_signs(checked)
        _hint_at_lost_signs(checked)
        _hint_at_elsewhere(checked)
        _hint_at_courts(checked)
        _hint_at_steps(checked)
        _warn_of_title(checked)


def form_of(number: str) -> str:
    """What a number looks like: 演复〔2026〕3号 is words, a year and digits, whichever they are."""
    return _RUNS.sub(lambda run: "Y" if run[1] else _sort_of(run[0]), _FURTHER.sub("", same_number(number)))


def _sort_of(run: str) -> str:
    return "9" if run[0].isdigit() else "a" if run.isascii() else "字"


def _hint_at_numbers(parts: Sequence[Checked], name: str) -> None:
    if parts[0].ledger.column(name).kind != "number":
        return
    _hint_at_ranges(parts, name)
    _hint_at_words(parts, name)
    written = list(dict.fromkeys(str(cell) for each in parts for cell in each.columns[name] if cell is not None))
    forms = {number: form_of(number) for number in written}
    usual, times = Counter(forms.values()).most_common(1)[0] if forms else ("", 0)
    odd = {number for number, form in forms.items() if form != usual}
    if not odd or len(written) < FEWEST_NUMBERS or len(odd) > max(min(FEW, times // 2), len(written) // PART):
        return
    like = next(number for number in written if forms[number] == usual)
    for checked in parts:
        for position, cell in enumerate(checked.columns[name]):
            if cell in odd and position not in checked.intake.rejected:
                checked.intake.hint(position, name, ODD_NUMBER, [masked(like)])


def _hint_at_words(parts: Sequence[Checked], name: str) -> None:
    """Hint at a number that has no digit: two columns were filled the other way round, perhaps."""
    for checked in parts:
        for position, cell in enumerate(checked.columns[name]):
            said = isinstance(cell, str) and not any(map(str.isdigit, cell)) and not _NUMERAL.search(cell)
            if said and position not in checked.intake.rejected:
                checked.intake.hint(position, name, WITHOUT_DIGIT)


def _hint_at_dates(checked: Checked) -> None:
    """Hint at the date of a row that lies years from another one of it: 2062 for 2026, 2016 for 2026."""
    dates = [each for each in checked.ledger.columns if each.kind == "date" and each.name in checked.columns]
    looked_at = len(dates) > 1 and not checked.ledger.lasting
    for position in range(len(checked.intake.sheet.rows) if looked_at else 0):
        found = [(checked.columns[each.name][position], each) for each in dates]
        days = sorted(
            ((day, each.name, each.event) for day, each in found if isinstance(day, dt.date)), key=lambda d: d[:2]
        )
        if len(days) < 2 or position in checked.intake.rejected:
            continue
        (first, earlier, _event), (last, later, event) = days[0], days[-1]
        if last.year - first.year < (YEARS if event else YEARS_AHEAD):
            continue
        # Of three dates the one by itself is more likely wrong.
        rest = days[1][0] - first > last - days[-2][0] and len(days) > 2
        name, other, day = (earlier, later, last) if rest else (later, earlier, first)
        header = checked.intake.headers.get(other) or checked.ledger.column(other).zh
        checked.intake.hint(position, name, FAR_APART, [f"{header} {day.isoformat()}"])


def _hint_at_signs(checked: Checked) -> None:
    """Hint at a text without a letter or a digit: ？ and *** are questions that nobody has answered."""
    for column in checked.ledger.columns:
        for position, cell in enumerate(checked.columns.get(column.name, ()) if column.kind == "text" else ()):
            if isinstance(cell, str) and cell and not _SAYING.search(cell) and position not in checked.intake.rejected:
                checked.intake.hint(position, column.name, SIGNS_ONLY)


def _hint_at_lost_signs(checked: Checked) -> None:
    """Hint once a column at a text of which a program lost signs when it saved it in another encoding: 锟斤拷."""
    for column in checked.ledger.columns:
        for position, cell in enumerate(checked.columns.get(column.name, ()) if column.kind in _WRITTEN else ()):
            if isinstance(cell, str) and _LOST.search(cell) and position not in checked.intake.rejected:
                checked.intake.hint(position, column.name, SIGNS_LOST)
                break


def _hint_at_elsewhere(checked: Checked) -> None:
    """Hint at a name, a number or a choice that stands somewhere else: 见附件, 同左."""
    for column in checked.ledger.columns:
        names = column.kind in _NAMING or (column.kind == "text" and column.longest)
        for position, cell in enumerate(checked.columns.get(column.name, ()) if names else ()):
            if isinstance(cell, str) and _ELSEWHERE.fullmatch(cell) and position not in checked.intake.rejected:
                checked.intake.hint(position, column.name, SAID_ELSEWHERE)


def _hint_at_courts(checked: Checked) -> None:
    """Hint at a court that stands where the matter belongs: two columns were filled the other way round."""
    for position, cell in enumerate(checked.columns.get("matter", ())):
        if isinstance(cell, str) and _COURT.search(cell) and position not in checked.intake.rejected:
            checked.intake.hint(position, "matter", COURT_AS_MATTER)


def _hint_at_twins(parts: Sequence[Checked], name: str) -> None:
    """Hint at two rows of a unit with one serial number and the same dates: one case whose number has two prefixes."""
    twins: dict[object, list[tuple[Checked, int, str]]] = defaultdict(list)
    owner = parts[0].ledger.natural_key[0]
    for checked in parts:
        dates = [each.name for each in checked.ledger.columns if each.event and each.name in checked.columns]
        for position, cell in enumerate(checked.columns[name] if len(dates) > 1 else ()):
            days = tuple(checked.columns[date][position] for date in dates)
            serial = _SERIAL.search(cell) if isinstance(cell, str) else None
            if serial and sum(map(bool, days)) > 1 and position not in checked.intake.rejected:
                twins[checked.columns[owner][position], serial[1], days].append((checked, position, str(cell)))
    for rows in twins.values():
        numbers = list(dict.fromkeys(number for _checked, _position, number in rows))
        for checked, position, number in rows if len(numbers) > 1 else ():
            others = [other for other in numbers if other != number]
            checked.intake.hint(position, name, NEARLY_EQUAL, others[:FEW])


def _hint_at_steps(checked: Checked) -> None:
    """Hint at a date of a step that says that the step does not apply (不适用): another column asks for that."""
    for column in checked.ledger.columns:
        date = f"{column.name.removesuffix(_NOT_APPLICABLE)}_on"
        if not column.name.endswith(_NOT_APPLICABLE) or date not in checked.columns:
            continue
        answers = checked.columns.get(column.name)
        for position, cell in enumerate(checked.intake.columns[date]):
            said = isinstance(cell, str) and plain(cell) in form_words("not_applicable") and _SAYING.search(cell)
            if said and not (answers and answers[position]) and position not in checked.intake.rejected:
                checked.intake.hint(position, date, SAID_IN_DATE, [column.zh])


def _warn_of_title(checked: Checked) -> None:
    """Say that a sheet is of one year by its title and of others by its dates: a file that was not meant, perhaps."""
    sheet = checked.intake.sheet
    titled = {int(year) for text in (*sheet.titles, sheet.name) for year in _TITLED_YEAR.findall(text)}
    events = [
        checked.columns[each.name] for each in checked.ledger.columns if each.event and each.name in checked.columns
    ]
    years = {day.year for cells in events for day in cells if isinstance(day, dt.date)}
    if len(titled) == 1 and years and not titled & years:
        said = Problem(sheet.name, None, None, str(titled.pop()), YEAR_OF_TITLE, tuple(map(str, sorted(years))))
        checked.intake.warnings.append(replace(said, source=sheet.source))


def _hint_at_ranges(parts: Sequence[Checked], name: str) -> None:
    """Hint at a number that may be the first and the last of several cases that were joined."""
    for checked in parts:
        for position, cell in enumerate(checked.columns[name]):
            if isinstance(cell, str) and may_be_range(cell) and position not in checked.intake.rejected:
                checked.intake.hint(position, name, MAY_BE_SEVERAL)
