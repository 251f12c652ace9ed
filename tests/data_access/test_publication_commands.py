"""publish, publications and verify on the command line: what they say, in both languages, and how they end."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, update
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.ledgers.assessment_mark import ASSESSMENT_MARK
from data_access.ledgers.veto_event import VETO_EVENT
from data_access.publishing.receipt import beginning, grouped
from data_access.store.engine import writer_engine
from data_access.store.tables import monthly_tally, publication
from tests.audit.attacks import tamper_content, tamper_rank
from tests.cases import left_for_all
from tests.data_access import assessed_city as city
from tests.data_access.ledger_sheets import count_rows, rows_of
from tests.databases import sqlite_url

ROOT = Path(__file__).parent.parent.parent
SUPERSEDING = ("--supersedes", "2025-1", "--reason", "更正")


@pytest.fixture(scope="module")
def filled_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assessed city, not yet published; copied by each test."""
    file = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("assessed") / "city.db"))
    engine = writer_engine(sqlite_url(file))
    city.fill(engine)
    engine.dispose()
    return file


@pytest.fixture
def url(filled_file: Path, tmp_path: Path) -> str:
    return sqlite_url(Path(shutil.copy(filled_file, tmp_path / "city.db")))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = writer_engine(url)
    yield engine
    engine.dispose()


def _run(url: str, *arguments: str, language: str = "zh") -> Result:
    said = [*arguments, "--database", url, "--language", language]
    result = CliRunner().invoke(app, said, env={"COLUMNS": "220"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def _publish(url: str, *more: str, language: str = "zh") -> Result:
    return _run(url, "publish", city.PERIOD, "--by", city.OFFICE, "--yes", *more, language=language)


def test_publishing_shows_what_it_freezes_and_tells_its_number_and_sha256(url: str, engine: Engine) -> None:
    result = _publish(url)
    [row] = rows_of(engine, publication)
    assert result.exit_code == 0
    receipt = grouped(row["sha256"])
    for part in ("将发布 2025-1", city.PERIOD, "数据版本 v1", "丁县", "已发布 2025-1：数据版本 v2", receipt):
        assert part in result.output


def test_without_anybody_to_ask_nothing_is_published(url: str, engine: Engine) -> None:
    result = _run(url, "publish", city.PERIOD, "--by", city.OFFICE)
    assert (result.exit_code, "将发布 2025-1" in result.output, "--yes" in result.output) == (2, True, True)
    assert count_rows(engine, publication) == 0


@pytest.mark.long
@pytest.mark.parametrize(("answer", "published"), [left_for_all("y", 1), ("n", 0)])
def test_a_person_at_the_terminal_is_asked(url: str, engine: Engine, answer: str, published: int) -> None:
    terminal, other_end = pty.openpty()
    arguments = ["publish", city.PERIOD, "--by", city.OFFICE, "--database", url]
    process = subprocess.Popen(
        [sys.executable, "-m", "data_access", *arguments],
        cwd=ROOT,
        stdin=other_end,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    os.write(terminal, f"{answer}\n".encode())
    output, _ = process.communicate(timeout=60)
    for end in (terminal, other_end):
        os.close(end)
    assert (process.returncode, "现在发布吗？" in output) == (0, True)
    assert count_rows(engine, publication) == published


def test_the_lists_of_what_keeps_it_back_end_with_1(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(VETO_EVENT.table))
    undecided = _publish(url, language="en")
    assert undecided.exit_code == 1
    assert "2 proposed vetoes are undecided" in undecided.output
    assert (
        "丙县 (Counties): appearance rate below average and among the last, Appearance rate 5/10, base 10"
        in undecided.output
    )
    with engine.begin() as connection:
        connection.execute(delete(ASSESSMENT_MARK.table).where(ASSESSMENT_MARK.table.c.score == city.MARKS["C2"]))
    lacking = _publish(url, language="en")
    assert (lacking.exit_code, "1 required mark, review or report is missing" in lacking.output) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["publish", city.PERIOD], "请用 --by 写明由谁发布"),
        (["publish", "2025", "--by", "甲"], "还没有结束"),
        (["publish", "2025-02~2025-06", "--by", "甲"], "从一月起算"),
        (["publish", "明年", "--by", "甲"], "“明年”不是期间"),
        (["publish", city.PERIOD, "--by", "甲", "--supersedes", "2025-1"], "要说明理由"),
        (["verify", "2025-1", "--stamp", "v1"], "只给出其一"),
        (["verify", "--sha256", "88d4"], "请同时给出它的编号"),
        (["verify", "2025-9"], "没有编号为“2025-9”的发布"),
        (["verify", "--stamp", "v9"], "数据版本应为 v1 至 v1"),
        (["verify", "--stamp", "最新"], "数据版本应为 v1 至 v1，现为“最新”"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(url: str, arguments: list[str], sentence: str) -> None:
    result = _run(url, *arguments)
    assert (result.exit_code, sentence in result.output) == (2, True)
    assert _run(url, *arguments, language="en").exit_code == 2


def test_the_list_says_of_each_publication_what_was_altered_since(url: str, engine: Engine) -> None:
    _publish(url)
    _publish(url, *SUPERSEDING)
    assert [line.split()[-1] for line in _listed(url)] == ["一致", "一致"]
    tamper_rank(engine, "2025-1", "C1", score_rank=9)
    tampered = _run(url, "publications").output
    assert [line.split()[-1] for line in _listed(url)] == ["一致", "名次被改动过"]
    assert "2025-1 与发布时不一致。请用 python -m data_access verify 2025-1 查看" in tampered
    assert "2025-2 与发布时不一致" not in tampered
    tamper_content(engine, "2025-2", b"2025-2", b"2025-9")
    assert [line.split()[-1] for line in _listed(url)] == ["存档被改动过", "名次被改动过"]


def _listed(url: str) -> list[str]:
    """The rows of the list, without head and rules."""
    return [line for line in _run(url, "publications").output.splitlines() if line.strip().startswith("2025-")
            and "verify" not in line]  # fmt: skip


def test_all_publications_are_listed_with_what_superseded_them(url: str, engine: Engine) -> None:
    assert "还没有发布过" in _run(url, "publications").output
    _publish(url)
    assert _publish(url, *SUPERSEDING).exit_code == 0
    shas = [beginning(row["sha256"]) for row in rows_of(engine, publication)]
    result = _run(url, "publications", language="en")
    assert result.exit_code == 0
    for part in ("2025-1", "2025-2", city.PERIOD, "2025-07-31", "v1", "v2", "2025, version 1", city.OFFICE, *shas):
        assert part in result.output


def test_a_publication_is_proved_and_a_correction_is_told_with_its_cases(url: str, engine: Engine) -> None:
    _publish(url)
    proved = _run(url, "verify", "2025-1")
    assert (proved.exit_code, "完全一致" in proved.output, "与发布时相同" in proved.output) == (0, True, True)
    city.load(engine, city.of_ledger("litigation", [city.case("C4", n, attended=n > 2) for n in range(10)]))
    corrected = _run(url, "verify", "2025-1")
    assert corrected.exit_code == 0
    for part in ("3 个单位与发布时不同", "88.60 → 70.60", "1 → 3", "出庭应诉率 10/10 → 7/10"):
        assert part in corrected.output


def test_a_publication_that_was_tampered_with_ends_with_1_and_names_the_figure(url: str, engine: Engine) -> None:
    _publish(url)
    [row] = rows_of(engine, publication)
    with engine.begin() as connection:
        connection.execute(update(publication).values(content=bytes(row["content"]).replace(b"88.6,", b"98.6,")))
    result = _run(url, "verify", "2025-1")
    assert result.exit_code == 1
    for part in ("存档内容已被改动", grouped(row["sha256"]), "C4", "score", "98.6", "88.6"):
        assert part in result.output


def test_a_data_version_is_proved_published_or_replaced(url: str, engine: Engine) -> None:
    assert "仍在" in _run(url, "verify", "--stamp", "v1").output
    _publish(url)
    city.load(engine, city.marks({"C1": 91}))
    city.load(engine, city.marks({"C1": 92}))
    assert "随 2025-1 发布并冻结" in _run(url, "verify", "--stamp", "1").output
    replaced = _run(url, "verify", "--stamp", "v3")
    assert (replaced.exit_code, "次导入替换" in replaced.output) == (0, True)
    with engine.begin() as connection:
        connection.execute(update(monthly_tally).values(value=monthly_tally.c.value + 1))
    wrong = _run(url, "verify", "--stamp", "v4")
    assert (wrong.exit_code, "first_instance_lost" in wrong.output, "recount" in wrong.output) == (1, True, True)
