"""What all commands have in common: their options, their database, and how what goes wrong becomes a sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from data_access.commands.console import say
from data_access.problems import Refused
from wording import DEFAULT_LANGUAGE, LANGUAGES, Wording, wording

# Exit codes besides 0: problems in the ledgers; wrong usage, unreadable file or no database; another load is running.
PROBLEMS, WRONG_USAGE, TRY_AGAIN = 1, 2, 3

# The help of a command is made before ``--language`` is read, so it is in the default language.
help_of = wording(DEFAULT_LANGUAGE)


def option(name: str, *declarations: str) -> typer.models.OptionInfo:
    """An option with its help from the catalogue."""
    info: typer.models.OptionInfo = typer.Option(*declarations, help=help_of(f"command.option.{name}"))
    return info


Database = Annotated[str | None, option("database", "--database")]
Language = Annotated[str, option("language", "--language")]


@contextmanager
def speaking(language: str) -> Iterator[tuple[Console, Wording]]:
    """Whatever goes wrong becomes a sentence and an exit code; a traceback never reaches the user."""
    from data_access.store.failures import BUSY, failure_in_words, failure_of

    console, errors, words = Console(), Console(stderr=True), wording(language)
    code = WRONG_USAGE
    try:
        if language not in LANGUAGES:
            raise Refused("command.wrong_language", value=language)
        yield console, words
    except Refused as refusal:
        say(errors, refusal.in_words(words))
    except DBAPIError as error:
        say(errors, failure_in_words(error, words))
        code = TRY_AGAIN if failure_of(error) == BUSY else WRONG_USAGE
    else:
        return
    raise typer.Exit(code)


@contextmanager
def opened(url: str | None, *, must_be_ready: bool = True) -> Iterator[Engine]:
    """The database of a command, to write; ``Refused`` when its URL is none or it has not this code's schema."""
    from data_access.store.engine import database_url, writer_engine
    from data_access.store.shown_url import without_password
    from data_access.store.state import refuse_other_schema

    try:
        engine = writer_engine(url)
    except (ArgumentError, ImportError, ValueError, OSError) as error:
        raise Refused("command.bad_url", value=without_password(database_url(url))) from error
    try:
        if must_be_ready:
            with engine.connect() as connection:
                refuse_other_schema(connection)
        yield engine
    finally:
        engine.dispose()


def agreed(question: str, refusal: str, words: Wording) -> bool:
    """Whether a person at the terminal says yes; without a terminal nobody can be asked."""
    if not sys.stdin.isatty():
        raise Refused(refusal)
    return typer.confirm(words(question))
