"""Loads asked for in the browser: the command in a process of its own, and the folder that tells of it."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from data_access.store.engine import URL_SETTING, reader_engine
from tests.cases import left_for_all
from tests.data_access import hostile_files
from tests.data_access.test_formats import OUTSIDE
from tests.running_app import wait_until
from ui import load_jobs
from ui.load_jobs import FOLDER_SETTING, KEPT_S, WRITER_SETTING, Order, Step, begin, fit_name, found

OWNER = "clerk@city"


@pytest.fixture(autouse=True)
def jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the jobs; the dashboard's own connection leads nowhere, so that nothing is written by it."""
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "jobs"))
    monkeypatch.setenv(URL_SETTING, f"sqlite:///{tmp_path / 'nowhere' / 'no.db'}?mode=ro")
    return tmp_path / "jobs"


def ended(step: Step) -> Step:
    wait_until(lambda: step.state != "running", "the end of the command")
    return step


def cases_in(url: str) -> list[tuple[str, str | None]]:
    with reader_engine(url).connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT case_no, outcome FROM litigation_case")]


def csv(*rows: str) -> bytes:
    return "\n".join(("被告,案号,审级,立案日期,审结日期,裁判结果", *rows)).encode()


def test_a_trial_stores_nothing_what_is_confirmed_is_stored_and_an_undo_takes_it_back(
    small_city_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WRITER_SETTING, small_city_url)
    before = sorted(cases_in(small_city_url), key=str)
    rows = ("A1,（2026）测01行初1号,一审,2026-03-02,2026-06-01,撤销", "A1,（2026）测01行初2号,一审,2026-03-03,,")
    job = begin(Order("load", OWNER, "zh", ("行政诉讼.csv",)), [csv(*rows)])
    job.try_out()
    assert ended(job.trial).state == "done", job.trial.said
    assert job.trial.report["status"] == "dry_run", job.trial.report["problems"]
    assert [(each["ledger"], each["read"], each["rejected"]) for each in job.trial.report["ledgers"][:1]] == [
        ("行政诉讼", 2, 0)
    ]
    assert sorted(cases_in(small_city_url), key=str) == before

    again = found(job.name, OWNER)
    assert again is not None
    again.carry_out()
    again.carry_out()
    assert ended(again.final).report["status"] == "stored", again.final.said
    new = set(cases_in(small_city_url)) - set(before)
    assert len(new) == 2
    assert sorted(cases_in(small_city_url), key=str) != before

    number = str(again.final.report["load_no"])
    undo = begin(Order("undo", OWNER, "zh", options=(number,)))
    undo.carry_out()
    assert ended(undo.final).report["status"] == "undone", undo.final.said
    assert sorted(cases_in(small_city_url), key=str) == before


def test_what_is_rejected_is_told_and_its_workbook_is_there(
    small_city_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WRITER_SETTING, small_city_url)
    job = begin(Order("load", OWNER, "zh", ("行政诉讼.csv",)), [csv("A1,（2026）测01行初1号,一审,三月,,")])
    job.try_out()
    assert ended(job.trial).report["status"] == "refused", job.trial.said
    assert job.trial.report["problems_n"] == 1
    assert "三月" in job.trial.report["problems"][0]
    assert job.trial.file("problems.xlsx") is not None


@pytest.mark.long
def test_personal_numbers_that_are_stored_are_covered_in_what_a_trial_would_change(
    small_city_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WRITER_SETTING, small_city_url)
    mobile, number = "13812345678", "（2026）测01行初1号"
    rows = [("被告", "案号", "审级", "立案日期", "案由"), ("A1", number, "一审", "2026-03-02", f"征收，{mobile}")]
    first = begin(Order("load", OWNER, "zh", ("行政诉讼.csv",)), ["\n".join(map(",".join, rows)).encode()])
    first.carry_out()
    assert ended(first.final).report["status"] == "stored", first.final.said
    rows[1] = (*rows[1][:4], "征收")
    job = begin(Order("load", OWNER, "zh", ("行政诉讼.csv",)), ["\n".join(map(",".join, rows)).encode()])
    job.try_out()
    [cell] = ended(job.trial).report["changed"]
    assert cell["after"] == "征收"
    assert cell["before"].startswith("征收，")
    assert mobile not in json.dumps(job.trial.report)


@pytest.mark.long
@pytest.mark.parametrize(
    "content",
    [pytest.param(b"PK\x03\x04", id="half a workbook"),
     *(left_for_all(content, name=repr(content)) for content in (b"", b"\x00\x01"))],
)  # fmt: skip
def test_a_file_that_is_none_ends_with_the_sentence_of_the_command(
    small_city_url: str, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setenv(WRITER_SETTING, small_city_url)
    job = begin(Order("load", OWNER, "zh", ("台账.xlsx",)), [content])
    job.try_out()
    assert ended(job.trial).state == "failed"
    assert "台账.xlsx" in job.trial.said
    assert "Traceback" not in job.trial.said


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.xlsx": hostile_files.zip_bomb,
    "lying.xlsx": hostile_files.lying_zip,
    "password.xlsx": hostile_files.encrypted_zip,
    "password.xls": lambda: hostile_files.compound("EncryptionInfo", "EncryptedPackage"),
    "program.xlsx": lambda: b"MZ\x90\x00" * 999,
    "program.csv": lambda: b"MZ\x90\x00" * 999,
    "program.parquet": lambda: b"MZ\x90\x00" * 999,
    "wide.xlsx": lambda: hostile_files.book([[f"列{at}" for at in range(16_000)]]),
    **{f"outside{number}.xlsx": build for number, build in enumerate(OUTSIDE)},
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_that_is_brought_is_told_and_stores_nothing(
    demo_copy_url: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(WRITER_SETTING, demo_copy_url)
    before = cases_in(demo_copy_url)
    good = csv("C01,（2026）测01行初1号,一审,2026-03-02,2026-06-01,撤销")
    job = begin(
        Order("load", OWNER, "zh", ("行政诉讼.csv", name), options=("--accept-partial",)), [good, HOSTILE[name]()]
    )
    job.carry_out()
    assert ended(job.final).state == "failed"
    assert (name in job.final.said, "Traceback" in job.final.said, "请" in job.final.said) == (True, False, True)
    assert cases_in(demo_copy_url) == before


@pytest.mark.long
def test_who_loads_for_some_units_stores_no_row_of_others_and_takes_back_no_load_of_anothers(
    demo_copy_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WRITER_SETTING, demo_copy_url)
    before = sorted(cases_in(demo_copy_url), key=str)
    row = "C01,（2026）测01行初1号,一审,2026-03-02,2026-06-01,撤销"
    for units in (("C02",), ()):
        job = begin(Order("load", OWNER, "zh", ("行政诉讼.csv",), units=units), [csv(row)])
        job.carry_out()
        assert ended(job.final).report["status"] == "refused", job.final.said
    theirs = begin(Order("load", "another", "zh", ("行政诉讼.csv",), units=("C01",)), [csv(row)])
    theirs.carry_out()
    report = ended(theirs.final).report
    assert report["status"] == "stored", theirs.final.said
    # What it does to scores that are not published is told to who may see these.
    assert not [said for said in report["said"] if "考核" in said]
    undo = begin(Order("undo", OWNER, "zh", options=(str(report["load_no"]),), units=("C01",)))
    undo.carry_out()
    assert "别人导入" in ended(undo.final).said
    assert len(cases_in(demo_copy_url)) == len(before) + 1


def test_what_an_order_may_do_is_kept_with_it(jobs: Path) -> None:
    for units in (None, (), ("C01", "C02")):
        job = begin(Order("load", OWNER, "zh", ("a.csv",), units=units, effects=True), [b"1"])
        assert found(job.name, OWNER) == job


def test_a_job_is_for_who_asked_for_it(jobs: Path) -> None:
    job = begin(Order("load", OWNER, "zh", ("a.csv",)), [b"1"])
    assert found(job.name, OWNER) == job
    assert found(job.name, "somebody") is None
    assert found(job.name, "") is None


@pytest.mark.parametrize("name", ["", "..", "../x", "a" * 23, "a" * 25, "é" * 24, "/etc/passwd"])
def test_a_link_names_no_other_folder(jobs: Path, name: str) -> None:
    outside = jobs.parent / "x"
    outside.mkdir()
    (outside / "order.json").write_text(json.dumps({"kind": "load", "owner": OWNER, "language": "zh", "files": []}))
    assert found(name, OWNER) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("台账.xlsx", "台账.xlsx"),
        ("../../etc/passwd", "passwd"),
        (r"C:\temp\台账.xlsx", "台账.xlsx"),
        ("a\x1b[31m\n.csv", "a_[31m_.csv"),
        ("", "_"),
        ("..", "_"),
        ("长" * 300 + ".xlsx", "长" * 69 + ".xlsx"),
        ("长" * 100 + ".xlsx", "长" * 69 + ".xlsx"),
        ("😀" * 90 + ".csv", "😀" * 52 + ".csv"),
        ("a." + "b" * 300, "a." + "b" * 30),
        ("半\ud83d.csv", "半_.csv"),
        ("a\u202evsc.exe", "a_vsc.exe"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_one(given: str, kept: str) -> None:
    assert fit_name(given) == kept
    assert begin(Order("load", OWNER, "zh", (given,)), [b"1"]).order.files == (kept,)


def test_two_files_of_one_name_are_two_files(jobs: Path) -> None:
    job = begin(Order("load", OWNER, "zh", ("台账.csv", "台账.csv")), [b"1", b"2"])
    assert sorted(path.read_bytes() for path in job.folder.rglob("*.csv")) == [b"1", b"2"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in job.folder.rglob("*.csv"))


def test_a_process_that_was_killed_is_told_as_failed(jobs: Path) -> None:
    job = begin(Order("load", OWNER, "zh", ("a.csv",)), [b"1"])
    job.trial.folder.mkdir()
    (job.trial.folder / "process").write_text("999999999")
    assert job.trial.state == "failed"


def test_yesterdays_files_are_removed_and_todays_stay(jobs: Path) -> None:
    old, new = (begin(Order("load", OWNER, "zh", ("a.csv",)), [b"1"]) for _ in range(2))
    then = time.time() - KEPT_S - 1
    os.utime(old.folder / "order.json", (then, then))
    load_jobs.forget_old()
    assert found(old.name, OWNER) is None
    assert found(new.name, OWNER) == new
    new.forget()
    assert found(new.name, OWNER) is None
