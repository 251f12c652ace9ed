"""The command line: ``python -m data_access migrate | template | load | undo | problems | …``.

Exit codes: 0 done, 1 refused because of problems in the ledgers, 2 wrong usage, unreadable file or no database,
3 another load is running.
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data_access.commands import (
    export_commands,
    load_commands,
    mapping_commands,
    proof_commands,
    publication_commands,
    purge_commands,
    scheme_commands,
    server_commands,
    viewer_commands,
)
from data_access.commands.console import progress_bar, say
from data_access.commands.invocation import Database, Language, help_of, opened, option, speaking
from data_access.problems import Refused
from wording import DEFAULT_LANGUAGE, Wording

if TYPE_CHECKING:
    from rich.console import Console
    from sqlalchemy import Engine

app = typer.Typer(
    help=help_of("command.about"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
load_commands.register(app)
mapping_commands.register(app)
scheme_commands.register(app)
export_commands.register(app)
publication_commands.register(app)
proof_commands.register(app)
purge_commands.register(app)
server_commands.register(app)
viewer_commands.register(app)


@app.command(help=help_of("command.migrate"))
def migrate(database: Database = None, language: Language = DEFAULT_LANGUAGE) -> None:
    from data_access.store.tables import SCHEMA_VERSION
    from data_access.upkeep.schema import migrate as bring_up_to_date

    with speaking(language) as (console, words), opened(database, must_be_ready=False) as engine:
        recounted = bring_up_to_date(engine)
        say(console, words("command.migrated", version=SCHEMA_VERSION))
        if recounted is not None:
            say(console, words("command.recounted", version=recounted))


@app.command(help=help_of("command.template"))
def template(
    file: Annotated[Path, typer.Argument(help=help_of("command.option.template"))] = Path("ledgers.xlsx"),
    unit: Annotated[str | None, option("template_unit", "--unit")] = None,
    period: Annotated[str | None, option("template_period", "--period")] = None,
    overwrite: Annotated[bool, option("overwrite", "--overwrite")] = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.workbooks.template import is_unfilled, write_template
    from data_access.workbooks.whole_file import refuse_to_overwrite

    with speaking(language) as (console, words):
        if not overwrite:
            refuse_to_overwrite(file, is_unfilled)
        if period is not None and unit is None:
            raise Refused("command.period_without_unit")
        if unit is None:
            write_template(file, language)
            say(console, words("command.template_written", file=str(file)))
        else:
            _write_unit_template(file, unit, period, database, console, words)


def _write_unit_template(
    file: Path, unit: str, period: str | None, database: str | None, console: "Console", words: Wording
) -> None:
    """Write the workbook of one unit; without a period that of the year in which the data end."""
    from data_access.loading.replacing import period_named, unit_named
    from data_access.store.state import read_state
    from data_access.workbooks.unit_workbook import known_of_unit, write_unit_workbook

    with opened(database) as engine, engine.connect() as connection:
        unit_id = unit_named(connection, unit)
        day = read_state(connection).data_as_of or dt.date.today()
        known = known_of_unit(connection, unit_id, period_named(period or f"{day:%Y}"))
    write_unit_workbook(file, known, words.language)
    said = {"unit": known.name, "n": len(known.tables), "rows": words.number(known.rows), "file": str(file)}
    say(console, words("command.unit_template_written", **said))


@app.command(help=help_of("command.recount"))
def recount(database: Database = None, language: Language = DEFAULT_LANGUAGE) -> None:
    from data_access.counting.recounting import recount_all

    with speaking(language) as (console, words), opened(database) as engine:
        version = recount_all(engine)
        if version is None:
            say(console, words("command.nothing_to_count"))
        else:
            say(console, words("command.recounted", version=version))


@app.command(help=help_of("command.demo"))
def demo(
    size: Annotated[int, typer.Option("--size", min=1, help=help_of("command.option.size"))] = 1,
    rows: Annotated[int, typer.Option("--rows", min=1, help=help_of("command.option.rows"))] = 1,
    if_empty: Annotated[bool, option("if_empty", "--if-empty")] = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    with speaking(language) as (console, words), opened(database, must_be_ready=False) as engine:
        state = _state(engine)
        has_data = state is not None and state.data_version > 0
        if if_empty and has_data:
            say(console, words("command.demo_not_needed"))
            return
        # A database is always one city: an earlier demo city makes room, a real one is never touched.
        if has_data and not state.synthetic:
            raise Refused("command.demo_over_real_data")
        as_of = _build_demo(engine, size, rows, console, words, replace=has_data)
        say(console, words("command.demo_done", as_of=words.date(as_of)))


def _build_demo(
    engine: "Engine", size: int, rows: int, console: "Console", words: Wording, *, replace: bool
) -> dt.date | None:
    """Build the demo city, in the place of an earlier one when ``replace``; the day its data stand at."""
    # Not before it is known that there is something to build: `make run` asks at every start.
    from data_access.demo import build
    from data_access.store.state import read_state
    from data_access.upkeep.schema import clear

    if replace:
        clear(engine)
    with progress_bar(console, words) as progress:
        try:
            build(engine, size, rows, progress)
        except ValueError as error:
            raise Refused("command.no_such_demo", value=str(size)) from error
    with engine.connect() as connection:
        as_of: dt.date | None = read_state(connection).data_as_of
    return as_of


def _state(engine: "Engine") -> Any:
    """The row of ``database_state``, or None before the first migration."""
    from data_access.store.state import read_state, refuse_other_schema, schema_of

    with engine.connect() as connection:
        if schema_of(connection) is None:
            return None
        refuse_other_schema(connection)
        return read_state(connection)


if __name__ == "__main__":
    app()
