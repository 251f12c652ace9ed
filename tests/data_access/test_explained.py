"""``load --explain``: what became of the first rows of a sheet, of a form as an office has it and through a mapping."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.loading.load import load_files, load_sheets
from data_access.store.tables import unit
from tests.data_access.ledger_sheets import units

FORM = "填报单位,收到行政复议申请,受理\n甲县,12,/\n乙县,7,十\n"
# An office's own words: the mapping says what its columns and its counts are called here.
FOREIGN = "填报机关,期别,来件,立案受理,备注\n甲县,2026上半年,12,9,\n乙县,2026上半年,,0,核对中\n"
MAPPING = """
台账 = "统计报表"
横排 = ["来件", "立案受理"]
不读 = ["备注"]

[表头]
"填报机关" = "单位"
"期别" = "统计期"

[拼接]
"统计项" = "{横排表头}"
"数值" = "{横排值}"

[取值."统计项"]
"来件" = "收到申请"
"立案受理" = "受理"
"""


def _explained(engine: Engine, *arguments: str, language: str = "zh") -> Result:
    url = engine.url.render_as_string(hide_password=False)
    command = ["load", *arguments, "--explain", "--database", url, "--language", language]
    return CliRunner().invoke(app, command, env={"COLUMNS": "300"})


def _stored(engine: Engine) -> list[tuple[object, ...]]:
    of = REPORTED_COUNT.table.c
    with engine.connect() as connection:
        rows = connection.execute(select(unit.c.code, of.period, of.count, of.value).join(unit))
        return sorted(map(tuple, rows))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            (
                "“2026年第二季度.csv”工作表“2026年第二季度”的前几行：",
                "第 2 行 → 统计报表：单位 C01（“填报单位”列的“甲县”）；统计期 2026 年第 2 季度；统计项 收到申请；"
                "数值 12（“收到行政复议申请”列）；是否适用 是",
                "是否适用 否",
                "第 3 行 → 统计报表（有问题，见下）：单位 C02",
            ),
        ),
        ("en", ("row 2 → Reported counts: Unit C01 (column \"填报单位\", \"甲县\"); Period Q2 2026;",)),
    ],
)  # fmt: skip
def test_the_first_rows_of_a_form_are_explained_and_not_stored(
    database: Engine, tmp_path: Path, language: str, said: tuple[str, ...]
) -> None:
    load_sheets(database, [units()])
    path = tmp_path / "2026年第二季度.csv"
    path.write_text(FORM, encoding="utf-8")
    result = _explained(database, str(path), language=language)
    assert result.exit_code == 1, "one of its cells cannot be read"
    for each in said:
        assert each in result.output
    assert _stored(database) == []


def test_a_form_is_read_through_a_mapping_and_explained_by_its_own_words(database: Engine, tmp_path: Path) -> None:
    load_sheets(database, [units()])
    path, mapping = tmp_path / "form.csv", tmp_path / "form.toml"
    path.write_text(FOREIGN, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    result = _explained(database, str(path), "--mapping", str(mapping))
    assert result.exit_code == 0, result.output
    assert (
        "单位 C01（“填报机关”列的“甲县”）；统计期 2026 年上半年（“期别”列的“2026上半年”）；统计项 收到申请；数值 12"
        in result.output
    )
    assert _stored(database) == []
    assert load_files(database, [path], mapping=mapping).problems == ()
    # 乙县 left a cell blank, which is no nought; the nought beside it is one.
    assert _stored(database) == [
        ("C01", "2026H1", "applications_accepted", 9), ("C01", "2026H1", "applications_received", 12),
        ("C02", "2026H1", "applications_accepted", 0),
    ]  # fmt: skip
