"""The commands of publishing: publish a period, list what was published, prove a publication or a data version."""

import re
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import Engine

from data_access.commands.console import say
from data_access.commands.invocation import PROBLEMS, Database, Language, agreed, help_of, opened, option, speaking
from data_access.problems import Refused
from wording import DEFAULT_LANGUAGE, Wording

PublicationNo = Annotated[str | None, typer.Argument(metavar="[NO]", help=help_of("command.option.publication"))]
_STAMP = re.compile(r"[vV]?(\d{1,9})")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=help_of("command.publish"))(publish)
    app.command(help=help_of("command.publications"))(publications)
    app.command(help=help_of("command.verify"))(verify)


def publish(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=help_of("command.option.published_period"))],
    by: Annotated[str, option("by", "--by")] = "",
    supersedes: Annotated[str | None, option("supersedes", "--supersedes")] = None,
    reason: Annotated[str | None, option("reason", "--reason")] = None,
    yes: Annotated[bool, option("yes", "--yes")] = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.commands.publication_console import say_summary
    from data_access.publishing.publication_refusals import NotPublishable
    from data_access.publishing.publishing import Order, preview
    from data_access.publishing.publishing import publish as publish_period

    with speaking(language) as (console, words), opened(database) as engine:
        try:
            shown = preview(engine, Order(period, by, supersedes, reason))
            say_summary(console, shown, words)
            if not (yes or agreed("publishing.ask", "publishing.needs_yes", words)):
                say(console, words("command.nothing_done"))
                return
            version = shown.content.data_version
            done = publish_period(
                engine, period, published_by=by, supersedes=supersedes, reason=reason, agreed_version=version
            )
        except NotPublishable as refusal:
            say(Console(stderr=True), refusal.in_words(words))
            raise typer.Exit(PROBLEMS) from refusal
        number, version = done.publication_no, done.version_made
        say(console, words("publishing.done", number=number, version=version, sha256=done.sha256))


def publications(database: Database = None, language: Language = DEFAULT_LANGUAGE) -> None:
    from data_access.commands.publication_console import say_publications
    from data_access.publishing.publications import publications as listed
    from data_access.reading.reader import reading
    from data_access.reading.viewer import ALL_SEEING

    with speaking(language) as (console, words), opened(database) as engine, reading(engine, ALL_SEEING) as reader:
        say_publications(console, listed(reader), words)


def verify(
    number: PublicationNo = None,
    stamp: Annotated[str | None, option("stamp", "--stamp")] = None,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    with speaking(language) as (console, words), opened(database) as engine:
        if (number is None) == (stamp is None):
            raise Refused("verify.one_thing")
        sound = _sound(console, words, engine, number) if number else _stamp_holds(console, words, engine, stamp or "")
    if not sound:
        raise typer.Exit(PROBLEMS)


def _sound(console: Console, words: Wording, engine: Engine, number: str) -> bool:
    from data_access.commands.publication_console import say_verification
    from data_access.publishing.publication_check import verify as verify_publication

    verification = verify_publication(engine, number.strip())
    say_verification(console, verification, words)
    return verification.sound


def _stamp_holds(console: Console, words: Wording, engine: Engine, stamp: str) -> bool:
    from data_access.commands.publication_console import say_stamp
    from data_access.publishing.stamps import latest_version, verify_stamp

    named = _STAMP.fullmatch(stamp.strip())
    if named is None:
        raise Refused("verify.no_version", value=stamp, expected=str(latest_version(engine)))
    verification = verify_stamp(engine, int(named[1]))
    say_stamp(console, int(named[1]), verification, words)
    return verification.standing != "differs"
