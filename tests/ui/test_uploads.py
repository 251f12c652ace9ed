"""Files are brought by who may load, where a setting names the connection that may write, and by nobody else."""

import os
from pathlib import Path

import pytest

from data_access.reading.viewer_list import FILE_SETTING, Person, write_people
from tests.ui.app_page import blanks, open_page, said
from ui.access import DEFAULT_HEADER
from ui.gate import Asked, refusal_of
from ui.load_jobs import FOLDER_SETTING, WRITER_SETTING, Order, begin
from ui.modes import MODE_SETTING, PROXIES_SETTING
from ui.registry import INTAKE
from wording import LANGUAGES, wording

UPLOAD = "/_stcore/upload_file/0b5c9d2e-session/1f-file"


def asked(method: str = "PUT", path: str = UPLOAD, origin: str = "http://127.0.0.1:8501", who: str = "") -> Asked:
    headers = [(b"host", b"127.0.0.1:8501"), (b"origin", origin.encode())]
    headers += [(DEFAULT_HEADER.lower().encode(), who.encode())] if who else []
    return Asked(path, len(path), method, "http", "127.0.0.1", "127.0.0.1", tuple(headers))


def status(of: Asked) -> int:
    refused = refusal_of(of)
    return refused.status if refused else 200


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WRITER_SETTING, "sqlite:////nowhere/reporting.db")


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODE_SETTING, "gateway")
    monkeypatch.setenv(PROXIES_SETTING, "127.0.0.1")
    monkeypatch.setenv(FILE_SETTING, str(tmp_path / "viewers.toml"))
    write_people((Person("clerk", "", "clerk"), Person("leader", "", "city_leader"), Person("auditor", "", "auditor")))


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_nothing_is_brought_where_no_setting_names_who_may_write(method: str) -> None:
    assert status(asked(method)) == 405


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_takes_files_where_the_setting_is_and_else_says_what_to_do(
    without_tables: str, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """It opens before there are any data: the first of them come in by it."""
    words = wording(language)
    for url, title in (("", "intake.closed.title"), ("sqlite:////nowhere/reporting.db", "intake.bring.title")):
        monkeypatch.setenv(WRITER_SETTING, url)
        app = open_page(INTAKE, lang=language)
        assert (words(title) in said(app), len(app.get("file_uploader")) > 0, list(app.exception)) == (
            True, bool(url), [],
        )  # fmt: skip


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_on_ones_own_machine_files_are_brought_where_the_setting_is(writer: None, method: str) -> None:
    assert status(asked(method)) == 200


@pytest.mark.parametrize(
    "of",
    [
        asked("POST"),
        asked("PATCH"),
        asked("GET"),
        asked(path="/_stcore/upload_file"),
        asked(path=f"{UPLOAD}/more"),
        asked(path="/_stcore/upload_file/../stream/x"),
        asked(path="/_stcore/metrics"),
        asked(path="/overview"),
        asked(origin="http://evil.test"),
    ],
)
def test_nothing_else_is_opened_by_it(writer: None, of: Asked) -> None:
    assert status(of) != 200


@pytest.mark.parametrize(
    ("who", "expected"), [("clerk", 200), ("leader", 405), ("auditor", 405), ("x", 405), ("", 405)]
)
def test_of_those_who_sign_in_clerks_alone_bring_files(writer: None, gateway: None, who: str, expected: int) -> None:
    assert status(asked(who=who)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_how_far_a_command_is(
    without_tables: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    """Its bar has the share and the words of what the command tells of itself, and before that says that it starts."""
    monkeypatch.setenv(WRITER_SETTING, "sqlite:////nowhere/reporting.db")
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "jobs"))
    job, words = begin(Order("load", "", language, ("台账.csv",), effects=True), [b"1"]), wording(language)
    job.trial.folder.mkdir()
    (job.trial.folder / "process").write_text(str(os.getpid()))
    for told, expected in (
        ("", (0, words("intake.starting"))),
        ('{"stage": "checking", "done": 3, "total": 4}', (75, words.label("load.stage", "checking"))),
        ('{"stage": "storing", "done": 9, "total": 4}', (100, words.label("load.stage", "storing"))),
    ):
        (job.trial.folder / "progress.json").write_text(told)
        app = open_page(INTAKE, lang=language, job=job.name)
        assert list(app.exception) == []
        (bar,) = app.get("progress")
        assert (bar.proto.value, blanks(bar.proto.text)) == expected
        assert words("intake.trial.running") in said(app)
