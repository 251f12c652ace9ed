"""The commands that change what the database holds: load (and replace), undo, and the workbooks of problems
and of changes."""

import datetime as dt
import getpass
from dataclasses import replace as with_changes
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from data_access.commands.console import progress_bar, say
from data_access.commands.invocation import PROBLEMS, Database, Language, agreed, help_of, opened, option, speaking
from data_access.commands.written_files import refuse_to_overwrite, write_changes, write_problems
from data_access.problems import Refused
from wording import DEFAULT_LANGUAGE, Wording

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from data_access.checking.mapping import Mapping
    from data_access.files.sources import Sheet
    from data_access.loading.batches import LoadResult
    from data_access.loading.order import Options

Overwrite = Annotated[bool, option("overwrite", "--overwrite")]
Yes = Annotated[bool, option("yes", "--yes")]
LoadName = Annotated[str, typer.Argument(metavar="LOAD", help=help_of("command.option.load"))]
OnlyUnits = Annotated[str | None, option("only_units", "--units")]
Report = Annotated[Path | None, option("report", "--report")]
Workbook = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=help_of("command.option.problems"))]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=help_of("command.load"))(load)
    app.command(help=help_of("command.undo"))(undo)
    app.command(help=help_of("command.problems"))(problems)
    app.command(help=help_of("command.changes"))(changes)


def load(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help=help_of("command.option.file"))
    ] = None,
    mapping: Annotated[Path | None, option("mapping", "--mapping")] = None,
    source: Annotated[str | None, option("from", "--from")] = None,
    query: Annotated[str | None, option("query", "--query")] = None,
    dry_run: Annotated[bool, option("dry_run", "--dry-run")] = False,
    explain: Annotated[bool, option("explain", "--explain")] = False,
    accept_partial: Annotated[bool, option("accept_partial", "--accept-partial")] = False,
    fill_down: Annotated[bool, option("fill_down", "--fill-down")] = False,
    replace: Annotated[
        tuple[str, str] | None,
        typer.Option("--replace", metavar="UNIT PERIOD", help=help_of("command.option.replace")),
    ] = None,
    yes: Yes = False,
    as_of: Annotated[str | None, option("as_of", "--as-of")] = None,
    same_case: Annotated[bool, option("same_case", "--same-case")] = False,
    problems: Annotated[Path | None, option("problems", "--problems")] = None,
    changes: Annotated[Path | None, option("changes", "--changes")] = None,
    overwrite: Overwrite = False,
    loaded_by: Annotated[str | None, option("loaded_by", "--loaded-by")] = None,
    units: OnlyUnits = None,
    effects: Annotated[bool, option("effects", "--effects/--no-effects")] = True,
    report: Report = None,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.checking.mapping import read_mapping
    from data_access.checking.validation import Checked
    from data_access.commands.explain_console import say_explained
    from data_access.commands.load_console import say_result
    from data_access.commands.load_report import tell_load
    from data_access.loading.batches import REFUSED
    from data_access.loading.order import Options
    from data_access.publishing.load_effects import effects_of
    from data_access.workbooks import whole_file

    with speaking(language) as (console, words):
        if units and replace:
            raise Refused("replace.not_with_units")
        day = _day(as_of)
        refuse_to_overwrite(problems, whole_file.PROBLEMS, overwrite, files or [])
        refuse_to_overwrite(changes, whole_file.CHANGES, overwrite, files or [])
        parts: list[Checked] = []
        options = Options(
            dry_run=dry_run or explain, accept_partial=accept_partial, as_of=day, loaded_by=loaded_by or _user(),
            replacing=replace, effects=effects_of if effects else None, same_case=same_case,
            examine=parts.extend if explain else None,
        )  # fmt: skip
        rules = None if mapping is None else read_mapping(mapping)
        with opened(database) as engine:
            read = _sheets(files or [], source, query, console, words)
            options["only"] = _codes_of(units, engine)
            sheets = [with_changes(sheet, fill_down=fill_down) for sheet in read]
            conversation = _Loading(engine, console, words, sheets, rules, report)
            result = conversation.load(options, yes)
        if result is None:
            return
        several = len({sheet.source for sheet in sheets}) > 1
        say_explained(console, parts, words)
        say_result(console, result, words, names_file=several)
        if problems is not None:
            write_problems(console, words, result.noted_rows, problems, result.of_sheets, overwrite=overwrite)
        if changes is not None:
            write_changes(console, words, result.changes, changes)
        if report is not None:
            tell_load(report, result, words, names_file=several)
    if result.status == REFUSED:
        raise typer.Exit(PROBLEMS)


def undo(
    load: LoadName,
    yes: Yes = False,
    loaded_by: Annotated[str | None, option("undo_loaded_by", "--loaded-by")] = None,
    units: OnlyUnits = None,
    report: Report = None,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.commands.load_console import say_undo
    from data_access.commands.load_report import tell_undo
    from data_access.loading.loads import batches_of
    from data_access.loading.undo import Whose, undoable
    from data_access.loading.undo import undo as undo_load

    with speaking(language) as (console, words), opened(database) as engine:
        whose = Whose(loaded_by, _codes_of(units, engine))
        with engine.connect() as connection:
            say_undo(console, batches_of(connection, load), words)
            batches = undoable(connection, load, whose)
        if not (yes or agreed("undo.ask", "undo.needs_yes", words)):
            say(console, words("command.nothing_done"))
            return
        # The number of the load: what the argument named may have changed while the user was asked.
        undone = undo_load(engine, str(batches[0].load_id), whose)
        for each in undone.ledgers:
            ledger = words(f"ledger.{each.ledger}")
            taken_out, put_back = words.number(each.taken_out), words.number(each.put_back)
            say(console, words("undo.ledger", ledger=ledger, taken_out=taken_out, put_back=put_back))
        as_of = words.date(undone.data_as_of)
        say(console, words("undo.done", number=undone.load_no, version=undone.data_version, as_of=as_of))
        if report is not None:
            tell_undo(report, undone, words)


def problems(
    load: LoadName,
    file: Workbook,
    overwrite: Overwrite = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.checking.noted_rows import stored_noted_rows
    from data_access.loading.loads import batches_of
    from data_access.workbooks import whole_file

    with speaking(language) as (console, words), opened(database) as engine:
        with engine.connect() as connection:
            load_ids = [batch.load_id for batch in batches_of(connection, load)]
            rows = stored_noted_rows(connection, load_ids)
        refuse_to_overwrite(file, whole_file.PROBLEMS, overwrite)
        write_problems(console, words, rows, file, overwrite=overwrite)


def changes(
    load: LoadName,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE.xlsx]", help=help_of("command.option.changes"))] = None,
    overwrite: Overwrite = False,
    database: Database = None,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    from data_access.commands.change_console import say_changes
    from data_access.loading.change_log import stored_changes
    from data_access.loading.loads import batches_of
    from data_access.workbooks import whole_file

    with speaking(language) as (console, words), opened(database) as engine:
        with engine.connect() as connection:
            report = stored_changes(connection, [batch.load_id for batch in batches_of(connection, load)])
        if file is None:
            say_changes(console, report, words)
            if not report.changes_anything:
                say(console, words("changes.none"))
            return
        refuse_to_overwrite(file, whole_file.CHANGES, overwrite)
        write_changes(console, words, report, file)


class _Loading:
    """A load; a replacement first shows the rows it would remove and asks whether they may go."""

    def __init__(
        self,
        engine: "Engine",
        console: Console,
        words: Wording,
        sheets: "list[Sheet]",
        rules: "Mapping | None",
        report: Path | None,
    ) -> None:
        self.engine, self.console, self.words = engine, console, words
        self.sheets, self.rules, self.report = sheets, rules, report

    def load(self, options: "Options", yes: bool) -> "LoadResult | None":
        """The result; None when somebody was asked and said no."""
        from data_access.commands.load_console import say_removed
        from data_access.loading.batches import DRY_RUN

        if not options.get("replacing"):
            return self._load(options)
        preview = options.copy()
        preview["dry_run"] = True
        if not options.get("dry_run"):
            # What it does to scores is told once, when it is done.
            preview["effects"] = None
        shown = self._load(preview)
        say_removed(self.console, shown, self.words)
        if shown.status != DRY_RUN or options.get("dry_run"):
            return shown if options.get("dry_run") else self._load(options)
        # The user is asked only when rows would be removed.
        if shown.removed and not yes and not agreed("replace.ask", "replace.needs_yes", self.words):
            say(self.console, self.words("command.nothing_done"))
            return None
        final = options.copy()
        final["agreed"] = frozenset(shown.removed)
        return self._load(final)

    def _load(self, options: "Options") -> "LoadResult":
        from data_access.commands.load_report import Telling
        from data_access.loading.load import load_sheets

        with progress_bar(self.console, self.words) as progress:
            with_progress = options.copy()
            with_progress["progress"] = Telling(self.report) if self.report else progress
            return load_sheets(self.engine, self.sheets, mapping=self.rules, **with_progress)


def _sheets(
    files: list[Path], source: str | None, query: str | None, console: Console, words: Wording
) -> "list[Sheet]":
    from data_access.files.foreign_database import query_sheet
    from data_access.loading.load import read_files

    if (source is None) != (query is None):
        raise Refused("source.from_and_query")
    if not files and source is None:
        raise Refused("source.nothing")
    with progress_bar(console, words) as progress:
        sheets = read_files(files, progress)
    return sheets if source is None or query is None else [*sheets, query_sheet(source, query)]


def _codes_of(units: str | None, engine: "Engine") -> frozenset[str] | None:
    """The codes of the units that ``--units`` names, of a county with all its units; None for all where it is left out.

    So an empty list of a program that forgot whose units they are is nobody's.
    """
    from data_access.reading.reader import reading
    from data_access.reading.viewer import NOBODY, Viewer

    if units is None:
        return None
    listed = frozenset(filter(None, (code.strip() for code in units.split(","))))
    with reading(engine, NOBODY) as reader:
        known = reader.units()
    if unknown := sorted(listed - set(known["code"])):
        raise Refused("viewers.unknown_unit", value=unknown[0])
    return Viewer("", listed, "within").allowed(known)


def _day(text: str | None) -> dt.date | None:
    """The date of ``--as-of``, which is not after today."""
    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("command.wrong_date", value=text) from error
    if day > dt.date.today():
        raise Refused("command.future_as_of", value=text, expected=dt.date.today().isoformat())
    return day


def _user() -> str | None:
    """Who is loading; a container may have no name for its user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None
