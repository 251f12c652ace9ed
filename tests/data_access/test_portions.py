"""A large ledger is stored in portions: the database is as if all its rows had been stored at once."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.files import limits, sources
from data_access.files.sources import Sheet, read_file
from data_access.ledgers.litigation import LITIGATION
from data_access.loading import checked_sheets, portioned
from data_access.loading.load import load_sheets
from data_access.problems import ANOTHER_CASE, ANOTHER_UNIT, Refused
from data_access.store.engine import writer_engine
from data_access.store.load_tables import load_unit
from data_access.store.tables import load_batch, monthly_tally
from tests.data_access.ledger_sheets import rows_of, sheet, units
from tests.databases import sqlite_url

TODAY = dt.date(2026, 10, 31)


def _suits() -> Sheet:
    """Thirty suits: every fifth has a second defendant in another county, every third an appeal far below."""
    first = [
        {"被告": "C01-nr", "案号": f"({2026})某行初{n}号", "审级": "一审", "立案日期": "2026-01-05",
         "结案日期": "2026-03-02", "裁判结果": "撤销", "生效日期": "2026-03-20", "被告地位": "第一"}
        for n in range(1, 31)
    ]  # fmt: skip
    others = [{**row, "被告": "C02-nr", "被告地位": "共同"} for row in first[::5]]
    appeals = [
        {**row, "案号": str(row["案号"]).replace("初", "终"), "审级": "二审", "一审案号": row["案号"],
         "立案日期": "2026-04-01", "结案日期": "2026-05-04", "生效日期": "2026-05-04", "裁判结果": "驳回诉讼请求"}
        for row in first[::3]
    ]  # fmt: skip
    return sheet("litigation", [*first, *others, *appeals])


def _slips() -> Sheet:
    """A suit of which nothing is said, one that ended otherwise, a new one, and two that are other cases."""
    first = {"被告": "C01-nr", "案号": "(2026)某行初2号", "审级": "一审"}
    rows = [
        first,
        {**first, "案号": "(2026)某行初29号", "裁判结果": "驳回诉讼请求"},
        {**first, "案号": "(2026)某行初31号", "立案日期": "2026-01-05"},
        {**first, "案号": "(2026)某行初3号", "被告": "C02-nr"},
        {**first, "案号": "(2026)某行初4号", "立案日期": "2025-01-05"},
    ]
    return sheet("litigation", rows)


def _stored(database: Engine) -> list[object]:
    batches = [{**row, "loaded_at": None} for row in rows_of(database, load_batch)]
    return [rows_of(database, table) for table in (LITIGATION.table, monthly_tally, load_unit)] + [batches]


@pytest.mark.parametrize("most", [1, 7])
def test_rows_stored_in_portions_are_stored_as_all_at_once(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    stored = []
    for at_once in (1_000, most):
        for module in (portioned, checked_sheets):
            monkeypatch.setattr(module, "MOST_AT_ONCE", at_once)
        monkeypatch.setattr(checked_sheets, "READ_AT_ONCE", at_once)
        database = writer_engine(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / f"{at_once}.db"))))
        load_sheets(database, [units()], today=TODAY)
        assert load_sheets(database, [_suits()], today=TODAY, as_of=TODAY).ledgers[0].inserted == 46
        stored.append(_stored(database))
        assert load_sheets(database, [_suits()], today=TODAY, as_of=TODAY).ledgers[0].unchanged == 46
        slips = load_sheets(database, [_slips()], today=TODAY, as_of=TODAY, accept_partial=True)
        assert [(each.row, each.code) for each in slips.problems] == [(6, ANOTHER_CASE), (5, ANOTHER_UNIT)]
        assert (slips.ledgers[0].unchanged, slips.ledgers[0].stored, slips.ledgers[0].inserted) == (1, 2, 1)
        stored.append([*_stored(database), slips.problems, slips.changes])
        database.dispose()
    assert stored[:2] == stored[2:]


def test_as_many_rows_as_are_allowed_are_read_beside_their_headers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.MOST_ROWS == 500_000
    monkeypatch.setattr(sources, "MOST_ROWS", 3)
    for number, accepted in ((3, True), (4, False)):
        (tmp_path / "a.csv").write_text("案号\n" + "1号\n" * number, encoding="utf-8")
        if accepted:
            assert len(read_file(tmp_path / "a.csv")[0].rows) == number
        else:
            with pytest.raises(Refused, match="too_many_rows"):
                read_file(tmp_path / "a.csv")
