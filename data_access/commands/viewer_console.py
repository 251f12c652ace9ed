"""What the commands of viewers say: the list, the matrix of roles, and why somebody sees a unit's rows or not."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
from rich.console import Console

from data_access.commands.console import printed, say, table_of
from data_access.reading.roles import BY_KEY, ROLES, Role
from data_access.reading.viewer_list import Person
from wording import UNKNOWN, Wording

_MAY = ("names", "unpublished", "downloads", "access_log", "loads")


def say_people(console: Console, everybody: Sequence[Person], on: dt.date, words: Wording) -> None:
    """Everybody in the list, with whether the day lies within his days."""
    if not everybody:
        say(console, words("viewers.nobody"))
        return
    heads = ("identity", "name", "role", "units", "valid_from", "valid_to", "valid")
    table = table_of([words(f"viewers.head.{head}") for head in heads])
    for each in everybody:
        days = [words.date(day) if day else UNKNOWN for day in (each.valid_from, each.valid_to)]
        valid = words("viewers.yes" if each.is_valid(on) else "viewers.no")
        cells = (each.identity, each.name, words.label("role", each.role), " ".join(each.units), *days, valid)
        table.add_row(*map(printed, cells))
    console.print(table)


def matrix_rows(words: Wording) -> list[list[str]]:
    """The permission matrix: a row of heads, then a row a role."""
    heads = [words("viewers.head.role"), words("viewers.head.rows"), *(words(f"viewers.head.{each}") for each in _MAY)]
    return [heads, *(_row(role, words) for role in ROLES)]


def _row(role: Role, words: Wording) -> list[str]:
    may = [words("viewers.yes" if getattr(role, each) else "viewers.no") for each in _MAY]
    return [words.label("role", role.key), words.label("viewers.rows", role.rows), *may]


def say_matrix(console: Console, words: Wording) -> None:
    heads, *rows = matrix_rows(words)
    table = table_of(heads)
    for row in rows:
        table.add_row(*map(printed, row))
    console.print(table)


def say_why(console: Console, person: Person, unit: str, units: pd.DataFrame, on: dt.date, words: Wording) -> None:
    """Whether somebody sees the rows of a unit on a day, and by which rule; then what else his role allows."""
    role, names = BY_KEY[person.role], dict(zip(units["code"], units["name"], strict=True))
    said = {"who": person.name or person.identity, "unit": names[unit], "role": words.label("role", person.role)}
    if not person.is_valid(on):
        say(console, words("viewers.why.not_valid", **said, date=words.date(on)))
        return
    allowed = person.viewer(on).allowed(units)
    sees = allowed is None or unit in allowed
    listed = words.join([f"{names.get(code, UNKNOWN)} ({code})" for code in person.units]) or UNKNOWN
    rule = words.label("viewers.rows", role.rows_of(person.units))
    say(console, words("viewers.why.sees" if sees else "viewers.why.sees_not", **said, rule=rule, units=listed))
    if unknown := [code for code in person.units if code not in names]:
        say(console, words("viewers.why.unknown_units", units=words.join(unknown)))
    for each in _MAY:
        say(console, words(f"viewers.why.{each}", answer=words("viewers.yes" if getattr(role, each) else "viewers.no")))
