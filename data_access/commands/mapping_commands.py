"""The command that drafts a mapping file from a foreign ledger."""

from pathlib import Path
from typing import Annotated

import typer

from data_access.commands.console import say
from data_access.commands.invocation import Language, help_of, option, speaking
from wording import DEFAULT_LANGUAGE


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(help=help_of("command.mapping"))(mapping)


def mapping(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=help_of("command.option.foreign_file"))],
    output: Annotated[
        Path | None, typer.Argument(metavar="[OUTPUT.toml]", help=help_of("command.option.draft"))
    ] = None,
    ledger: Annotated[str | None, option("ledger", "--ledger")] = None,
    overwrite: Annotated[bool, option("overwrite_draft", "--overwrite")] = False,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.loading.load import read_files
    from data_access.workbooks.mapping_draft import best, draft, write_draft
    from data_access.workbooks.template import sheet_name

    with speaking(language) as (console, words):
        sheets = read_files([file])
        near = best(sheets, ledger)
        path = output or Path(f"{file.stem}.toml")
        write_draft(path, draft(near, len(sheets) > 1, words), overwrite)
        found, left = len(near.columns), len(near.missing)
        named = sheet_name(near.ledger, words)
        say(console, words("draft.written", n=found, file=str(path), sheet=near.sheet.name, ledger=named))
        if left:
            say(console, words("draft.to_answer", n=left))
        say(console, words("draft.next", file=str(file), mapping=str(path)))
