"""The commands of who may see what: list, add, remove and import viewers, explain one of them, print the matrix."""

import csv
import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from data_access.commands.console import say
from data_access.commands.invocation import Database, Language, agreed, help_of, opened, option, speaking
from data_access.problems import Refused
from wording import DEFAULT_LANGUAGE

_viewers = typer.Typer(help=help_of("command.viewers"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    _viewers.command("list", help=help_of("command.viewers.list"))(list_them)
    _viewers.command("add", help=help_of("command.viewers.add"))(add)
    _viewers.command("remove", help=help_of("command.viewers.remove"))(remove)
    _viewers.command("import", help=help_of("command.viewers.import"))(take_over)
    _viewers.command("explain", help=help_of("command.viewers.explain"))(explain)
    _viewers.command("matrix", help=help_of("command.viewers.matrix"))(matrix)
    app.add_typer(_viewers, name="viewers")


_Identity = Annotated[str, typer.Argument(metavar="WHO", help=help_of("command.option.identity"))]


def list_them(language: Language = DEFAULT_LANGUAGE) -> None:
    from data_access.commands.viewer_console import say_people
    from data_access.reading.viewer_list import people, viewers_file

    with speaking(language) as (console, words):
        say_people(console, people(), dt.date.today(), words)
        say(console, words("viewers.file", file=str(viewers_file())))


def add(
    identity: _Identity,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=help_of("command.option.role"))],
    units: Annotated[str, option("viewer_units", "--units")] = "",
    name: Annotated[str, option("viewer_name", "--name")] = "",
    valid_from: Annotated[str, option("valid_from", "--from")] = "",
    valid_to: Annotated[str, option("valid_to", "--to")] = "",
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.reading.viewer_list import people, write_people
    from data_access.reading.viewer_sheet import person_in

    texts = {"identity": identity, "role": role, "units": units, "name": name}
    with speaking(language) as (console, words):
        person = person_in({**texts, "valid_from": valid_from, "valid_to": valid_to})
        others = [each for each in people() if each.identity != person.identity]
        changed = len(others) < len(people())
        write_people([*others, person])
        done = "viewers.changed" if changed else "viewers.added"
        say(console, words(done, identity=person.identity, role=words.label("role", role)))


def remove(identity: _Identity, language: Language = DEFAULT_LANGUAGE) -> None:
    from data_access.reading.viewer_list import people, write_people

    with speaking(language) as (console, words):
        others = [each for each in people() if each.identity != identity]
        if len(others) == len(people()):
            raise Refused("viewers.unknown", identity=identity)
        write_people(others)
        say(console, words("viewers.removed", identity=identity))


def take_over(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=help_of("command.option.viewers_file"))],
    yes: Annotated[bool, option("yes", "--yes")] = False,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    """Make the list what a file says."""
    from data_access.reading.viewer_list import people, write_people
    from data_access.reading.viewer_sheet import people_of

    with speaking(language) as (console, words):
        before, after = ({each.identity: each for each in found} for found in (people(), people_of(file)))
        both = before.keys() & after.keys()
        counts = {
            "added": len(after.keys() - before.keys()),
            "changed": sum(before[each] != after[each] for each in both),
            "removed": len(before.keys() - after.keys()),
        }
        say(console, words("viewers.differences", **{key: words.number(n) for key, n in counts.items()}))
        if not (yes or agreed("viewers.ask", "viewers.needs_yes", words)):
            say(console, words("command.nothing_done"))
            return
        write_people(after.values())
        say(console, words("viewers.imported", n=len(after)))


def explain(
    identity: _Identity,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=help_of("command.option.unit"))],
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.commands.viewer_console import say_why
    from data_access.reading.reader import reading
    from data_access.reading.viewer import NOBODY
    from data_access.reading.viewer_list import person_of

    with speaking(language) as (console, words):
        person = person_of(identity)
        if person is None:
            raise Refused("viewers.unknown", identity=identity)
        with opened(database) as engine, reading(engine, NOBODY) as reader:
            units = reader.units()
        if unit not in set(units["code"]):
            raise Refused("viewers.unknown_unit", value=unit)
        say_why(console, person, unit, units, dt.date.today(), words)


def matrix(as_csv: Annotated[bool, option("as_csv", "--csv")] = False, language: Language = DEFAULT_LANGUAGE) -> None:
    from data_access.commands.viewer_console import matrix_rows, say_matrix

    with speaking(language) as (console, words):
        if as_csv:
            csv.writer(sys.stdout, lineterminator="\n").writerows(matrix_rows(words))
        else:
            say_matrix(console, words)
