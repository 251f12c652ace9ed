"""The parts of a unit's archive that are not panels: who it is, and its rows page by page."""

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from assessment.indicators import BY_KEY
from data_access.counting.behind import behind
from data_access.reading.loaded import keepers_told
from data_access.reading.members import members
from data_access.reading.records import PAGE_SIZE, REGISTERS, record_page, sites_of
from panels.bulletins.mentions import MENTIONS
from panels.counted import counted_rows
from panels.declare import Context, Panel, not_loaded
from panels.demonstration.judged_sites import LEDGER as SITES
from panels.enforcement.certificates import CERTIFICATES
from panels.headings import of_unit, standing_in_words
from panels.holdings import OPEN_ITEMS
from panels.registers import register_table
from panels.scorecard import SCORECARD
from panels.scores import SCORES
from panels.seen import as_seen, hidden_of
from panels.unit_parts import UNIT_DECISIONS, UNIT_DOCUMENTS, UNIT_FILES, UNIT_TRAININGS
from ui.apart import figures_of, on_page_only
from ui.draw import draw, draw_kept_table
from ui.literal import literal
from ui.parts import question_html
from ui.view import View
from wording import together


def chosen_unit(view: View) -> pd.Series:
    """The row of the unit the archive is about."""
    units = view.reader.units()
    return units[units["code"] == view.context.selection.unit].iloc[0]


def among_its_peers(view: View, unit: pd.Series) -> View:
    """The view with the unit's own peer group, whatever group was looked at before; its links lead to that group."""
    group = unit["peer_group"] if pd.notna(unit["peer_group"]) else ""
    return replace(view, context=view.context.with_(group=group))


def heading_of(view: View, unit: pd.Series, context: Context) -> str:
    """The unit's name and what weighs most: vetoes, open items, its place, and what its scorecard says."""
    scores = scores_of_all(view, context)
    items, standing = (figures_of(panel, view, context) for panel in (OPEN_ITEMS, SCORECARD))
    said = of_unit(scores, items, standing, view.finding(SCORECARD, context), context)
    return view.words("archive.heading", unit=unit["name"], finding=said)


def scores_of_all(view: View, context: Context) -> pd.DataFrame | None:
    """The figures of all members of the peer group, the same for each unit's archive; None when they fail."""
    return figures_of(SCORES, view, context.with_(unit=""))


def is_scored(context: Context) -> bool:
    """Whether the unit's peer group is scored over the period."""
    return context.choices.scores(context.selection.group, context.selection.period)


def is_assessed(view: View, context: Context) -> bool:
    """Whether the unit is scored: some scheme knows its group, and it is still there when the period ends."""
    selection = context.selection
    there = members(view.reader, selection.group, selection.period, at_its_end=True)["code"]
    return is_scored(context) and selection.unit in set(there)


@on_page_only
def draw_identity(view: View, unit: pd.Series, context: Context) -> None:
    """Kind, county, system, score, awards, whether it keeps an archive, its demonstration sites, its successor."""
    words = view.words
    names = view.reader.units().set_index("code")["name"]
    sites, hidden = view.rows("sites", unit["code"], lambda: sites_of(view.reader, str(unit["code"])))
    facts: list[tuple[str, Any]] = [("kind", words.label("unit_kind", unit["kind"]))]
    if pd.notna(unit["county"]) and unit["county"] != unit["code"]:
        facts.append(("county", names[unit["county"]]))
    if pd.notna(unit["sector"]):
        facts.append(("sector", words.label("sector", unit["sector"])))
    facts += _standing(view, unit, context)
    kept = "yes" if unit["archive_keeper"] else "no" if keepers_told(view.reader, view.reader.units()) else "not_filled"
    facts.append(("archive_keeper", words(kept)))
    facts.append(("demonstration", as_seen(_sites_in_words(sites, context), hidden, context)))
    if pd.notna(unit["active_to"]):
        facts.append(("active_to", words.date(unit["active_to"])))
    if pd.notna(unit["merged_into"]):
        facts.append(("merged_into", names[unit["merged_into"]]))
    shown = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(words(f"identity.{name}"), together(value))
        for name, value in facts
    )
    with st.container(key="identity"):
        st.html(Markup("<dl>{}</dl>").format(shown))


def _standing(view: View, unit: pd.Series, context: Context) -> list[tuple[str, Any]]:
    """Its score with place and grade, and whether it may be awarded; nothing where it is not scored."""
    scores = scores_of_all(view, context)
    if scores is None:
        return []
    own = scores[scores["code"] == unit["code"]]
    alone = int(scores["score"].notna().sum()) == 1
    return [] if own.empty else standing_in_words(own.iloc[0], view.words, alone=alone)


def _sites_in_words(sites: pd.DataFrame, context: Context) -> str:
    words = context.words
    if not context.has(SITES):
        return not_loaded((SITES,), "", context).sentence
    if sites.empty:
        return words("identity.no_site")
    states = words.join([words.label("site_state", state) for state in dict.fromkeys(sites["state"])])
    return words("identity.sites", n=len(sites), states=states)


def there(view: View, context: Context, *panels: Panel) -> list[Panel]:
    """Those of the panels that have anything to show of the unit, or of which something is hidden; one that fails says
    so in its place.
    """
    found = {panel.key: figures_of(panel, view, context) for panel in panels}
    return [panel for panel in panels if (rows := found[panel.key]) is None or not rows.empty or hidden_of(rows)]


def draw_parts(view: View, context: Context) -> None:
    """What the unit decided, issued, filed and taught, was named for, its certificates: each where there is any."""
    parts = there(view, context, UNIT_DECISIONS, UNIT_DOCUMENTS, UNIT_FILES, UNIT_TRAININGS, MENTIONS)
    officers = figures_of(CERTIFICATES, view, context)
    parts += [CERTIFICATES] if officers is None or officers[["judged", "blank"]].to_numpy().any() else []
    for panel in parts:
        draw(panel, view, context)


@on_page_only
def draw_registers(view: View, context: Context) -> None:
    """The rows behind the figures, one ledger at a time, page by page."""
    with st.container(key="panel_registers", gap="xsmall"):
        view.parts.append("registers")
        st.html(question_html("registers", view.words("registers.question")))
        ledger = st.segmented_control(
            literal(view.words("address.ledger")),
            list(REGISTERS),
            default=_first_loaded(context),
            required=True,
            key="register_ledger",
            format_func=lambda key: literal(view.words.label("ledger", key)),
            label_visibility="collapsed",
        )
        _register_page(view, context, str(ledger))


def _first_loaded(context: Context) -> str:
    """The first register whose ledger is loaded, so that a click on a bar ends at rows and not at an empty list."""
    known = {behind(key).ledger for key in BY_KEY if context.knows(key)}
    return next((ledger for ledger in REGISTERS if ledger in known), next(iter(REGISTERS)))


def _register_page(view: View, context: Context, ledger: str) -> None:
    words, selection = view.words, context.selection
    page = int(st.session_state.get(f"page_{ledger}_{selection.unit}", 1))
    question = (ledger, selection.unit, selection.period, context.known(ledger), page)
    (rows, total), hidden = view.rows("record_page", question, lambda: record_page(view.reader, *question))
    heading = as_seen(
        words("registers.total", rows=counted_rows(total, ledger, words), ledger=words.label("ledger", ledger)),
        hidden,
        context,
    )
    st.subheader(literal(heading), anchor=False)
    if total:
        asked = (question, context.selection)
        draw_kept_table(view.tabled("register", asked, heading, lambda: register_table(rows, ledger, context)), view)
    if total > PAGE_SIZE:
        st.pagination(math.ceil(total / PAGE_SIZE), key=f"page_{ledger}_{selection.unit}")
