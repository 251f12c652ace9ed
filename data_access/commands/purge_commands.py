"""The command that removes a text for good: what somebody may ask for whose name or number stands in a ledger."""

from pathlib import Path
from typing import Annotated

import typer

from data_access.commands.console import say
from data_access.commands.invocation import Database, Language, help_of, opened, speaking
from data_access.problems import Refused
from wording import DEFAULT_LANGUAGE


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(help=help_of("command.purge"))(purge)


def purge(
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help=help_of("command.option.purged"))] = None,
    source: Annotated[Path | None, typer.Option("--from", help=help_of("command.option.purge_from"))] = None,
    yes: Annotated[bool, typer.Option("--yes", help=help_of("command.option.purge_yes"))] = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.publishing.purging import purge as purge_texts

    with speaking(language) as (console, words), opened(database) as engine:
        purged = purge_texts(engine, _texts(text, source), trial=not yes)
        if not purged.anything:
            say(console, words("purge.nothing"))
            return
        done = purged.data_version is not None
        say(console, words("purge.done", version=purged.data_version) if done else words("purge.would"))
        for table, rows in purged.rows.items():
            name = words(f"ledger.{table}") if words.has(f"ledger.{table}") else table
            say(console, words("purge.table", table=name, rows=words.number(rows)))
        for number in purged.publications:
            say(console, words("purge.publication", number=number))
        say(console, words("purge.elsewhere"))


def _texts(text: str | None, source: Path | None) -> list[str]:
    """The argument, or the lines of a file that are not blank."""
    if (text is None) == (source is None):
        raise Refused("purge.what")
    if text is not None:
        return [text]
    try:
        lines = Path(str(source)).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("purge.no_file", value=str(source)) from error
    if not (texts := [line for line in lines if line.strip()]):
        raise Refused("purge.what")
    return texts
