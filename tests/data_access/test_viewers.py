"""Who may see what: the list of viewers, the roles, and whose rows follow from both."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.problems import Refused
from data_access.reading.roles import ROLES, viewer_of
from data_access.reading.viewer import ALL_SEEING, NOBODY, Viewer
from data_access.reading.viewer_list import FILE_SETTING, Person, people, person_of, write_people
from data_access.reading.viewer_sheet import people_of
from wording import LANGUAGES, wording

ON = dt.date(2026, 10, 31)
# Two counties with a police organ each, a police and a transport department of the city, a unit merged over the border.
UNITS = pd.DataFrame(
    [
        ("A", "A", None, None),
        ("A-police", "A", "police", None),
        ("B", "B", None, None),
        ("B-police", "B", "police", None),
        ("B-old", "B", "transport", "A-police"),
        ("B-older", "B", "transport", "B-old"),
        ("M-police", None, "police", None),
        ("M-transport", None, "transport", None),
    ],
    columns=["code", "county", "sector", "merged_into"],
)
ENTRY = '[[viewer]]\nidentity = "one"\nrole = "auditor"\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "viewers.toml"
    monkeypatch.setenv(FILE_SETTING, str(path))
    return path


@pytest.mark.parametrize(
    ("role", "units", "seen"),
    [
        ("county", {"B"}, {"B", "B-police", "B-old", "B-older"}),
        ("county", {"A"}, {"A", "A-police", "B-old", "B-older"}),
        ("department", {"M-police"}, {"A-police", "B-police", "M-police", "B-old", "B-older"}),
        ("department", {"M-transport"}, {"B-old", "B-older", "M-transport"}),
        ("unit", {"B-police"}, {"B-police"}),
        ("unit", {"A-police"}, {"A-police", "B-old", "B-older"}),
        ("unit", {"all"}, set()),
        ("unit", {"A,B"}, set()),
        ("county", {"M-police"}, {"M-police"}),
        ("clerk", {"B"}, {"B", "B-police", "B-old", "B-older"}),
        ("clerk", {"B-police"}, {"B-police"}),
        ("clerk", {"A-police", "M-police"}, {"A-police", "M-police", "B-old", "B-older"}),
        ("auditor", {"A"}, set()),
        ("unknown", {"A"}, set()),
    ],
)
def test_a_role_sees_the_rows_of_its_units_and_of_those_merged_into_them(
    role: str, units: set[str], seen: set[str]
) -> None:
    assert viewer_of("somebody", role, frozenset(units)).allowed(UNITS) == seen


def test_a_clerk_of_no_units_is_the_offices_who_sees_all() -> None:
    assert viewer_of("somebody", "clerk", frozenset()).allowed(UNITS) is None


def test_a_viewer_of_whom_nothing_is_said_sees_nothing() -> None:
    for viewer in (NOBODY, Viewer("somebody")):
        assert viewer.allowed(UNITS) == frozenset()
        assert (viewer.sees_names, viewer.sees_unpublished, viewer.downloads) == (False, False, False)
    assert ALL_SEEING.allowed(UNITS) is None


def test_no_two_viewers_who_see_different_things_share_a_key() -> None:
    codes = [None, (), ("all",), ("A", "B"), ("A,B",), ("A|B",), ('A","B',), ("null",), ("[]",), ("*",), ("True",)]
    viewers = [
        Viewer(f"{number}", None if units is None else frozenset(units), reach, *flags)
        for number, units in enumerate(codes)
        for reach in ("unit", "county", "system")
        for flags in ((False, False), (True, False), (False, True), (True, True))
    ]
    assert len({viewer.scope_key for viewer in viewers}) == len(viewers)


def test_a_list_is_read_as_it_was_written(file: Path) -> None:
    everybody = (
        Person("a", "", "city_leader"),
        Person('q"\\', '引号 \\ "', "county", ("C01", "全部,all"), dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        Person("😀", "x" * 200, "unit", ("C02",), None, ON),
    )
    assert people() == ()
    write_people(everybody)
    assert people() == everybody
    assert file.stat().st_mode & 0o007 == 0, "the list is for nobody else to read"


def test_the_days_of_a_person_both_count_and_outside_them_he_is_nobody(file: Path) -> None:
    write_people([Person("a", "", "clerk", (), dt.date(2026, 10, 30), ON)])
    person = person_of("a")
    assert person
    days = [dt.date(2026, 10, 29), dt.date(2026, 10, 30), ON, dt.date(2026, 11, 1)]
    assert [person.viewer(day) == NOBODY for day in days] == [True, False, False, True]


@pytest.mark.parametrize("identity", ["", "A", " a", "a ", "ａ", "a\n", "b"])
def test_an_identity_is_taken_letter_for_letter(file: Path, identity: str) -> None:
    write_people([Person("a", "", "clerk")])
    assert person_of(identity) is None


@pytest.mark.parametrize(
    "text",
    [
        "[[viewer]",
        "viewer = 1",
        "viewer = [1]",
        "[viewer]\nidentity = 'a'",
        f"{ENTRY}\n[other]\nx = 1",
        ENTRY + ENTRY,
        ENTRY + "admin = true",
        ENTRY + "units = ['C01']",
        ENTRY.replace("auditor", "Auditor"),
        ENTRY.replace("auditor", ""),
        ENTRY.replace('"one"', '""'),
        ENTRY.replace('"one"', "1"),
        ENTRY.replace('"one"', '" one"'),
        ENTRY.replace('"one"', '"o\\u001bne"'),
        ENTRY.replace('"one"', '"o\\u202ene"'),
        ENTRY.replace('"one"', f'"{"x" * 201}"'),
        ENTRY.replace("auditor", "county"),
        ENTRY.replace("auditor", "county") + "units = []",
        ENTRY.replace("auditor", "county") + "units = 'C01'",
        ENTRY.replace("auditor", "county") + "units = [1]",
        ENTRY + "valid_from = '2026-01-01'",
        ENTRY + "valid_from = 2026-01-01T00:00:00",
        ENTRY + "valid_from = 2026-02-02\nvalid_to = 2026-02-01",
    ],
)
def test_one_wrong_entry_closes_the_whole_list_with_a_sentence(file: Path, text: str) -> None:
    file.write_text(f'[[viewer]]\nidentity = "other"\nrole = "clerk"\n{text}', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        people()
    for language in LANGUAGES:
        assert not refused.value.in_words(wording(language)).startswith("viewers.")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00" * 9, b"[" * 100_000, b"#" * 4_000_001])
def test_what_is_no_list_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Refused):
        people()


def test_a_changed_list_counts_from_the_next_look_on(file: Path) -> None:
    for identity in ("first", "other", "third"):
        write_people([Person(identity, "", "clerk")])
        assert [each.identity for each in people()] == [identity]


# --- On the command line ---------------------------------------------------------------------------------------


def run(*arguments: str, language: str = "zh") -> Result:
    result = CliRunner().invoke(app, ["viewers", *arguments, "--language", language], env={"COLUMNS": "220"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def test_viewers_are_added_changed_listed_and_removed(file: Path) -> None:
    assert run("add", "leader", "city_leader").exit_code == 0
    assert run("add", "county", "county", "--units", "C01,C02", "--to", "2026-12-31").exit_code == 0
    assert "已更改" in run("add", "leader", "supervisor").output
    listed = run("list").output
    assert all(said in listed for said in ("leader", "督导人员", "C01 C02", "2026-12-31", str(file)))
    assert run("remove", "leader").exit_code == 0
    assert run("remove", "leader").exit_code == 2
    assert [each.identity for each in people()] == ["county"]


@pytest.mark.parametrize(
    "arguments",
    [("add", "x", "county"), ("add", "x", "king"), ("add", "", "clerk"), ("add", "x", "clerk", "--from", "morgen"),
     ("add", "x", "auditor", "--units", "C01"), ("remove", "x"), ("explain", "x", "C01"), ("import", "nowhere.csv")],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_done_is_said_and_changes_nothing(file: Path, arguments: tuple[str, ...], language: str) -> None:
    result = run(*arguments, language=language)
    assert (result.exit_code, file.exists()) == (2, False)
    assert result.output.strip()


def test_a_spreadsheet_replaces_the_list_and_says_what_changes(file: Path, tmp_path: Path) -> None:
    write_people([Person("goes", "", "clerk"), Person("stays", "", "clerk")])
    sheet = tmp_path / "people.csv"
    sheet.write_text(
        "\ufeffidentity,role,units,valid_to\nstays,auditor,,\ncomes,unit,C01、C02,2026-12-31\n,,,\n", "utf-8"
    )
    assert run("import", str(sheet)).exit_code == 2, "nobody could be asked"
    done = run("import", str(sheet), "--yes", language="en")
    assert "1 added, 1 changed, 1 removed" in done.output
    assert people() == (
        Person("stays", "", "auditor"),
        Person("comes", "", "unit", ("C01", "C02"), None, dt.date(2026, 12, 31)),
    )


@pytest.mark.parametrize(
    "text", ["", "identity\na\n", "identity,role,role\n", "who,role\na,clerk\n", "identity,role\na,clerk,more\n",
             "identity,role,valid_to\na,clerk,31.12.2026\n", "identity,role\na,clerk\na,clerk\n"],
)  # fmt: skip
def test_a_spreadsheet_with_a_slip_is_refused(tmp_path: Path, text: str) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text(text, "utf-8")
    with pytest.raises(Refused):
        people_of(sheet)


def test_it_is_explained_why_somebody_sees_a_unit_or_not(file: Path, demo_url: str) -> None:
    write_people([
        Person("of C01", "", "county", ("C01",)),
        Person("gone", "", "city_leader", (), None, dt.date(2020, 1, 1)),
        Person("slip", "", "unit", ("C01x",)),
    ])  # fmt: skip
    answers = {
        ("of C01", "C01"): "能看",
        ("of C01", "C02"): "不能看",
        ("gone", "C01"): "不在有效期",
        ("slip", "C01"): "不存在",
    }
    for (who, unit), said in answers.items():
        assert said in run("explain", who, unit, "--database", demo_url).output
    assert run("explain", "of C01", "C01x", "--database", demo_url).exit_code == 2


def test_the_matrix_says_what_the_roles_declare() -> None:
    heads, *rows = (line.split(",") for line in run("matrix", "--csv", language="en").output.splitlines())
    assert heads == ["Role", "Rows", "Names", "Unpublished", "Downloads", "Access log", "Loads"]
    assert [row[2] == "yes" for row in rows] == [role.names for role in ROLES]
    assert [row[3] == "yes" for row in rows] == [role.unpublished for role in ROLES]
    assert [row[5] == "yes" for row in rows] == [role.access_log for role in ROLES]
    assert [row[6] == "yes" for row in rows] == [role.loads for role in ROLES]
