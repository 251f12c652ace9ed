"""Indicators of a city's own: one count over another, or one alone, with what it means and who answers for it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from assessment.clauses import CLAUSES
from assessment.indicators import SHIPPED_KEYS
from data_access.ledgers.columns import code, count, name_or_word, number, text
from data_access.ledgers.count_item import COUNT_ITEM, counts_like, own_names
from data_access.ledgers.counts import COUNTS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.ledgers.own_called import called_twice
from data_access.problems import (
    INDICATOR_TAKEN,
    MIXED_COUNTS,
    NO_DENOMINATOR,
    ONE_COUNT,
    PART_ABOVE_WHOLE,
    UNKNOWN_ARTICLE,
    UNKNOWN_COUNT,
)
from data_access.store.tables import monthly_tally, unit
from wording import LANGUAGES, wording

LAST_ARTICLE = max(clause.article for clause in CLAUSES)
SHOWN = ("rate", "count", "per_100", "points", "days")
# What is one number over another, and cannot be without the other.
OVER_ANOTHER = ("rate", "per_100")
BETTER = ("higher", "lower")

INDICATOR = Ledger(
    "indicator",
    "自设指标",
    "Own indicators",
    ("key",),
    (
        number("key", "指标代码", "Indicator key", "mediation_success", required=True),
        name_or_word("name", "指标名称", "Indicator name", "人民调解成功率", required=True),
        name_or_word("name_en", "指标英文名称", "Indicator name in English", "Mediation success"),
        count("article", "对应条款", "Article", "4", 4),
        LedgerColumn("numerator", "分子", "Numerator", "counted", required=True, example="heard_head_attended"),
        LedgerColumn("denominator", "分母", "Denominator", "counted", example="heard_known"),
        code("shown_as", "表示方式", "Shown as", SHOWN, "shown_as", default="rate"),
        LedgerColumn("better", "好的方向", "Better", "code", codes=BETTER, labels="better"),
        text("meaning", "含义", "Meaning", "调解成功的件数占全部调解件数的比例"),
        text("why", "设立理由", "Why it is measured", "调解成功，争议就不必进入复议和诉讼"),
        name_or_word("source", "来源", "Source", "市司法局统计制度"),
        text("checked_by", "核定人", "Checked by", personal=True),
        name_or_word("next_review", "下次复核", "Next review", "2027-01"),
    ),
    named_by="key",
    never_blank=("name", "numerator", "shown_as"),
)


def taken_keys(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """An own indicator is called like no shipped one: a link, or a line of a scheme, would open either."""
    called = {wording(language)(f"indicator.{key}.label"): key for key in SHIPPED_KEYS for language in LANGUAGES}
    for row in rows:
        key, name = str(row.values["key"]), str(row.values["name"])
        if key in SHIPPED_KEYS or key == SCORE or not key.isidentifier():
            yield Fault(row, "key", key, INDICATOR_TAKEN, (f"indicator.{key}.label",) if key in SHIPPED_KEYS else ())
        elif name in called:
            yield Fault(row, "name", name, INDICATOR_TAKEN, (f"indicator.{called[name]}.label",))


def unknown_articles(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """The article is one of the policy's: the definitions stand in their order."""
    for row in rows:
        article = row.values.get("article")
        if article is not None and not 1 <= int(str(article)) <= LAST_ARTICLE:
            yield Fault(row, "article", article, UNKNOWN_ARTICLE, (str(LAST_ARTICLE),))


def called_once(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """No other own indicator and no own count is called alike."""
    yield from called_twice(connection, rows, INDICATOR)


# The choice beside the indicators by which units are ranked.
SCORE = "score"


def _shown_as(row: SheetRow) -> object:
    """As the row says; a sheet without the column leaves it to the default."""
    return row.values.get("shown_as") or INDICATOR.column("shown_as").default


def unfit_counts(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """Both counts are known, of one kind (what happened, or what stands), and a rate has both."""
    item = COUNT_ITEM.table.c
    kinds = dict.fromkeys(COUNTS, "flow") | {
        row.key: row.kind for row in connection.execute(select(item.key, item.kind))
    }
    for row in rows:
        above, below = row.values["numerator"], row.values.get("denominator")
        for column, key in (("numerator", above), ("denominator", below)):
            if key is not None and key not in kinds:
                yield Fault(row, column, key, UNKNOWN_COUNT, counts_like(key, own_names(connection)))
                break
        else:
            if below is None and _shown_as(row) in OVER_ANOTHER:
                yield Fault(row, "denominator", None, NO_DENOMINATOR, (f"shown_as.{_shown_as(row)}",))
            elif below == above:
                yield Fault(row, "denominator", below, ONE_COUNT, (f"count.{below}",))
            elif below is not None and kinds[str(above)] != kinds[str(below)]:
                yield Fault(row, "denominator", below, MIXED_COUNTS, (f"count_kind.{kinds[str(above)]}",))


def rates_above_one(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """The numerator of a rate is a part of its denominator, in every unit and month that is counted."""
    rates = [row for row in rows if _shown_as(row) == "rate" and row.values.get("denominator")]
    keys = {str(row.values[part]) for row in rates for part in ("numerator", "denominator")}
    tally = monthly_tally.c
    sums: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    # What a county's own row tells stands under its own key.
    names = {name: key for key in keys for name in (key, f"{key}@county")}
    statement = (
        select(unit.c.code, tally.month, tally.tally_key, func.sum(tally.value))
        .join(unit, unit.c.unit_id == tally.unit_id)
        .where(tally.tally_key.in_(names), tally.facet == "")
        .group_by(unit.c.code, tally.month, tally.tally_key)
    )
    for unit_code, month, name, value in connection.execute(statement) if names else ():
        sums[names[name]].setdefault((unit_code, f"{month:%Y-%m}"), float(value))
    for row in rates:
        above, below = (sums[str(row.values[part])] for part in ("numerator", "denominator"))
        for place in sorted(above.keys() & below.keys()):
            if above[place] > below[place]:
                expected = (f"{below[place]:g}", *place)
                yield Fault(row, "numerator", f"{above[place]:g}", PART_ABOVE_WHOLE, expected)
                break


ENTRY = Entry(INDICATOR, rules=(taken_keys, unknown_articles, called_once, unfit_counts, rates_above_one))
