"""The commands of proving: one publication, the chain of all, a data version; and the files for somebody else."""

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import Engine

from data_access.commands.console import say
from data_access.commands.invocation import PROBLEMS, Database, Language, help_of, opened, option, speaking
from data_access.problems import Refused
from wording import DEFAULT_LANGUAGE, Wording

PublicationNo = Annotated[str | None, typer.Argument(metavar="[NO]", help=help_of("command.option.publication"))]
_STAMP = re.compile(r"[vV]?(\d{1,9})")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=help_of("command.verify"))(verify)
    app.command("hand-out", help=help_of("command.hand_out"))(hand_out)


def verify(
    number: PublicationNo = None,
    stamp: Annotated[str | None, option("stamp", "--stamp")] = None,
    sha256: Annotated[str | None, option("sha256", "--sha256")] = None,
    public_key: Annotated[Path | None, option("public_key", "--public-key")] = None,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    with speaking(language) as (console, words):
        if stamp is not None and (number is not None or sha256 is not None or public_key is not None):
            raise Refused("verify.one_thing")
        if sha256 is not None and number is None:
            raise Refused("verify.receipt_of_what")
        with opened(database) as engine:
            if stamp is not None:
                sound = _stamp_holds(console, words, engine, stamp)
            elif number is not None:
                sound = _sound(console, words, engine, number, sha256, public_key)
            else:
                sound = _whole(console, words, engine, public_key)
    if not sound:
        raise typer.Exit(PROBLEMS)


def _sound(
    console: Console, words: Wording, engine: Engine, number: str, sha256: str | None, public_key: Path | None
) -> bool:
    from data_access.commands.proof_console import say_verification
    from data_access.publishing.publication_check import verify as verify_publication
    from data_access.publishing.receipt import typed
    from data_access.publishing.signing import public_key_from

    receipt = None if sha256 is None else typed(sha256)
    key = None if public_key is None else public_key_from(public_key)
    verification = verify_publication(engine, number.strip(), receipt, key)
    say_verification(console, verification, words)
    return verification.sound


def _whole(console: Console, words: Wording, engine: Engine, public_key: Path | None) -> bool:
    from data_access.commands.proof_console import say_walk
    from data_access.publishing.publication_check import walk
    from data_access.publishing.signing import public_key_from

    found = walk(engine, None if public_key is None else public_key_from(public_key))
    say_walk(console, found, words)
    return found.sound


def _stamp_holds(console: Console, words: Wording, engine: Engine, stamp: str) -> bool:
    from data_access.commands.proof_console import say_stamp
    from data_access.publishing.stamps import latest_version, verify_stamp

    named = _STAMP.fullmatch(stamp.strip())
    if named is None:
        raise Refused("verify.no_version", value=stamp, expected=str(latest_version(engine)))
    verification = verify_stamp(engine, int(named[1]))
    say_stamp(console, int(named[1]), verification, words)
    return verification.standing not in ("differs", "altered")


def hand_out(
    number: Annotated[str, typer.Argument(metavar="NO", help=help_of("command.option.publication"))],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=help_of("command.option.hand_out_folder"))],
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.publishing.handing_out import hand_out as write_files

    with speaking(language) as (console, words), opened(database) as engine:
        files = write_files(engine, number.strip(), folder)
        say(console, words("hand_out.done", files=words.join([str(file) for file in files])))
