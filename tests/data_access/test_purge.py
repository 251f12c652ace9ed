"""purge: a text goes from wherever the database holds it, publications still verify, and nothing else changes."""

import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.ledgers.assessment_mark import ASSESSMENT_MARK
from data_access.ledgers.litigation import LITIGATION
from data_access.problems import Refused
from data_access.publishing.publication_check import verify, walk
from data_access.publishing.publication_content import sha256_of
from data_access.publishing.purging import purge
from data_access.publishing.redaction import MARK, known_as, redacted, redaction_of
from data_access.publishing.signing import PRIVATE_FILE, make_keys, signer_from
from data_access.store.load_tables import load_change
from data_access.store.tables import load_batch, load_problem, metadata, publication
from tests.audit.attacks import tamper_content
from tests.data_access import assessed_city as city
from tests.data_access.ledger_sheets import data_version, rows_of
from wording import wording

pytestmark = pytest.mark.both_engines

NAME = "某某某"
NUMBER = "11010519491231002X"
WRITTEN = ("某某某", "某 某 某", "某·某某", "某\u200b某某")


@pytest.fixture
def engine(database: Engine) -> Engine:
    """A city whose ledgers, change log, rejected rows and publications all hold the name, in several forms."""
    city.fill(database)
    with database.begin() as connection:
        load_id = connection.execute(select(load_batch.c.load_id).limit(1)).scalar_one()
        connection.execute(update(ASSESSMENT_MARK.table).values(assessor=NAME, reason=f"由{NAME}扣分"))
        connection.execute(update(LITIGATION.table).values(matter=f"{WRITTEN[1]}诉某局，证件{NUMBER}"))
        row = {"原告": WRITTEN[2], "证件": NUMBER, "件数": 3}
        connection.execute(
            load_problem.insert().values(
                load_id=load_id,
                sheet="案件",
                row=2,
                column="原告",
                value=NAME,
                code="unknown_unit",
                row_json=json.dumps(row, ensure_ascii=False),
                ledger_row=json.dumps({"cells": row, "extra": [NAME]}, ensure_ascii=False),
                ledger_columns="matter",
            )
        )
        before = json.dumps({"matter": WRITTEN[3], "unit_id": 1}, ensure_ascii=False)
        connection.execute(
            load_change.insert().values(load_id=load_id, ledger="litigation", key='["a", 1]', before=before)
        )
    city.published(database)
    return database


def _everything(engine: Engine) -> str:
    """All that the database holds, as one text without what people put between the signs of a name."""
    parts = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                parts += [value.decode() if isinstance(value, (bytes, memoryview)) else str(value) for value in row]
    text = "\n".join(parts)
    for between in (" ", "·", "\u200b"):
        text = text.replace(between, "")
    return text


def _run(engine: Engine, *arguments: str, language: str = "zh") -> Result:
    url = engine.url.render_as_string(hide_password=False)
    result = CliRunner().invoke(app, ["purge", *arguments, "--database", url, "--language", language])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_trial_says_where_a_text_stands_and_changes_nothing(engine: Engine) -> None:
    before, version = _everything(engine), data_version(engine)
    result = _run(engine, NAME)
    assert result.exit_code == 0
    for part in (
        "试算",
        "--yes",
        wording("zh")("ledger.litigation"),
        "load_problem：1",
        "load_change：1",
        "发布 2025-1",
        "备份",
    ):
        assert part in result.output
    assert (_everything(engine), data_version(engine)) == (before, version)


def test_a_purged_text_is_nowhere_in_any_form_and_all_else_stays(engine: Engine) -> None:
    before, version = _everything(engine), data_version(engine)
    assert NAME in before
    result = _run(engine, NAME, "--yes")
    assert (result.exit_code, "已清除" in result.output) == (0, True)
    after = _everything(engine)
    assert (NAME in after, MARK in after, NUMBER in after) == (False, True, True)
    assert data_version(engine) > version
    [row] = rows_of(engine, load_problem)
    assert json.loads(row["row_json"]) == {"原告": MARK, "证件": NUMBER, "件数": 3}
    assert {row["reason"] for row in rows_of(engine, ASSESSMENT_MARK.table)} == {f"由{MARK}扣分"}
    assert _run(engine, NAME).output.startswith("库中没有这段文字")


def test_nothing_of_it_stays_in_the_files_of_sqlite(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("a server keeps its files to itself")
    file = Path(str(engine.url.database))
    purge(engine, [NAME, WRITTEN[1], NUMBER], trial=False)
    engine.dispose()
    kept = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert [text for text in (NAME, WRITTEN[1], NUMBER) if text.encode() in kept] == []


def test_a_publication_verifies_after_a_purge_and_says_when_it_was_redacted(engine: Engine) -> None:
    [published] = rows_of(engine, publication)
    purge(engine, [NAME], trial=False, today=dt.date(2026, 3, 1))
    [row] = rows_of(engine, publication)
    assert (row["sha256"], NAME in bytes(row["content"]).decode()) == (published["sha256"], False)
    found = verify(engine, "2025-1")
    assert (found.sound, found.redacted_on, found.sha256) == (True, dt.date(2026, 3, 1), published["sha256"])
    assert walk(engine).sound
    url = engine.url.render_as_string(hide_password=False)
    for arguments in (["verify", "2025-1", "--sha256", published["sha256"]], ["verify"]):
        result = CliRunner().invoke(app, [*arguments, "--database", url], env={"COLUMNS": "300"})
        assert (result.exit_code, "2026-03-01 清除过文字" in result.output) == (0, True), result.output


@pytest.mark.long
def test_a_second_purge_keeps_the_first_sha256_and_the_next_publication_names_it(engine: Engine) -> None:
    [published] = rows_of(engine, publication)
    purge(engine, ["扣分"], trial=False)
    purge(engine, [NAME], trial=False)
    [row] = rows_of(engine, publication)
    assert known_as(bytes(row["content"])) == row["sha256"] == published["sha256"]
    city.published(engine, supersedes="2025-1", reason="更正")
    purge(engine, ["更正"], trial=False)
    assert (walk(engine).sound, verify(engine, "2025-2").sound) == (True, True)


@pytest.mark.long
def test_a_signature_of_what_was_purged_is_said_to_prove_nothing_any_more(engine: Engine, tmp_path: Path) -> None:
    make_keys(tmp_path)
    signer = signer_from(tmp_path / PRIVATE_FILE)
    assert signer
    city.published(engine, supersedes="2025-1", reason="更正", signer=signer)
    purge(engine, [NAME], trial=False)
    found = verify(engine, "2025-2")
    assert (found.proof.signature, found.sound) == ("redacted", True)
    asked = verify(engine, "2025-2", public_key=signer.public_key)
    assert (asked.proof.signature, asked.sound) == ("unproved", False)


def test_what_is_altered_after_a_purge_is_noticed(engine: Engine) -> None:
    purge(engine, [NAME], trial=False)
    [row] = rows_of(engine, publication)
    content = bytes(row["content"])
    with engine.begin() as connection:
        connection.execute(update(publication).values(content=content.replace(b'"format":2', b'"format":1')))
    assert not verify(engine, "2025-1").sound


def test_a_purge_does_not_hide_that_a_publication_was_altered(engine: Engine) -> None:
    tamper_content(engine, "2025-1", f"由{NAME}扣分".encode(), f"由{NAME}加分".encode())
    before = _everything(engine)
    with pytest.raises(Refused) as refused:
        purge(engine, [NAME], trial=False)
    assert (refused.value.message, _everything(engine)) == ("purge.altered", before)


def test_two_rows_that_would_get_one_number_are_refused(engine: Engine, tmp_path: Path) -> None:
    numbers = [row["case_no"] for row in rows_of(engine, LITIGATION.table)][:2]
    with engine.begin() as connection:
        unit = connection.execute(select(LITIGATION.table.c.unit_id)).scalars().first()
        for number, name in zip(numbers, ("某某甲", "某某乙"), strict=True):
            connection.execute(
                update(LITIGATION.table)
                .where(LITIGATION.table.c.case_no == number)
                .values(case_no=f"案{name}", unit_id=unit)
            )
    before = _everything(engine)
    file = tmp_path / "texts"
    file.write_text("某某甲\n\n某某乙\n", encoding="utf-8")
    result = _run(engine, "--from", str(file), "--yes")
    assert (result.exit_code, "编号相同" in result.output) == (2, True)
    assert _everything(engine) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "请给出要清除的文字"),
        (("某某某", "--from", "x"), "两者只用其一"),
        (("--from", "no such file"), "无法读取"),
        (("某",), "太短"),
        (("  某  ",), "太短"),
        (("123",), "太短"),
        (("",), "太短"),
        (("...",), "太短"),
        (("·- -",), "太短"),
    ],
)
def test_what_cannot_be_purged_is_refused_with_a_sentence(
    database: Engine, arguments: tuple[str, ...], sentence: str
) -> None:
    result = _run(database, *arguments)
    assert (result.exit_code, sentence in result.output) == (2, True)


@pytest.mark.parametrize(
    ("text", "value", "left"),
    [
        ("某某某", "由某某某、某 某 某提出", f"由{MARK}、{MARK}提出"),
        ("13812345678", "电话138-1234-5678", f"电话{MARK}"),
        ("138 1234 5678", "１３８１２３４５６７８", MARK),
        ("11010519491231002x", "11010519491231002X", MARK),
        ("(2025)1.*", "(2025)1.* (2025)123", f"{MARK} (2025)123"),
        ("某某某", "某某", "某某"),
    ],
)
def test_a_text_is_found_however_it_is_written(text: str, value: str, left: str) -> None:
    assert redaction_of([text])(value) == left


def test_what_holds_no_such_text_keeps_every_byte(engine: Engine) -> None:
    [row] = rows_of(engine, publication)
    assert redacted(bytes(row["content"]), redaction_of(["没有这个名字"]), dt.date(2026, 3, 1)) is None
    assert sha256_of(bytes(row["content"])) == row["sha256"]
