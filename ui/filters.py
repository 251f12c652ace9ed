"""The filter row: one compact line, fed from the selection, writing to the link."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from assessment.indicators import BY_KEY
from assessment.verdict import VERSUS
from data_access.asked.page_keys import NONE
from data_access.asked.periods import GRAINS, months_from, period_codes
from data_access.asked.selection import (
    COMPARES,
    MUNICIPAL_GROUP,
    SCORE,
    default_selection,
    group_in_words,
    period_in_words,
)
from data_access.reading.members import members
from panels.chosen import chosen_unit
from panels.links import HERE, link_to, unit_link
from panels.widths import text_width
from ui.address import change
from ui.apart import on_page_only
from ui.choosing import choose
from ui.literal import literal
from ui.neighbours import draw_neighbours
from ui.registry import PAGES
from ui.view import View
from ui.ways import draw_ways
from wording import Wording, together

# In pixels: a box of choices is as wide as what is chosen needs, up to this; its letters, and what stands beside them.
_WIDEST, _LETTER, _BESIDE = 190, 15.75, 56
# A period and what it is compared with grow with the letters of a large screen (theme.css).
_PERIOD_WIDTH, _UNIT_WIDTH, _SMALL_LETTER = 156, 340, 14
_FOLD = Markup('<details class="fold"><summary>{}</summary></details>')


def draw_filters(view: View) -> None:
    """Where the reader is, the filters this page offers, and the way back to them as they usually are."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="xsmall"):
        _here(view)
        if view.page.about_unit:
            draw_neighbours(view)
        _fold(view)
        for name in view.page.filters:
            _DRAWN[name](view)
        _reset(view)


def _here(view: View) -> None:
    """The name of the page and of its group; ``here.js`` marks the group in the navigation."""
    words, page = view.words, view.page
    group = words(f"nav.{page.group}")
    name = words(f"page.{page.key}")
    said = Markup('<b aria-current="page">{}</b>').format(name)
    if name != group and sum(each.group == page.group and not each.hidden for each in PAGES) > 1:
        said = Markup("<span>{} ›</span> {}").format(group, said)
    st.html(
        Markup('<nav class="here" data-group="{}" aria-label="{}">{}</nav>').format(group, words("here.label"), said),
        width="content",
    )


def _fold(view: View) -> None:
    """On a phone the filters stand behind a line that says what is chosen; ``fold.js`` keeps them open in between."""
    words, page = view.words, view.page
    if not page.filters:
        return
    selection = view.context.selection.with_(versus="", focus="", at=None)
    said = [selection.in_words(words, view.context.choices, {*page.filters} - {"compare"})]
    if "indicator" in page.filters:
        said.append(words(f"indicator.{selection.indicator}.label"))
    st.html(_FOLD.format(together(words("selection.separator").join(filter(None, said)))), width="content")


def _reset(view: View) -> None:
    """The way back to the usual filters, where something else is chosen."""
    selection, choices = view.context.selection, view.context.choices
    usual = default_selection(choices, selection.language).with_(versus=VERSUS[0])
    asked = {key for name in view.page.filters for key in _KEYS.get(name, (name,))}
    shared = ("indicator", "versus")
    now, then = selection.to_query(shared), usual.to_query(shared)
    if changed := {key: then[key] for key in asked if now[key] != then[key]}:
        # A period means nothing without its grain.
        changed |= {key: then[key] for key in ("grain", "period") if changed.keys() & {"grain", "period"}}
        draw_ways(view, [(view.words("filter.reset"), link_to(HERE, **changed))])


def _labelled(key: str, view: View) -> Any:
    """A place for a filter beside its label, from which no line of the row parts it."""
    look: Any = {"vertical_alignment": "center", "gap": "xsmall", "width": "content", "wrap": False}
    place = st.container(key=f"filter_{key}", horizontal=True, **look)
    place.caption(literal(view.words(f"filter.{key}")), width="content")
    return place


def _as_wide_as(said: str, letter: float = _LETTER) -> int:
    """The width in pixels of a box that says this; its list is as wide as its options need (theme.css)."""
    return min(round(text_width([said], letter)) + _BESIDE, _WIDEST)


def _several(key: str, options: list[str], chosen: tuple[str, ...], say: Callable[[str], str], view: View) -> None:
    """Any number out of several, behind a button that says what is chosen; none chosen means all."""
    words, name = view.words, f"w_{key}"
    if not options:
        return
    shown = words.join([say(code) for code in chosen[:2]]) if chosen else words("filter.all")
    if len(chosen) > 2:
        shown = words("filter.several", n=len(chosen))
    st.session_state[name] = list(chosen)
    with st.popover(literal(words("filter.labelled", label=words(f"filter.{key}"), value=shown))):
        st.multiselect(
            literal(words(f"filter.{key}")),
            options,
            key=name,
            format_func=say,
            placeholder=words("filter.all"),
            on_change=lambda: change(key, ",".join(st.session_state[name]) or "all"),
        )


def _period(view: View) -> None:
    words, selection, choices = view.words, view.context.selection, view.context.choices
    period = selection.period
    grains = lambda grain: words.label("grain", grain)  # noqa: E731
    with _labelled("period", view):
        choose("grain", list(GRAINS), period.grain, grains, words("filter.grain"), as_row=True)
    if period.grain == "custom":
        _span(view)
        return
    options = period_codes(period.grain, choices.first_month, choices.last_month)

    def say(code: str) -> str:
        named = choices.period(period.grain, code)
        return period_in_words(named, words) if named else code

    choose("period", options, period.code, say, words("filter.period"), width=_PERIOD_WIDTH)


def _span(view: View) -> None:
    """From one month to another; choosing an end before the start moves the other end along."""
    words, period, choices = view.words, view.context.selection.period, view.context.choices
    months = [f"{month:%Y-%m}" for month in reversed(months_from(choices.first_january, choices.last_month))]
    # A span may begin in the January before the data, and ends with some.
    ending = [month for month in months if month >= f"{choices.first_month:%Y-%m}"]

    def moved(end: str) -> None:
        first, last = st.session_state["w_first"], st.session_state["w_last"]
        if first > last:
            first, last = (first, first) if end == "first" else (last, last)
        change("period", f"{first}~{last}")

    for end, value in (("first", period.first), ("last", period.last)):
        st.session_state[f"w_{end}"] = f"{value:%Y-%m}"
        st.selectbox(
            literal(words(f"filter.{end}")), months if end == "first" else ending, key=f"w_{end}",
            label_visibility="collapsed", on_change=moved, args=(end,), width=130,
        )  # fmt: skip


def _compare(view: View) -> None:
    words, selection = view.words, view.context.selection
    # A year's months just before are the year before: one of the two names is enough.
    options: list[str] = [each for each in COMPARES if not (each == "previous" and selection.period.grain == "year")]
    value = selection.compare if selection.compare in options else "last_year"

    def say(each: Any) -> str:
        return words.label("compare", selection.named_as(each))

    choose("compare", options, value, say, words("filter.compare"), width=_as_wide_as(say(value), _SMALL_LETTER))


def _group(view: View) -> None:
    words, context = view.words, view.context
    say = partial(group_in_words, words=words)
    options, value = list(context.choices.groups), context.selection.group
    with _labelled("group", view):
        choose("group", options, value, say, words("filter.group"), width=_as_wide_as(say(value)))


def _versus(view: View) -> None:
    """What the units are held against, once for all panels; a ranking by score holds nobody against anything."""
    words, value = view.words, view.context.selection.versus
    if view.context.selection.by_score:
        return

    def say(code: str) -> str:
        return words("filter.against", benchmark=words.label("versus", code))

    with _labelled("versus", view):
        choose("versus", list(VERSUS), value, say, words("filter.versus"), width=_as_wide_as(say(value)))


def _county(view: View) -> None:
    """Which counties' units are shown; municipal departments belong to none."""
    if view.context.selection.group == MUNICIPAL_GROUP:
        return
    names = dict(view.context.choices.counties)
    _several("county", list(names), view.context.selection.counties, lambda code: names.get(code, code), view)


def _sector(view: View) -> None:
    """Which systems' departments are shown; other groups are of one system, or counties with all of them."""
    if view.context.selection.group == MUNICIPAL_GROUP:
        units = view.reader.units()
        _sectors(view, tuple(units.loc[units["peer_group"] == MUNICIPAL_GROUP, "sector"].dropna().unique()))


def _system(view: View) -> None:
    """The systems whose units are counted, across counties and the city's departments; a group of one has no choice."""
    if ":" not in view.context.selection.group:
        _sectors(view, view.context.choices.sectors)


def _sectors(view: View, options: tuple[str, ...]) -> None:
    selection, words = view.context.selection, view.words
    _several("sector", list(options), selection.sectors, lambda code: words.label("sector", code), view)


def _indicator(view: View) -> None:
    """The choice of what a ranking is by: the score where the group has a scheme, or an indicator."""
    words, selection = view.words, view.context.selection
    scored = selection.group in view.context.choices.scored_groups or selection.by_score
    keys = [*([SCORE] if scored else []), *BY_KEY]

    def say(key: str) -> str:
        return words(f"indicator.{key}.label")

    value = view.context.selection.indicator
    with _labelled("indicator", view):
        choose("indicator", keys, value, say, words("filter.indicator"), width=_as_wide_as(say(value)))


def _unit_in_words(words: Wording, names: Mapping[str, str], code: str) -> str:
    return words("filter.labelled", label=words("filter.unit"), value=names[code])


@on_page_only
def draw_unit_choice(view: View) -> None:
    """Which unit a page of many looks at closely; none chosen leaves it to what the page has to say.

    Whose panels stand below is said either way.
    """
    words, selection = view.words, view.context.selection
    units = members(view.reader, selection.group, selection.period, at_its_end=True)
    names = dict(zip(units["code"], units["unit"], strict=True))
    usual = chosen_unit(view.reader, view.context.with_(focus=""))
    names = {"": words("filter.usual_unit", unit=names[usual]) if usual in names else words("filter.all"), **names}
    value = selection.focus if selection.focus in names else ""
    say = partial(_unit_in_words, words, names)
    choose("focus", list(names), value, say, words("filter.unit"), width=_UNIT_WIDTH)


@on_page_only
def draw_focus(view: View) -> None:
    """The unit that the page is narrowed to, with the links to its archive and back to all units."""
    words, code = view.words, view.context.selection.focus
    if not (view.page.narrows and code):
        return
    with st.container(key="focus", horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(literal(words("focus.only", unit=view.context.choices.name(code))), color="gray")
        ways = [("archive", unit_link(code)), *view.page.ways, ("all", link_to(HERE, focus=NONE))]
        draw_ways(view, [(words(f"focus.{name}"), link) for name, link in ways])


# The keys of a link that a filter writes, where they are not called like it.
_KEYS = {"period": ("grain", "period"), "system": ("sector",)}
_DRAWN: dict[str, Callable[[View], None]] = {
    "period": _period,
    "compare": _compare,
    "group": _group,
    "versus": _versus,
    "county": _county,
    "sector": _sector,
    "system": _system,
    "indicator": _indicator,
}
