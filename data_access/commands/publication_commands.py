"""The commands of publishing: publish a period, list what was published, make a key to sign with."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from data_access.commands.console import say
from data_access.commands.invocation import PROBLEMS, Database, Language, agreed, help_of, opened, option, speaking
from wording import DEFAULT_LANGUAGE


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=help_of("command.publish"))(publish)
    app.command(help=help_of("command.publications"))(publications)
    app.command("signing-key", help=help_of("command.signing_key"))(signing_key)


def publish(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=help_of("command.option.published_period"))],
    by: Annotated[str, option("by", "--by")] = "",
    supersedes: Annotated[str | None, option("supersedes", "--supersedes")] = None,
    reason: Annotated[str | None, option("reason", "--reason")] = None,
    sign: Annotated[Path | None, option("sign", "--sign")] = None,
    yes: Annotated[bool, option("yes", "--yes")] = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.commands.publication_console import say_receipt, say_summary
    from data_access.publishing.publication_refusals import NotPublishable
    from data_access.publishing.publishing import Order, preview
    from data_access.publishing.publishing import publish as publish_period
    from data_access.publishing.signing import signer_from

    with speaking(language) as (console, words), opened(database) as engine:
        try:
            signer = signer_from(sign)
            shown = preview(engine, Order(period, by, supersedes, reason, signer))
            say_summary(console, shown, words)
            if not (yes or agreed("publishing.ask", "publishing.needs_yes", words)):
                say(console, words("command.nothing_done"))
                return
            done = publish_period(
                engine, period, published_by=by, supersedes=supersedes, reason=reason, signer=signer,
                agreed_version=shown.content.data_version,
            )  # fmt: skip
        except NotPublishable as refusal:
            say(Console(stderr=True), refusal.in_words(words))
            raise typer.Exit(PROBLEMS) from refusal
        say(console, words("publishing.done", number=done.publication_no, version=done.version_made))
        say_receipt(console, done, words)


def publications(database: Database = None, language: Language = DEFAULT_LANGUAGE) -> None:
    from data_access.commands.publication_console import say_publications
    from data_access.publishing.evidence import evidence
    from data_access.publishing.publications import publications as listed
    from data_access.reading.reader import reading
    from data_access.reading.viewer import ALL_SEEING

    with speaking(language) as (console, words), opened(database) as engine, reading(engine, ALL_SEEING) as reader:
        say_publications(console, listed(reader), evidence(reader), words)


def signing_key(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=help_of("command.option.key_folder"))],
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.publishing.receipt import grouped
    from data_access.publishing.signing import PRIVATE_FILE, PUBLIC_FILE, make_keys

    with speaking(language) as (console, words):
        key = make_keys(folder)
        files = {"private": str(folder / PRIVATE_FILE), "public": str(folder / PUBLIC_FILE)}
        say(console, words("signing.made", **files, key=grouped(key)))
