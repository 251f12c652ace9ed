"""The command line: ``python -m data_access migrate | template | load | recount | demo``.

Exit codes: 0 done, 1 refused because of problems in the ledgers, 2 wrong usage, unreadable file or no database.
"""

import datetime as dt
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from data_access.console import progress_bar, say, say_result
from data_access.problems import Refused
from wording import DEFAULT_LANGUAGE, LANGUAGES, Wording, wording

PROBLEMS, WRONG_USAGE = 1, 2

_help = wording(DEFAULT_LANGUAGE)
app = typer.Typer(
    help=_help("command.about"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


def _option(name: str, *declarations: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(*declarations, help=_help(f"command.option.{name}"))
    return option


Database = Annotated[str | None, _option("database", "--database")]
Language = Annotated[str, _option("language", "--language")]


@contextmanager
def _speaking(language: str) -> Iterator[tuple[Console, Wording]]:
    """Whatever goes wrong becomes a sentence and an exit code; a traceback never reaches the user."""
    console, errors, words = Console(), Console(stderr=True), wording(language)
    try:
        if language not in LANGUAGES:
            raise Refused("command.wrong_language", value=language)
        yield console, words
    except Refused as refusal:
        say(errors, refusal.in_words(words))
    except DBAPIError as error:
        say(errors, words("command.database_away", value=str(error.orig).splitlines()[0] if str(error.orig) else ""))
    else:
        return
    raise typer.Exit(WRONG_USAGE)


@contextmanager
def _database(url: str | None, *, must_be_ready: bool = True) -> Iterator[Engine]:
    from data_access.engine import database_url, writer_engine
    from data_access.schema import is_empty

    try:
        engine = writer_engine(url)
    except (ArgumentError, ImportError, ValueError, OSError) as error:
        raise Refused("command.bad_url", value=database_url(url)) from error
    try:
        if must_be_ready and (is_empty(engine) or not _is_current(engine)):
            raise Refused("command.no_database")
        yield engine
    finally:
        engine.dispose()


def _is_current(engine: Engine) -> bool:
    from data_access.batches import read_state
    from data_access.tables import SCHEMA_VERSION

    with engine.connect() as connection:
        return bool(read_state(connection).schema_version == SCHEMA_VERSION)


def _day(text: str | None) -> dt.date | None:
    """The date of ``--as-of``, which is not after today."""
    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("command.wrong_date", value=text) from error
    if day > dt.date.today():
        raise Refused("command.future_as_of", value=text, expected=dt.date.today().isoformat())
    return day


def _user() -> str | None:
    """Who is loading; a container may have no name for its user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None


@app.command(help=_help("command.migrate"))
def migrate(database: Database = None, language: Language = DEFAULT_LANGUAGE) -> None:
    from data_access.schema import migrate as bring_up_to_date
    from data_access.tables import SCHEMA_VERSION

    with _speaking(language) as (console, words), _database(database, must_be_ready=False) as engine:
        bring_up_to_date(engine)
        say(console, words("command.migrated", version=SCHEMA_VERSION))


@app.command(help=_help("command.template"))
def template(
    file: Annotated[Path, typer.Argument(help=_help("command.option.template"))] = Path("ledgers.xlsx"),
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.template import write_template

    with _speaking(language) as (console, words):
        write_template(file, language)
        say(console, words("command.template_written", file=str(file)))


@app.command(help=_help("command.load"))
def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=_help("command.option.file"))],
    mapping: Annotated[Path | None, _option("mapping", "--mapping")] = None,
    dry_run: Annotated[bool, _option("dry_run", "--dry-run")] = False,
    accept_partial: Annotated[bool, _option("accept_partial", "--accept-partial")] = False,
    as_of: Annotated[str | None, _option("as_of", "--as-of")] = None,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.batches import REFUSED
    from data_access.load import load_files

    with _speaking(language) as (console, words):
        day = _day(as_of)
        with _database(database) as engine, progress_bar(console, words) as progress:
            result = load_files(
                engine,
                files,
                mapping=mapping,
                dry_run=dry_run,
                accept_partial=accept_partial,
                as_of=day,
                loaded_by=_user(),
                progress=progress,
            )
        say_result(console, result, words)
    if result.status == REFUSED:
        raise typer.Exit(PROBLEMS)


@app.command(help=_help("command.recount"))
def recount(database: Database = None, language: Language = DEFAULT_LANGUAGE) -> None:
    from data_access.batches import recount_all

    with _speaking(language) as (console, words), _database(database) as engine:
        version = recount_all(engine)
        if version is None:
            say(console, words("command.nothing_to_count"))
        else:
            say(console, words("command.recounted", version=version))


@app.command(help=_help("command.demo"))
def demo(
    size: Annotated[int, typer.Option("--size", min=1, help=_help("command.option.size"))] = 1,
    rows: Annotated[int, typer.Option("--rows", min=1, help=_help("command.option.rows"))] = 1,
    if_empty: Annotated[bool, _option("if_empty", "--if-empty")] = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.batches import read_state
    from data_access.demo import build
    from data_access.schema import clear

    with _speaking(language) as (console, words), _database(database, must_be_ready=False) as engine:
        state = _state(engine)
        if if_empty and state and state.data_version:
            say(console, words("command.demo_not_needed"))
            return
        # A database is always one city: an earlier demo city makes room, a real one is never touched.
        if state and state.data_version and not state.synthetic:
            raise Refused("command.demo_over_real_data")
        if state and state.data_version:
            clear(engine)
        with progress_bar(console, words) as progress:
            try:
                build(engine, size, rows, progress)
            except ValueError as error:
                raise Refused("command.no_such_demo", value=str(size)) from error
        with engine.connect() as connection:
            as_of = words.date(read_state(connection).data_as_of)
        say(console, words("command.demo_done", as_of=as_of))


def _state(engine: Engine) -> Any:
    """The row of ``database_state``, or None before the first migration."""
    from data_access.batches import read_state
    from data_access.schema import is_empty

    if is_empty(engine):
        return None
    with engine.connect() as connection:
        return read_state(connection)


if __name__ == "__main__":
    app()
