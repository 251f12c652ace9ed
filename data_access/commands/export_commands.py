"""The command that hands a whole database out: every ledger in one workbook, which loads again as it is.

No viewer bounds it: it is for whoever may read the database itself, and says what it has written.
"""

from pathlib import Path
from typing import Annotated

import typer

from data_access.commands.console import say
from data_access.commands.invocation import Database, Language, help_of, opened, speaking
from data_access.problems import Refused
from wording import DEFAULT_LANGUAGE


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(help=help_of("command.export"))(export)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=help_of("command.option.export"))],
    overwrite: Annotated[bool, typer.Option("--overwrite", help=help_of("command.option.overwrite"))] = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.store.state import read_state
    from data_access.workbooks.filled_workbook import refuse_too_many_rows, stored_ledgers, write_ledgers
    from data_access.workbooks.whole_file import refuse_to_overwrite

    with speaking(language) as (console, words), opened(database) as engine:
        with engine.connect() as connection:
            as_of = read_state(connection).data_as_of
            if as_of is None:
                raise Refused("export.nothing")
            refuse_too_many_rows(connection)
            if not overwrite:
                refuse_to_overwrite(file, lambda _there: False)
            tables = stored_ledgers(connection)
        write_ledgers(file, tables, language)
        rows = words.number(sum(map(len, tables.values())))
        say(console, words("export.written", n=len(tables), rows=rows, file=str(file), as_of=as_of.isoformat()))
        say(console, words("export.of_all"))
