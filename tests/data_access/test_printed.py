"""What a terminal and a log are given: no sign of a file steers a terminal, and no password of a database is in it."""

import ast
import io
import re
import traceback

import pytest
from rich.console import Console
from typer.testing import CliRunner

from data_access.__main__ import app
from data_access.commands.console import printed, say
from data_access.store.engine import reader_engine, writer_engine
from data_access.store.shown_url import without_password
from tests.test_rooms import ROOT, sources

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
SECRET = "s3cret"
URLS = (
    f"postgresql://clerk:{SECRET}@host/db",
    f"postgresql+psycopg://clerk:{SECRET}@host:5432/db",
    f"postgresql://clerk:{SECRET}@@host/db",
    f"postgresql://clerk:a@{SECRET}@host/db",
    f"postgresql://clerk:a/{SECRET}@host/db",
    f"postgresql://clerk:{SECRET}/db",
    f"postgresql://clerk:{SECRET}",
    f"postgresql://clerk:{SECRET}@host:port/db",
    f"postgresql://host/db?user=clerk&password={SECRET}",
    f"nosuch://clerk:{SECRET}@host/db",
    f"nosuch+driver://clerk:{SECRET}@host/db",
    f"host=host user=clerk password={SECRET}",
)


@pytest.mark.parametrize(
    "text", ["\x1b[2J\x1b[1;1H已入库", "甲\r乙", "甲\n已入库。", "\u202e倒", "\x07\x08\x9b31m", "\u2028"]
)
def test_what_would_steer_a_terminal_is_written_out(text: str) -> None:
    shown = io.StringIO()
    say(Console(file=shown, width=200), f"工作表“{text}”")
    assert not STEERING.search(shown.getvalue())
    assert shown.getvalue().count("\n") == 1
    assert printed("甲 [red]3~5[/red] é😀").plain == "甲 [red]3~5[/red] é😀"


@pytest.mark.parametrize("arguments", [
    ["load", "\x1b[31m.xlsx"], ["load", "x.xlsx", "--mapping", "\x1b[2J"], ["load", "x.xlsx", "--as-of", "\x1b[2J"],
    ["verify", "\x1b[2J"], ["undo", "\x1b[2J"], ["migrate", "--language", "\x1b[2J"], ["demo", "--size", "\x1b[2J"],
    ["\x1b[2J"], ["migrate", "--\x1b[2J"], ["migrate", "\x1b[2J"],
])  # fmt: skip
def test_no_argument_steers_the_terminal_that_refuses_it(migrated_database_url: str, arguments: list[str]) -> None:
    environment = {"REPORTING_DATABASE_URL": migrated_database_url, "COLUMNS": "200", "NO_COLOR": "1"}
    result = CliRunner().invoke(app, arguments, env=environment)
    assert result.exit_code != 0
    assert not STEERING.search(result.output)


@pytest.mark.long
def test_every_table_of_a_command_passes_the_same_edge() -> None:
    made = {
        name
        for name, tree in sources(ROOT)
        for node in ast.walk(tree)
        if name.startswith("data_access/commands/") and isinstance(node, ast.Call)
        if ast.unparse(node).startswith(("Text(", "map(Text"))
    }  # fmt: skip
    assert made == {"data_access/commands/console.py"}


@pytest.mark.parametrize("url", URLS)
def test_no_password_of_a_database_is_printed(url: str) -> None:
    assert SECRET not in without_password(url)
    for command in (["migrate"], ["load", "x.xlsx"]):
        assert SECRET not in CliRunner().invoke(app, [*command, "--database", url], env={"COLUMNS": "300"}).output


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("engine_of", [reader_engine, writer_engine])
def test_none_stands_in_the_traceback_of_an_engine_that_cannot_be_made(url: str, engine_of: type) -> None:
    try:
        engine = engine_of(url)
    except Exception:
        assert SECRET not in traceback.format_exc()
    else:
        # The driver names the host of one that does not answer.
        assert SECRET not in str(engine.url.host)
        engine.dispose()


@pytest.mark.parametrize("url", ["sqlite:///var/reporting.db", "sqlite://", "sqlite:////data/a:b@c.db"])
def test_the_name_of_a_file_is_printed_as_it_is(url: str) -> None:
    assert without_password(url) == url
