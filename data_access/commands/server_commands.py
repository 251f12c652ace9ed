"""The commands for the server database: its reading role, and moving the embedded database to it."""

import os
import sys
from typing import Annotated

import typer

from data_access.commands.console import progress_bar, say
from data_access.commands.invocation import Database, Language, help_of, opened, option, speaking
from data_access.upkeep.roles import DEFAULT_CONNECTIONS, DEFAULT_ROLE, PASSWORD_SETTING, make_reading_role
from wording import DEFAULT_LANGUAGE, Wording


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=help_of("command.roles"))(roles)
    app.command(help=help_of("command.copy"))(copy)


def roles(
    app_role: Annotated[str, option("app_role", "--app-role")] = DEFAULT_ROLE,
    connections: Annotated[
        int, typer.Option("--connections", min=1, help=help_of("command.option.connections"))
    ] = DEFAULT_CONNECTIONS,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    with speaking(language) as (console, words), opened(database) as engine:
        if engine.dialect.name != "postgresql":
            say(console, words("roles.none_here"))
            return
        role = make_reading_role(engine, app_role, _password(words), connections)
        say(console, words("roles.done", role=role.name, n=role.readable))
        if not role.signs_in:
            say(console, words("roles.no_password", setting=PASSWORD_SETTING))
        if role.large_objects:
            say(console, words("roles.large_objects"))


def _password(words: Wording) -> str | None:
    """From the setting, else typed unseen; never from the command line, where every user of the machine reads it."""
    given = os.environ.get(PASSWORD_SETTING)
    if given or not sys.stdin.isatty():
        return given or None
    typed: str = typer.prompt(words("roles.password"), hide_input=True, default="", show_default=False)
    return typed or None


def copy(
    to: Annotated[str, option("to", "--to")],
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.upkeep.copying import copy_database

    with (
        speaking(language) as (console, words),
        opened(database) as source,
        opened(to, must_be_ready=False) as target,
        progress_bar(console, words) as progress,
    ):
        copied = copy_database(source, target, progress)
        rows, figures = words.number(copied.rows), words.number(copied.figures)
        say(console, words("copy.done", rows=rows, figures=figures, version=copied.data_version, n=copied.tables))
