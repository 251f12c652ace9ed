"""The columns of ledgers, each kind by a function of its name; and those that several ledgers share."""

from data_access.ledgers.declare import LONGEST_NAME, LedgerColumn


def text(
    name: str, zh: str, en: str, example: str = "", required: bool = False, personal: bool = False
) -> LedgerColumn:
    """Prose, or with ``personal`` the name of a person."""
    return LedgerColumn(name, zh, en, "text", required, example=example, personal=personal)


def name_or_word(name: str, zh: str, en: str, example: str = "", required: bool = False) -> LedgerColumn:
    """A text that names a thing, or by which rows are told apart."""
    return LedgerColumn(name, zh, en, "text", required, example=example, longest=LONGEST_NAME)


def number(
    name: str, zh: str, en: str, example: str = "", required: bool = False, names: str = "", personal: bool = False
) -> LedgerColumn:
    """A case or item number or a code: a text by which people name a record, with ``names`` another one; with
    ``personal`` the number of a person."""
    return LedgerColumn(name, zh, en, "number", required, example=example, names=names, personal=personal)


def date(
    name: str, zh: str, en: str, example: str = "", required: bool = False, not_before: str = "", event: bool = True
) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "date", required, event=event, not_before=not_before, example=example)


def code(
    name: str, zh: str, en: str, codes: tuple[str, ...], labels: str, required: bool = False, default: str | None = None
) -> LedgerColumn:
    example = default or codes[0]
    return LedgerColumn(name, zh, en, "code", required, codes, labels, default, example=example)


def flag(name: str, zh: str, en: str, example: str = "", default: bool | None = None) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "flag", default=default, example=example)


def count(
    name: str,
    zh: str,
    en: str,
    example: str = "",
    default: int | None = None,
    required: bool = False,
    part_of: str = "",
) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "integer", required, default=default, example=example, part_of=part_of)


def decimal(
    name: str,
    zh: str,
    en: str,
    example: str = "",
    default: float | None = None,
    required: bool = False,
    share: bool = False,
    percent: bool = False,
    amount: bool = False,
) -> LedgerColumn:
    return LedgerColumn(
        name, zh, en, "decimal", required, default=default, example=example, share=share, percent=percent, amount=amount
    )


def group(required: bool) -> LedgerColumn:
    return LedgerColumn("peer_group", "同类组", "Peer group", "group", required, example="counties")


def item(name: str, example: str) -> LedgerColumn:
    return LedgerColumn(name, "考核项目", "Assessment item", "item", required=True, example=example)


def unit(name: str, zh: str, en: str, example: str = "", required: bool = True) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "unit", required, example=example)


UNIT = unit("unit_id", "单位", "Unit", "C01-natural_resources")
YEAR = LedgerColumn("year", "年度", "Year", "integer", required=True, example="2026")
VERSION = count("version", "版本", "Version", "1", required=True)
