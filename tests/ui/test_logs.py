"""Logs hold no personal numbers, no values of statements and no rows, they rotate, and no page fails of them."""

import logging
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from streamlit import config

from data_access.store.engine import reader_engine, writer_engine
from ui import logs
from ui.logs import SETTING, keep_logs

PERSON = "11010519491231002X"
MOBILE = "13812345678"
# Tracebacks show lines of the program, so the name stands in none of those that fail.
NAME = "某某某"
log = logging.getLogger("dashboard")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging is the process's own: what a test sets is set back after it."""
    factory, handlers, disabled = (
        logging.getLogRecordFactory(),
        list(logging.root.handlers),
        logging.root.manager.disable,
    )
    # Another test's program may have silenced its process.
    logging.disable(logging.NOTSET)
    for each in logging.root.manager.loggerDict.values():
        if isinstance(each, logging.Logger):
            each.disabled = False
    yield
    logging.disable(disabled)
    logging.setLogRecordFactory(factory)
    every = [logging.root, *(each for each in logging.root.manager.loggerDict.values() if hasattr(each, "handlers"))]
    for logger in every:
        for handler in list(logger.handlers):
            if isinstance(handler, logs._OwnFile) or (logger is logging.root and handler not in handlers):
                logger.removeHandler(handler)
                handler.close()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one file that is written from now on."""
    monkeypatch.setenv(SETTING, str(tmp_path / "logs"))
    keep_logs()
    (found,) = (tmp_path / "logs").iterdir()
    return found


def _fail(message: str) -> None:
    raise ValueError(message)


def _log_failure(write: Callable[[], object]) -> None:
    try:
        write()
    except Exception as error:
        log.error("failure 12345: the page /?q=%s failed", MOBILE, exc_info=error)


def test_no_personal_number_stands_in_a_message_its_values_or_a_traceback(file: Path) -> None:
    log.warning("%s called %s", PERSON, int(MOBILE))
    log.warning({"asked": MOBILE})
    log.warning("more values than are asked for: %s", MOBILE, PERSON)
    _log_failure(lambda: _fail(f"no such person: {PERSON}"))
    written = file.read_text(encoding="utf-8")
    assert [number for number in (PERSON, MOBILE) if number in written] == []
    expected = ("138****5678", "110***********002X", "Traceback", "ValueError")
    assert [text for text in expected if text not in written] == []


def test_what_streamlit_logs_stands_in_the_same_file(file: Path) -> None:
    logging.getLogger("streamlit.error_util").error("Uncaught app execution of %s", MOBILE)
    written = file.read_text(encoding="utf-8")
    assert ("Uncaught app execution" in written, MOBILE in written) == (True, False)


def test_a_failure_of_a_page_stands_once_in_the_log_and_past_no_logger(file: Path) -> None:
    assert config.get_option("logger.enableRich") is False
    logging.getLogger("streamlit.error_util").error("Uncaught app execution")
    assert file.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("open_engine", [reader_engine, writer_engine])
def test_no_value_of_a_statement_stands_in_its_failure(
    migrated_database_url: str, open_engine: Callable[[str], Engine], file: Path
) -> None:
    engine = open_engine(migrated_database_url)

    def ask() -> None:
        with engine.connect() as connection:
            connection.execute(text("SELECT lost FROM unit WHERE name = :name"), {"name": NAME})

    with pytest.raises(DBAPIError) as failed:
        ask()
    assert NAME not in str(failed.value)
    _log_failure(ask)
    engine.dispose()
    written = file.read_text(encoding="utf-8")
    assert ("lost" in written, NAME in written) == (True, False)


def test_rows_that_a_database_quotes_are_left_out(file: Path) -> None:
    log.error("duplicate key\nDETAIL:  Key (name)=(某某某) already exists.\nCONTEXT:  COPY unit, line 1: 某某某\nend")
    written = file.read_text(encoding="utf-8")
    assert ("duplicate key" in written, "end" in written, NAME in written) == (True, True, False)


def test_a_log_is_for_its_owner_alone_and_the_oldest_part_goes(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = next(each for each in logging.root.handlers if isinstance(each, logs._OwnFile))
    handler.maxBytes, handler.backupCount = 1_000, 2
    for number in range(100):
        log.warning("line %s", number)
    files = sorted(path.name for path in file.parent.iterdir())
    assert files == [file.name, f"{file.name}.1", f"{file.name}.2"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}
    assert "line 99" in file.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_leaves_the_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(SETTING, str(tmp_path / "file" / "logs"))
    keep_logs()
    log.error("of %s", MOBILE)
    said = capfd.readouterr().err
    assert (SETTING in said, "138****5678" in said) == (True, True)


def test_a_full_disk_costs_the_log_and_nothing_else(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    handler = next(each for each in logging.root.handlers if isinstance(each, logs._OwnFile))
    handler.stream.close()
    handler.stream = Path("/dev/full").open("a", encoding="utf-8")  # noqa: SIM115
    log.error("nobody reads this")
    assert "Traceback" not in capfd.readouterr().err
    with suppress(OSError):
        handler.stream.close()
    handler.stream = None
