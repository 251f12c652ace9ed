"""Small ledgers for the tests of the load door: invented units and cases, written as an office would write them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select

from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY
from data_access.store.tables import database_state

UNITS = (
    {"单位代码": "C01", "单位名称": "甲县人民政府", "简称": "甲县", "单位类别": "county"},
    {"单位代码": "C02", "单位名称": "乙县人民政府", "简称": "乙县", "单位类别": "county"},
    {"单位代码": "C01-nr", "单位名称": "甲县自然资源局", "单位类别": "county_department", "所属县区": "C01",
     "系统": "natural_resources"},
    {"单位代码": "C01-mr", "单位名称": "甲县市场监督管理局", "单位类别": "county_department", "所属县区": "甲县",
     "系统": "market_regulation"},
    {"单位代码": "C02-nr", "单位名称": "乙县自然资源局", "单位类别": "县区部门", "所属县区": "C02", "系统": "自然资源"},
    {"单位代码": "M-housing", "单位名称": "市住房建设局", "单位类别": "市直部门"},
)  # fmt: skip


def sheet(ledger: str, rows: Sequence[Mapping[str, object]], **more: Any) -> Sheet:
    """A sheet of our own workbook; rows are Excel's rows 2, 3 …"""
    headers = tuple(dict.fromkeys(header for row in rows for header in row))
    numbered = [(number, [row.get(header) for header in headers]) for number, row in enumerate(rows, 2)]
    return Sheet(BY_KEY[ledger].zh, headers, numbered, **more)


def units() -> Sheet:
    return sheet("unit", UNITS)


def case(number: str, unit: str = "C01-nr", **more: object) -> dict[str, object]:
    return {"被申请人": unit, "案号": number, "审结日期": "2026-04-02", "审理结果": "维持", **more}


def cases(*rows: Mapping[str, object]) -> Sheet:
    return sheet("reconsideration", rows)


def count_rows(source: Engine | Connection, table: Table) -> int:
    if isinstance(source, Engine):
        with source.connect() as connection:
            return count_rows(connection, table)
    return int(source.execute(select(func.count()).select_from(table)).scalar_one())


def rows_of(engine: Engine, table: Table) -> list[dict[str, Any]]:
    """Every row of a table, in the order of its key."""
    with engine.connect() as connection:
        query = select(table).order_by(*table.primary_key.columns)
        return [dict(row) for row in connection.execute(query).mappings()]


def data_version(engine: Engine) -> int:
    return int(rows_of(engine, database_state)[0]["data_version"])
