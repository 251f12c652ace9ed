"""Who looked at what is noted; what cannot be noted is not handed out, and pages are shown all the same."""

import datetime as dt
import hashlib
import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from data_access.asked.selection import default_selection
from data_access.reading.available import choices_for
from data_access.reading.cached import engine
from data_access.reading.covered import MASK
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.reading.viewer_list import FILE_SETTING, Person, write_people
from panels.declare import Context
from panels.funnel import FUNNEL
from tests.ui.app_page import charted, open_page, said, sent
from tests.ui.test_pages import faults
from ui import access
from ui.access import Seat
from ui.access_log import LONGEST, SETTING, NotNotedError, days, folder, note_document, note_page, noted
from ui.covered_links import without_persons
from ui.draw import document
from ui.modes import MODE_SETTING
from ui.registry import BY_KEY
from ui.view import View
from wording import LANGUAGES, wording

SEAT = Seat(local=True)


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SETTING, str(tmp_path / "access"))
    return tmp_path / "access"


def lines(place: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in sorted(place.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]


def made() -> bytes:
    """The workbook of a panel, as the download button makes it."""
    with reading(engine(), ALL_SEEING) as reader:
        state = reader.state()
        choices = choices_for(reader, reader.units(), state.data_as_of)
        context = Context(default_selection(choices), state, choices)
        return document(FUNNEL, View(reader, context, BY_KEY["rankings"], {}, SEAT), context)


def cells(content: bytes) -> list[str]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [str(cell) for row in sheet for cell in row if cell]


def test_a_look_at_a_page_is_noted_with_what_it_asked_for(kept_in: Path, demo: str) -> None:
    open_page(BY_KEY["unit"], unit="C07", period="2025")
    noted = lines(kept_in)[-1]
    assert (noted["what"], noted["page"], noted["local"]) == ("page", "unit", True)
    assert (noted["asked"]["unit"], noted["asked"]["period"]) == ("C07", "2025")
    assert all(file.stat().st_mode & 0o077 == 0 for file in kept_in.iterdir())


def test_a_document_is_noted_with_the_hash_of_its_bytes(kept_in: Path, demo: str) -> None:
    content = made()
    noted = lines(kept_in)[-1]
    assert (noted["what"], noted["document"]) == ("document", "funnel")
    assert noted["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_document_that_cannot_be_noted_is_not_handed_out_and_the_page_is_shown(
    kept_in: Path, demo: str, caplog: pytest.LogCaptureFixture
) -> None:
    whole = cells(made())
    for file in kept_in.iterdir():
        file.unlink()
    kept_in.rmdir()
    # A file stands where the folder should be.
    kept_in.write_text("")
    refused = cells(made())
    assert wording("zh")("access.not_noted") in refused
    assert len(refused) < len(whole) / 4
    app = open_page(BY_KEY["overview"])
    assert not app.exception
    assert len(said(app)) > 20
    assert "was not noted" in caplog.text


def test_what_stood_there_stays_and_many_write_at_once(kept_in: Path) -> None:
    note_page(SEAT, "first", {})
    with ThreadPoolExecutor(20) as sessions:
        list(sessions.map(lambda number: note_page(SEAT, "unit", {"unit": f"C{number}"}), range(200)))
    found = lines(kept_in)
    assert found[0]["page"] == "first"
    assert {each["asked"]["unit"] for each in found[1:]} == {f"C{number}" for number in range(200)}


@pytest.mark.parametrize("value", ["a\nb", '"}\n{"who": "mayor"', "\x1b[31m", "\ud800", "x" * 10_000, "\u2028", ""])
def test_no_text_of_a_link_makes_a_line_of_its_own(kept_in: Path, value: str) -> None:
    note_page(Seat(value), "unit", {"record": value})
    (noted,) = lines(kept_in)
    assert noted["asked"]["record"] == value[:LONGEST]


def test_the_log_is_kept_where_readers_sign_in_unless_it_is_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    assert folder() is None
    monkeypatch.setenv(MODE_SETTING, "oidc")
    assert folder()
    monkeypatch.setenv(SETTING, "off")
    assert folder() is None


def test_a_full_disk_stops_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "/dev/full")
    with pytest.raises(NotNotedError):
        note_document(SEAT, "unit", "funnel", {}, b"")


# --- Read by auditors ------------------------------------------------------------------------------------------------


def written(place: Path, name: str, *entries: object) -> None:
    place.mkdir(exist_ok=True)
    text = "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in entries)
    (place / name).write_text(text, "utf-8")


def look(who: str, number: int = 0, what: str = "page") -> dict[str, Any]:
    return {"at": f"2026-11-0{1 + number % 9}T08:00:00+08:00", "what": what, "who": who, "page": "unit",
            "asked": {"unit": f"C{number:02}"}}  # fmt: skip


def test_the_newest_looks_come_first_of_every_file(kept_in: Path) -> None:
    written(kept_in, "2026-11-01.jsonl.1", look("first", 1))
    written(kept_in, "2026-11-01.jsonl", look("second", 2), look("third", 3))
    written(kept_in, "2026-11-02.jsonl", "", look("fourth", 4))
    written(kept_in, "2026-99-99.jsonl", look("never"))
    written(kept_in, "notes.txt", look("never"))
    assert [each.who for each in noted(kept_in).looks] == ["fourth", "third", "second", "first"]
    assert days(kept_in) == [dt.date(2026, 11, 2), dt.date(2026, 11, 1)]
    assert [each.who for each in noted(kept_in, day=dt.date(2026, 11, 1)).looks] == ["third", "second", "first"]
    assert [each.who for each in noted(kept_in, who="IR").looks] == ["third", "first"]
    assert noted(kept_in, what="document").looks == ()


@pytest.mark.parametrize("block", [150, 151, 1_000, 65_536])
def test_lines_are_whole_however_the_file_is_cut_into_blocks(
    kept_in: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr("ui.access_log.BLOCK", block)
    written(kept_in, "2026-11-01.jsonl", *(look(f"张{number}", number) for number in range(50)))
    assert [each.who for each in noted(kept_in).looks] == [f"张{number}" for number in reversed(range(50))]


def test_what_is_no_look_is_counted_and_not_shown(kept_in: Path) -> None:
    bad = ("{", "[]", "null", '{"at": 1}', '{"at": "x", "asked": 3}', '{"at": "2026-11-01T00:00:00", "asked": {}}')
    written(kept_in, "2026-11-01.jsonl", *bad, look("good"))
    found = noted(kept_in)
    assert (found.read, found.unreadable, found.more) == (7, 5, False)
    assert [each.who for each in found.looks] == ["good", ""]


def test_so_many_lines_are_read_and_no_more(kept_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.access_log.MOST_READ", 5)
    written(kept_in, "2026-11-01.jsonl", *(look("x", number) for number in range(9)))
    assert (noted(kept_in, who="nobody").read, noted(kept_in, who="nobody").more) == (5, True)


def test_no_sign_in_an_officers_number_ends_it_early_for_whoever_sees_no_names(kept_in: Path) -> None:
    note_page(SEAT, "officer", {"officer": "ZF&夜莺&officer=1", "who": "none"})
    [look] = noted(kept_in).looks
    assert without_persons(look.asked) == f"officer={MASK}&who=none"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_auditor_sees_the_log_and_nobody_else(
    kept_in: Path, demo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv(MODE_SETTING, "gateway")
    monkeypatch.setenv(FILE_SETTING, str(tmp_path / "viewers.toml"))
    write_people([Person(role, "", role) for role in ("auditor", "city_leader")])
    words = wording(language)
    seen = {}
    number = "ZF-C07-public_security-001"
    note_page(Seat("city_leader"), "officer", {"officer": number})
    for who in ("city_leader", "auditor"):
        monkeypatch.setattr(access, "_seat", lambda *_, who=who: Seat(who))
        app = open_page(BY_KEY["access_log"], lang=language, who="leader")
        # Who may see no names reads that a file was opened, and not whose.
        assert (f"officer={MASK}" in sent(app), number in sent(app)) == (who == "auditor", False)
        assert faults(app) == []
        seen[who] = said(app) + charted(app)
    assert words("audit.refused") in seen["city_leader"]
    assert not {"city_leader", words("audit.head.at")} & set(seen["city_leader"])
    assert (
        words("audit.found", n=len([each for each in lines(kept_in) if each["who"] == "city_leader"]))
        in seen["auditor"]
    )
    assert {"city_leader", words("role.city_leader"), words("page.access_log")} <= set(seen["auditor"])


def test_an_auditor_is_told_that_there_is_nothing_or_no_log(
    kept_in: Path, demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = wording("zh")
    assert words("audit.nothing") in said(open_page(BY_KEY["access_log"], who="nobody at all"))
    monkeypatch.setenv(SETTING, "off")
    assert words("audit.off") in said(open_page(BY_KEY["access_log"]))
