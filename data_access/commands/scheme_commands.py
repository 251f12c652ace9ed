"""The command that checks a city's own scheme without storing it, and writes the workbook to fill."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data_access.commands.console import printed, say, table_of
from data_access.commands.invocation import PROBLEMS, Database, Language, help_of, opened, option, speaking
from wording import DEFAULT_LANGUAGE, Wording

if TYPE_CHECKING:
    from rich.console import Console
    from sqlalchemy import Engine

    from assessment.scheme import Scheme


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(help=help_of("command.scheme"))(scheme)


def scheme(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=help_of("command.option.scheme_file"))],
    template: Annotated[bool, option("scheme_template", "--template")] = False,
    overwrite: Annotated[bool, option("overwrite", "--overwrite")] = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.workbooks.scheme_template import write_scheme_template
    from data_access.workbooks.whole_file import refuse_to_overwrite

    sound = True
    with speaking(language) as (console, words):
        if template:
            file = files[0]
            if not overwrite:
                refuse_to_overwrite(file, lambda _path: False)
            if database:
                _adopt_own(database)
            write_scheme_template(file, language)
            say(console, words("command.template_written", file=str(file)))
        else:
            with opened(database) as engine:
                sound = _checked(console, words, engine, files)
    if not sound:
        raise typer.Exit(PROBLEMS)


def _adopt_own(database: str) -> None:
    """Let the workbook offer what the city counts and measures of its own, too."""
    from data_access.reading.own_indicators import own_indicators
    from data_access.reading.reader import reading
    from data_access.reading.viewer import ALL_SEEING

    with opened(database) as engine, reading(engine, ALL_SEEING) as reader:
        own_indicators(reader)


def _checked(console: "Console", words: Wording, engine: "Engine", files: list[Path]) -> bool:
    """Whether a scheme could be loaded: what is wrong with it, else what it scores by."""
    from data_access.checking.grouping import grouped
    from data_access.loading.load import load_files

    result = load_files(engine, files, dry_run=True)
    problems = [each for each in result.problems if not each.is_warning]
    if problems:
        say(console, words("scheme_check.refused", n=len(problems)))
        for group in grouped(problems):
            say(console, group.in_words(words, names_file=False))
        return False
    for group in grouped(result.warnings):
        say(console, group.in_words(words, names_file=False))
    for each in result.schemes:
        _say_scheme(console, words, engine, each)
    if not result.schemes:
        say(console, words("scheme_check.none"))
    return bool(result.schemes)


def _say_scheme(console: "Console", words: Wording, engine: "Engine", scheme: "Scheme") -> None:
    from assessment.scheme_shares import judged_points, points_by_rule
    from assessment.scheme_tree import leaves
    from data_access.asked.selection import group_in_words
    from data_access.reading.reader import reading
    from data_access.reading.scheme_data import lines_without_data
    from data_access.reading.viewer import ALL_SEEING

    say(console, words("scheme_check.named", name=scheme.name, year=scheme.year, version=scheme.version))
    if not scheme.is_tree:
        say(console, words("scheme_check.weighed"))
        return
    for group in scheme.groups:
        by_rule, judged = points_by_rule(scheme, group), judged_points(scheme, group)
        whole = sum(by_rule.values())
        share = float(judged / whole) if whole else 0.0
        values = {"total": words.as_written(float(whole)), "judged": words.as_written(round(float(judged), 2))}
        named = group_in_words(group, words)
        say(console, words("scheme_check.group", n=len(leaves(scheme, group)), group=named, **values))
        say(console, words("scheme_check.shares", computed=words.percent(1 - share), judged=words.percent(share)))
        table = table_of([words("scheme_check.head.rule"), words("scheme_check.head.points")])
        for rule, points in sorted(by_rule.items(), key=lambda each: -each[1]):
            table.add_row(printed(words.label("rule", rule)), words.as_written(round(float(points), 2)))
        console.print(table)
    with reading(engine, ALL_SEEING) as reader:
        lacks = list(lines_without_data(reader, scheme))
    say(console, words("scheme_check.lacking", n=len(lacks)) if lacks else words("scheme_check.all_there"))
    for lack in lacks:
        what, ledger = words.words_or_text(_named(lack.line.key, words)), words.label("ledger", lack.ledger)
        say(console, "  " + words("scheme_check.lacks", item_no=lack.line.item_no, what=what, ledger=ledger))


def _named(key: str, words: Wording) -> str:
    from data_access.checking.known_words import label

    return label("item", key, words)
