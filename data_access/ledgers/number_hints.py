"""Hints at numbers that do not go with their rows: a year or an instance that the number says, and the row does not."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, extract, literal, not_, or_

from data_access.ledgers.declare import Ledger
from data_access.ledgers.hints import Hint
from data_access.problems import OTHER_INSTANCE, OTHER_YEAR

# The signs of the instances in the numbers of courts (关于人民法院案件案号的若干规定). A higher instance may be written
# under the number of the first, so that one says nothing.
_SIGNS = {"second": ("行终",), "retrial": ("行再", "行申")}
# The year of a number as courts, (2026)…, and as offices write it, …〔2026〕….
_OPENING, _CLOSING = ("(", "〔"), (")", "〕")
JANUARY, DECEMBER = 1, 12


def instance_of_number(ledger: Ledger) -> Hint:
    """A number of a higher instance at a row of another one: 行终 is no first instance."""
    of = ledger.table.c
    contradicted = [
        and_(of.instance != instance, or_(*(of.case_no.contains(sign) for sign in signs)))
        for instance, signs in _SIGNS.items()
    ]
    return Hint(OTHER_INSTANCE, "instance", or_(*contradicted), of.case_no)


def year_of_number(ledger: Ledger, day: ColumnElement[Any]) -> Hint:
    """A number of another year than that of the date on which it was given.

    What came in over the turn of the year may have the number of either.
    """
    number = ledger.table.c[ledger.natural_key[1]]
    year, month = cast(extract("year", day), Integer), cast(extract("month", day), Integer)
    neighbour = case((month == JANUARY, year - 1), (month == DECEMBER, year + 1), else_=year)
    has_year = or_(*(number.like(f"%{opening}____{closing}%") for opening, closing in _brackets()))
    says = or_(*(_says(number, each) for each in (year, neighbour)))
    return Hint(OTHER_YEAR, str(day.key), and_(has_year, day.is_not(None), not_(says)), number)


def _brackets() -> list[tuple[str, str]]:
    return list(zip(_OPENING, _CLOSING, strict=True))


def _says(number: ColumnElement[Any], year: ColumnElement[int]) -> ColumnElement[bool]:
    written = cast(year, String)
    return or_(
        *(number.like(literal(f"%{opening}") + written + literal(f"{closing}%")) for opening, closing in _brackets())
    )
