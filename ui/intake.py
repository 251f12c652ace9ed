"""The page where ledgers are loaded: files are brought, tried, and loaded; what loads did, and how one is taken back.

It runs without a reader, since it is where the first data come from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError
from data_access.reading.records import recent_loads
from data_access.reading.viewer import Viewer
from panels.declare import Column, Table
from panels.html import table_html
from ui import load_jobs
from ui.access import Seat, seat_here
from ui.access_log import note_load
from ui.draw import WORKBOOK
from ui.literal import literal
from ui.load_jobs import Job, Order, Step
from ui.taken_along import note, this_browser
from wording import UNKNOWN, Wording

# What the command reads; a picture or a letter is not offered at all.
ENDINGS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "fods", "et", "csv", "tsv", "txt", "parquet")
# How often the page asks how far the command is, in seconds.
POLL_S = 1.0
# The link's key for the job on screen.
JOB = "job"
# Lines of a list that the page shows; the workbook has them all.
MOST_SHOWN = 30
_COUNTS = ("read", "new", "changed", "emptied", "unchanged", "rejected", "removed")


def draw_intake(seat: Seat, words: Wording) -> None:
    """The whole page, for who may load; a sentence for everybody else."""
    if not (load_jobs.loads_here() and seat.viewer().loads):
        st.title(literal(words("intake.closed.title")), anchor=False)
        st.text(words("intake.closed.what_to_do"))
        return
    asked = st.query_params.get(JOB, "")
    job = load_jobs.found(asked, seat.identity) if asked else None
    if job is not None and job.order != _as_today(job.order, seat.viewer()):
        # Somebody has been given other units since.
        job = None
    if job is None:
        if asked:
            st.warning(literal(words("intake.no_such_job")))
        _bring(seat, words)
    elif job.step.state == "running":
        _wait(job, seat, words)
    else:
        _ended(job, seat, words)
    _recent(seat, words)


# --- Files -------------------------------------------------------------------------------------------------------


def _bring(seat: Seat, words: Wording) -> None:
    """Files are chosen or dropped; nothing is stored before somebody has seen what would be."""
    st.title(literal(words("intake.bring.title")), anchor=False)
    st.text(words("intake.bring.what_to_do"))
    with st.form("bring", border=False):
        files = st.file_uploader(literal(words("intake.files")), type=list(ENDINGS), accept_multiple_files=True)
        with st.expander(literal(words("intake.more"))):
            mapping = st.file_uploader(literal(words("intake.mapping")), type=["toml"])
            partial = st.checkbox(literal(words("intake.accept_partial")), help=literal(words("intake.partial_help")))
            as_of = st.date_input(literal(words("intake.as_of")), None, max_value="today", format="YYYY-MM-DD")
            same = st.checkbox(literal(words("intake.same_case")))
        if st.form_submit_button(literal(words("intake.try")), type="primary"):
            options = (
                *(["--accept-partial"] if partial else []),
                *([f"--as-of={as_of:%Y-%m-%d}"] if as_of else []),
                *(["--same-case"] if same else []),
            )
            _try(seat, words, files, mapping, options)


def _try(seat: Seat, words: Wording, files: Sequence[Any], mapping: Any, options: tuple[str, ...]) -> None:
    if not files:
        st.warning(literal(words("intake.no_file")))
        return
    names = tuple(file.name for file in files)
    order = Order("load", seat.identity, words.language, names, mapping.name if mapping else "", options)
    order = _as_today(order, seat.viewer())
    try:
        job = load_jobs.begin(order, [file.getvalue() for file in files], mapping.getvalue() if mapping else b"")
    except OSError as error:
        st.error(literal(words("intake.no_room", reason=error.strerror or str(error))))
        return
    job.try_out()
    _show(job)


def _show(job: Job) -> None:
    st.query_params[JOB] = job.name
    st.rerun()


def _leave() -> None:
    st.query_params.pop(JOB, None)


# --- What the command does ----------------------------------------------------------------------------------------


def _wait(job: Job, seat: Seat, words: Wording) -> None:
    """How far the command is; the page goes on by itself when it has ended."""
    kind = "undo" if job.order.kind == "undo" else "final" if job.final.state == "running" else "trial"
    st.title(literal(words(f"intake.{kind}.running")), anchor=False)
    st.text(words("intake.may_leave"))

    @st.fragment(run_every=POLL_S)
    def progress() -> None:
        if seat_here() != seat or job.step.state != "running":
            st.rerun()
        told = job.step.progress
        share = told.get("done", 0) / max(told.get("total", 0), 1)
        stage = words.label("load.stage", told["stage"]) if told else words("intake.starting")
        st.progress(min(max(share, 0.0), 1.0), literal(stage))

    progress()


def _ended(job: Job, seat: Seat, words: Wording) -> None:
    """What was found or done, and what may follow."""
    step, report = job.step, job.step.report
    if step.state != "done":
        st.title(literal(words("intake.failed.title")), anchor=False)
        st.text(step.said or words("intake.failed.unknown"))
        _ways(job, words, confirm=False)
        return
    st.title(literal(report["title"]), anchor=False)
    st.caption(literal(words("intake.files_of", files=words.join(list(job.order.files))))) if job.order.files else None
    _ways(job, words, confirm=step.folder == job.trial.folder and report["status"] == "dry_run", seat=seat)
    _told(report, step, words)


def _ways(job: Job, words: Wording, *, confirm: bool, seat: Seat | None = None) -> None:
    with st.container(horizontal=True, key="intake_ways"):
        if confirm and st.button(literal(words("intake.confirm")), type="primary") and seat:
            note_load(seat, job.order.kind, job.order.files)
            job.carry_out()
            st.rerun()
        st.button(literal(words("intake.again")), on_click=_leave)


def _told(report: Mapping[str, Any], step: Step, words: Wording) -> None:
    """The figures per ledger, what else the command says, what changed, and what is to be mended."""
    _figures(report["ledgers"], words)
    for sentence in report["said"]:
        st.text(sentence)
    _changes(report, step, words)
    for kind in ("problems", "warnings"):
        _sentences(report[kind], report[f"{kind}_n"], words(f"intake.{kind}", n=report[f"{kind}_n"]), words)
    if report["problems_n"] or report["warnings_n"]:
        _download(step, "problems", words)


def _figures(ledgers: Sequence[Mapping[str, Any]], words: Wording) -> None:
    """Rows by ledger and by what becomes of them; a column stands there where a ledger has such rows."""
    always = {"read", "new", "rejected"}
    counts = [name for name in _COUNTS if any(name in each and (each[name] or name in always) for each in ledgers)]
    shown = [each for each in ledgers if any(each.get(name) for name in counts)]
    if shown:
        heads = {"ledger": words("load.column.ledger")} | {name: words(f"load.column.{name}") for name in counts}
        _table(shown, heads, words("intake.counts"), words, numbers=counts)


def _changes(report: Mapping[str, Any], step: Step, words: Wording) -> None:
    changed, number = report["changed"], report["changed_n"]
    if not changed:
        return
    title = words("intake.changed", n=number)
    st.subheader(literal(title), anchor=False)
    heads = {name: words(f"changes.{name}") for name in ("ledger", "record", "column", "before", "after")}
    _table(changed[:MOST_SHOWN], heads, title, words)
    _rest(number, words)
    _download(step, "changes", words)


def _sentences(said: Sequence[str], number: int, title: str, words: Wording) -> None:
    if number:
        st.subheader(literal(title), anchor=False)
        _table([{"said": each} for each in said[:MOST_SHOWN]], {"said": ""}, title, words)
        _rest(number, words)


def _rest(number: int, words: Wording) -> None:
    if number > MOST_SHOWN:
        st.caption(literal(words("intake.more_in_workbook", n=number - MOST_SHOWN)))


def _download(step: Step, name: str, words: Wording) -> None:
    """The button that gives a workbook which the command wrote, to the browser of this page alone."""
    path = step.file(f"{name}.xlsx")
    if path is not None:
        called = words(f"intake.{name}_name")
        content = note(path.read_bytes(), WORKBOOK, called, this_browser())
        st.download_button(
            literal(words(f"intake.{name}_file")), content, called, WORKBOOK, key=f"download_{name}", on_click="ignore"
        )


def _table(
    rows: Sequence[Mapping[str, Any]],
    heads: Mapping[str, str],
    title: str,
    words: Wording,
    numbers: Sequence[str] = (),
) -> None:
    data = pd.DataFrame([{name: row.get(name) for name in heads} for row in rows])
    columns = tuple(Column(name, heading, "integer" if name in numbers else "text") for name, heading in heads.items())
    st.html(table_html(Table(data, columns), title, words))


# --- What was loaded ----------------------------------------------------------------------------------------------


def _recent(seat: Seat, words: Wording) -> None:
    """The last loads, newest first; one of them can be taken back."""
    loads = _loads(seat)
    if loads.empty:
        return
    st.subheader(literal(words("intake.recent", n=len(loads))), anchor=False)
    rows = [
        {
            "number": load.load_no,
            "at": f"{load.loaded_at:%Y-%m-%d %H:%M}",
            "by": load.loaded_by or UNKNOWN,
            "source": load.source,
            "stored": load.rows_stored,
            "state": words(f"intake.state.{load.status}"),
        }
        for load in loads.itertuples()
    ]
    heads = {name: words(f"intake.load.{name}") for name in rows[0]}
    _table(rows, heads, words("intake.recent", n=len(loads)), words, numbers=("number", "stored"))
    stored = [int(load.load_no) for load in loads.itertuples() if load.status == "stored"]
    if stored:
        _take_back(stored, seat, words)


def _take_back(stored: Sequence[int], seat: Seat, words: Wording) -> None:
    with st.popover(literal(words("intake.take_back"))):
        number = st.selectbox(literal(words("intake.which_load")), stored, format_func=str)
        st.text(words("intake.take_back_means", number=number))
        if st.button(literal(words("intake.take_back_now", number=number)), type="primary"):
            note_load(seat, "undo", (str(number),))
            order = Order("undo", seat.identity, words.language, options=(str(number),))
            job = load_jobs.begin(_as_today(order, seat.viewer()))
            job.carry_out()
            _show(job)


def _as_today(order: Order, viewer: Viewer) -> Order:
    """The order with what its owner may do now: for whose units he loads, and whether he is told of scores."""
    units = None if viewer.units is None else tuple(sorted(viewer.units))
    return replace(order, units=units, effects=viewer.sees_unpublished)


def _loads(seat: Seat) -> pd.DataFrame:
    """The last loads; of who loads for some units his own alone."""
    viewer = seat.viewer()
    try:
        with reading(engine(), viewer) as reader:
            return recent_loads(reader, None if viewer.units is None else seat.identity)
    except DatabaseNotReadyError:
        # Nothing was loaded yet, or the command says what is wrong.
        return pd.DataFrame()
