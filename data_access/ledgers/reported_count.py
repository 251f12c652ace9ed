"""Figures that came as counts on a statistical form: a unit, a period, a count and its value."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select

from assessment.indicators import INDICATORS
from data_access.ledgers.columns import UNIT, count, date, decimal, flag, name_or_word
from data_access.ledgers.count_item import COUNT_ITEM, counts_like, own_names
from data_access.ledgers.counts import COUNTS, tallies_of
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry, Fault, Register, SheetRow
from data_access.ledgers.indicator import INDICATOR
from data_access.problems import (
    BELOW_ZERO,
    CUMULATIVE_FALLS,
    MISSING_VALUE,
    OVERLAPPING_PERIOD,
    PART_ABOVE_WHOLE,
    TWO_FORMS,
    UNKNOWN_COUNT,
)
from data_access.reported_period import ReportedPeriod
from data_access.store.tables import unit

PERIOD = LedgerColumn(
    "period", "统计期", "Period", "period", required=True, example="2026-06",
    also=("统计期间", "统计时间", "报表期", "期间", "月份", "季度", "时间"),
)  # fmt: skip
COUNTED = LedgerColumn(
    "count", "统计项", "Count", "counted", required=True, example="applications_received", also=("指标", "项目")
)

REPORTED_COUNT = Ledger(
    "reported_count",
    "统计报表",
    "Reported counts",
    ("unit_id", "period", "count"),
    (
        UNIT,
        PERIOD,
        COUNTED,
        decimal("value", "数值", "Value", "12"),
        flag("applies", "是否适用", "Applies", "yes", default=True),
        name_or_word("form", "报表名称", "Form", "行政复议统计表"),
        # They follow from the period, whatever stands in a file.
        date("period_end", "期末日期", "Period end", "2026-06-30"),
        count("span_months", "跨月数", "Months covered", "1"),
    ),
    dated_by=("period_end",),
    named_by="period",
    never_blank=("applies", "period_end", "span_months"),
)


@dataclass(frozen=True)
class _Figure:
    """A figure of a form, in the file (with its row) or as it stands (``row`` is None)."""

    period: ReportedPeriod
    value: float | None
    form: str | None
    place: str
    row: SheetRow | None = None


_Of = Mapping[tuple[object, object], list[_Figure]]


def unfit_values(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """A row counts something that is known, and says a number or that there is none to say."""
    own = own_names(connection)
    for row in rows:
        key, value = row.values["count"], row.values.get("value")
        if key not in COUNTS and key not in own.values():
            yield Fault(row, "count", key, UNKNOWN_COUNT, counts_like(key, own))
        elif value is None and row.values.get("applies") is not False:
            yield Fault(row, "value", None, MISSING_VALUE, ("template.kind.decimal",))
        elif isinstance(value, (int, float)) and value < 0:
            yield Fault(row, "value", f"{value:g}", BELOW_ZERO)


def clashing_periods(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """No month is counted twice, and what is counted on from January does not fall."""
    stocks = select(COUNT_ITEM.table.c.key).where(COUNT_ITEM.table.c.kind == "stock")
    without_span = {row.key for row in connection.execute(stocks)}
    for (_unit, key), figures in _figures(connection, rows).items():
        of_forms: dict[str, _Figure] = {}
        for each in figures:
            other = of_forms.setdefault(each.period.code, each)
            if other is not each and each.row and each.form != other.form and None not in (each.form, other.form):
                yield Fault(each.row, "period", each.period.code, TWO_FORMS, (str(other.form), other.place))
        said = {each.period.code: each for each in figures}
        ordered = sorted(said.values(), key=lambda each: (each.period.last, each.period.months))
        yield from _same_ends(ordered) if key in without_span else _clashes(ordered)


def _same_ends(figures: Sequence[_Figure]) -> Iterator[Fault]:
    """Of a stock there is one figure at the end of a month."""
    for one, other in pairwise(figures):
        row, standing = (other.row, one) if other.row else (one.row, other)
        if row and one.period.last == other.period.last:
            yield Fault(row, "period", row.values["period"], OVERLAPPING_PERIOD, (standing.period.code, standing.place))


def _clashes(figures: Sequence[_Figure]) -> Iterator[Fault]:
    for place, later in enumerate(figures):
        for earlier in reversed(figures[:place]):
            newest = later if later.row else earlier
            if newest.row is None or later.period.first > earlier.period.last:
                continue
            other = earlier if newest is later else later
            if later.period.overlaps(earlier.period):
                expected = (other.period.code, other.place)
                yield Fault(newest.row, "period", newest.period.code, OVERLAPPING_PERIOD, expected)
            elif later.value is not None and earlier.value is not None and later.value < earlier.value:
                expected = (f"{earlier.period.code}: {earlier.value:g}", earlier.place)
                yield Fault(newest.row, "value", f"{later.period.code}: {later.value:g}", CUMULATIVE_FALLS, expected)
            else:
                continue
            break


def parts_above_wholes(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """What is a part of another count of the same period is no more than it: nobody attends more suits than are heard.

    Both must be in the form, or one in it and the other standing.
    """
    own = select(INDICATOR.table.c.numerator, INDICATOR.table.c.denominator).where(
        INDICATOR.table.c.shown_as == "rate", INDICATOR.table.c.denominator.is_not(None)
    )
    wholes = [(each.hit, each.of) for each in INDICATORS if each.is_share]
    wholes += [(row.numerator, row.denominator) for row in connection.execute(own)]
    said: dict[tuple[object, object], dict[str, _Figure]] = defaultdict(dict)
    for (of_unit, key), figures in _figures(connection, rows).items():
        for each in figures:
            said[of_unit, each.period.code] |= dict.fromkeys(tallies_of(str(key)), each)
    for figures_of in said.values():
        for part, whole in wholes:
            above, below = figures_of.get(part), figures_of.get(whole)
            if above is None or below is None or above.value is None or below.value is None:
                continue
            newest = above.row or below.row
            if above.value > below.value and newest:
                names = (f"{_name(whole)}: {below.value:g}", below.place)
                yield Fault(newest, "value", f"{_name(part)}: {above.value:g}", PART_ABOVE_WHOLE, names)
                break


def _name(tally: str) -> str:
    return next((each.zh for each in COUNTS.values() if tally in each.tallies), tally)


def _figures(connection: Connection, rows: Sequence[SheetRow]) -> _Of:
    """By unit and count the figures of the file and those that stand and are not replaced by them, these first."""
    table, named = REPORTED_COUNT.table, {_key(row.values) for row in rows}
    found: dict[tuple[object, object], list[_Figure]] = defaultdict(list)
    codes = {row.values["unit_id"] for row in rows}
    asked = select(unit.c.code, table).join(unit, table.c.unit_id == unit.c.unit_id)
    for stored in connection.execute(asked).mappings():
        if stored["code"] not in codes:
            continue
        same = (stored["code"], stored["period"], stored["count"]) in named
        if not same or stored["form"]:
            place = f"{REPORTED_COUNT.zh} {stored['load_row'] or ''}".strip()
            value = None if same else stored["value"]
            figure = _Figure(ReportedPeriod.of(stored["period"]), value, stored["form"], place)
            found[stored["code"], stored["count"]].append(figure)
    for row in rows:
        value, form = row.values.get("value"), row.values.get("form")
        number = float(value) if isinstance(value, (int, float)) else None
        period = ReportedPeriod.of(str(row.values["period"]))
        figure = _Figure(period, number, None if form is None else str(form), row.place, row)
        found[row.values["unit_id"], row.values["count"]].append(figure)
    return found


def _key(values: Mapping[str, object]) -> tuple[object, object, object]:
    return values["unit_id"], values["period"], values["count"]


ENTRY = Entry(
    REPORTED_COUNT,
    rules=(unfit_values, clashing_periods, parts_above_wholes),
    register=Register(("period", "count", "value", "applies", "form"), ("period_end",)),
)
