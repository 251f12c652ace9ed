"""No word of a row outside the scope reaches anybody: canaries are planted there and looked for where a panel speaks.

And answers that are kept never come to a viewer who may see something else, in whatever order viewers ask.
"""

import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.asked.selection import parse
from data_access.reading.cached import kept
from data_access.reading.reader import reading
from data_access.reading.roles import ROLES, viewer_of
from data_access.reading.search import found_records
from data_access.reading.viewer import ALL_SEEING, NOBODY, Viewer
from data_access.store.engine import reader_engine
from panels.declare import Panel
from panels.seen import seen_figures
from panels.told import told
from tests.canaries import OF_A_PERSON, OF_A_ROW, PUBLISHED, columns_heard, heard, ids_of, may_be_heard
from tests.cases import left_for_all
from tests.every_panel import PANELS
from tests.spoken import context_of, spoken

COUNTY = viewer_of("c", "county", frozenset({"C03"}))
DEPARTMENT = viewer_of("d", "department", frozenset({"M-public_security"}))
# What is asked in every run, and what with all cases.
SUIT = {"ledger": "litigation", "record": "M-public_security~(2025)演7101行初658号~first"}
ITEM = {"ledger": "rectification", "record": "C07-public_security~ZG-2026-0701-006"}
USUAL: tuple[dict[str, str], ...] = ({}, {"unit": "C07", **ITEM})
FURTHER: tuple[dict[str, str], ...] = (
    {"focus": "C07", **SUIT},
    {"unit": "M-public_security", "group": "municipal_departments"},
    {"period": "2025", "ledger": "reconsideration"},
)
# Everybody who is not asked in every run: each other role, and each before an audience.
OTHERS = {
    **{role.key: viewer_of(role.key, role.key, frozenset({"C07", "C07-housing"})) for role in ROLES},
    "leader before a county": ALL_SEEING.before("C03"),
    "county before another": COUNTY.before("C07"),
    "department before the public": DEPARTMENT.before("public"),
    "leader before all counties": ALL_SEEING.before("counties"),
}


@pytest.fixture(scope="module")
def planted(planted_url: str) -> Iterator[Engine]:
    engine = reader_engine(planted_url)
    yield engine
    engine.dispose()


def panels_that_say(
    planted: Engine, viewer: Viewer, selections: Iterable[dict[str, str]], panels: Iterable[Panel] = PANELS
) -> dict[str, dict[str, set[str]]]:
    """By canary the panels in which it is heard, and of which units."""
    ids = ids_of(planted)
    found: dict[str, dict[str, set[str]]] = {OF_A_ROW: {}, OF_A_PERSON: {}, PUBLISHED: {}}
    with reading(planted, viewer) as reader:
        for query in selections:
            context = context_of(reader, audience=viewer.audience or "none", **query)
            for panel in panels:
                for canary, codes in heard(spoken(panel, reader, context), ids).items():
                    if codes:
                        found[canary].setdefault(panel.key, set()).update(codes)
    return found


def of_others(planted: Engine, viewer: Viewer, selections: Iterable[dict[str, str]]) -> dict[str, Any]:
    """What panels say to a viewer of rows that are not for him."""
    may, said = may_be_heard(planted, viewer), panels_that_say(planted, viewer, selections)
    return {f"{canary} in {panel}": codes - may[canary] for canary, panels in said.items()
            for panel, codes in panels.items() if codes - may[canary]}  # fmt: skip


def test_the_canaries_sing_to_who_sees_all(planted: Engine) -> None:
    of_rows = {"case_list", "item_list", "record", "record_events", "joint_meetings"}
    found = panels_that_say(planted, ALL_SEEING, USUAL[1:], [panel for panel in PANELS if panel.key in of_rows])
    assert of_rows == found[OF_A_ROW].keys()
    assert {"record", "record_events"} & found[OF_A_PERSON].keys()


@pytest.mark.parametrize("selections", [USUAL[1:], left_for_all((*USUAL[:1], *FURTHER), name="further")])
@pytest.mark.parametrize(
    "viewer",
    [
        pytest.param(COUNTY, id="one county"),
        left_for_all(COUNTY.before("C07"), name="one county before another"),
        *(left_for_all(each, name=name) for name, each in {"nobody": NOBODY, **OTHERS}.items()),
    ],
)
def test_no_word_of_a_row_outside_the_scope_is_said(
    planted: Engine, viewer: Viewer, selections: tuple[dict[str, str], ...]
) -> None:
    assert of_others(planted, viewer, selections) == {}


@pytest.mark.long
@pytest.mark.parametrize("selections", [USUAL[1:], left_for_all(FURTHER, name="further")])
def test_who_sees_rows_without_names_is_told_no_name(planted: Engine, selections: tuple[dict[str, str], ...]) -> None:
    found = panels_that_say(planted, DEPARTMENT, selections)
    assert "case_list" in found[OF_A_ROW], "it sees rows"
    assert found[OF_A_PERSON] == {}


@pytest.mark.parametrize("text", ["658", "行初12", "ZG-2026", "2026-0200-008", "演7101行初1", "%", "C07"])
def test_the_search_finds_no_record_outside_the_scope(planted: Engine, text: str) -> None:
    years = range(2022, 2027)
    for viewer in (COUNTY, NOBODY, *OTHERS.values()):
        with reading(planted, viewer) as reader:
            assert set(found_records(reader, text, years)["code"]) <= may_be_heard(planted, viewer)[OF_A_ROW]


# --- Each ledger ---------------------------------------------------------------------------------------------------

OFFICER, NOBODYS = "ZF-C07-public_security-001", "ZF-nowhere-000"
NUMBERS_ALONE = ("case_file_review",)
# By ledger a panel that shows its words, and what it is then asked. Of training sessions, staff and inspections no
# panel shows a text.
SHOWN_BY = {
    "joint_meeting": ("joint_meetings", {}),
    "normative_document": ("expiring", {}),
    "major_decision": ("five_steps", {}),
    "legislation_project": ("legislation_plan", {}),
    "case_file_review": ("failed_files", {"period": "2025"}),
    "plan_task": ("plan", {}),
    "legal_service": ("case_list", {"ledger": "legal_service"}),
    "cadre_review": ("unreviewed", {}),
    "officer": ("case_list", {"ledger": "officer"}),
    "officer_record": ("officer_events", {"officer": OFFICER}),
    "leader_record": ("leader_records", {"unit": "C01"}),
    "bulletin": ("issues", {}),
    "bulletin_mention": ("mentions", {}),
    "research_report": ("research", {}),
}


def said_of_each_ledger(planted: Engine, viewer: Viewer) -> dict[str, str]:
    """By ledger all that its panel says to a viewer."""
    panels = {panel.key: panel for panel in PANELS}
    with reading(planted, viewer) as reader:
        usual = context_of(reader, audience=viewer.audience or "none")
        said = {}
        for ledger, (key, query) in SHOWN_BY.items():
            selection, _ = parse({"audience": viewer.audience or "none", **query}, usual.choices)
            said[ledger] = spoken(panels[key], reader, replace(usual, selection=selection))
    return said


@pytest.fixture(scope="module")
def everything(planted: Engine) -> dict[str, dict[str, set[str]]]:
    """By ledger what is heard by who sees all: a word of every one, so that what others are not told was there."""
    said, ids = said_of_each_ledger(planted, ALL_SEEING), ids_of(planted)
    for ledger, text in said.items():
        assert ledger in {of for of, _column in columns_heard(text)} or ledger in NUMBERS_ALONE
    found = {ledger: heard(text, ids) for ledger, text in said.items()}
    assert all(any(of.values()) for of in found.values())
    return found


@pytest.mark.parametrize(
    "viewer",
    [
        pytest.param(COUNTY, id="one county"),
        pytest.param(OTHERS["auditor"], id="auditor"),
        pytest.param(OTHERS["leader before all counties"], id="leader before all counties"),
        *(left_for_all(each, name=name) for name, each in {"nobody": NOBODY, **OTHERS}.items()),
    ],
)
def test_of_each_ledger_a_viewer_hears_rows_that_are_his_and_no_others(
    planted: Engine, everything: dict[str, dict[str, set[str]]], viewer: Viewer
) -> None:
    may, ids = may_be_heard(planted, viewer), ids_of(planted)
    for ledger, text in said_of_each_ledger(planted, viewer).items():
        for canary, codes in heard(text, ids).items():
            assert codes <= may[canary], ledger
            # Before an audience numbers are covered, and so is what has few cases.
            assert codes or viewer.audience or not everything[ledger][canary] & may[canary], ledger


# --- Officers' files ----------------------------------------------------------------------------------------------

FILE = tuple(panel for panel in PANELS if panel.key in ("officer_file", "officer_training", "officer_events"))
LIST = next(panel for panel in PANELS if panel.key == "case_list")
# The file of this one went along from a department of C03 to one of C08.
MOVED, FROM, TO = "ZF-C03-ecology-001", "C03-ecology", "C08-ecology"


def file_says(planted: Engine, viewer: Viewer, number: str) -> str:
    """All that the panels of a file say, but for the number that was asked for."""
    with reading(planted, viewer) as reader:
        context = context_of(reader, audience=viewer.audience or "none", officer=number)
        return "\n".join(spoken(panel, reader, context) for panel in FILE).replace(number, "")


def test_an_officers_file_is_open_to_who_may_see_the_names_of_its_unit(planted: Engine) -> None:
    for viewer in (ALL_SEEING, viewer_of("c", "county", frozenset({"C07"}))):
        found = heard(file_says(planted, viewer, OFFICER), ids_of(planted))
        assert found[OF_A_PERSON] == {"C07-public_security"}
        assert found[OF_A_ROW] == {"C07-public_security"}


@pytest.mark.parametrize(
    "viewer",
    [COUNTY, DEPARTMENT, NOBODY, viewer_of("a", "auditor", frozenset()), ALL_SEEING.before("C07")],
    ids=["another county", "its department", "nobody", "auditor", "leader before the county"],
)
def test_nobody_else_can_tell_a_number_that_is_there_from_one_that_is_not(planted: Engine, viewer: Viewer) -> None:
    assert file_says(planted, viewer, OFFICER) == file_says(planted, viewer, NOBODYS)


@pytest.mark.parametrize("which", ["none", "expired", "off_list"])
def test_lists_of_officers_name_nobody_to_who_sees_rows_without_names(planted: Engine, which: str) -> None:
    wide = viewer_of("d", "department", frozenset({"M-transport", "M-urban_management"}))
    for viewer in (wide, wide.before("public"), ALL_SEEING.before("counties")):
        with reading(planted, viewer) as reader:
            context = context_of(reader, audience=viewer.audience or "none", ledger="officer", which=which)
            said = spoken(LIST, reader, context)
        found = heard(said, ids_of(planted))
        assert found[OF_A_ROW] or viewer.audience == "public", "it sees rows"
        assert found[OF_A_PERSON] == set()
        assert "officer?officer=" not in said


def test_no_search_finds_an_officer(planted: Engine) -> None:
    with reading(planted, ALL_SEEING) as reader:
        for text in (OFFICER, "public_security-001", "蒙执-C07-public_security-001"):
            assert found_records(reader, text, ()).empty


def test_the_file_goes_along_and_a_former_unit_keeps_its_own_years(planted: Engine) -> None:
    both = heard(file_says(planted, viewer_of("u", "unit", frozenset({TO})), MOVED), ids_of(planted))
    assert both[OF_A_ROW] == {FROM, TO}
    own = heard(file_says(planted, viewer_of("u", "unit", frozenset({FROM})), MOVED), ids_of(planted))
    assert own[OF_A_ROW] == {FROM}
    assert own[OF_A_PERSON] <= {FROM}


# --- Answers that are kept -----------------------------------------------------------------------------------------

# Some differ in their units alone, and one has a unit that is called as if it were all.
VIEWERS = (ALL_SEEING, COUNTY, viewer_of("e", "county", frozenset({"C07"})), DEPARTMENT, NOBODY,
           viewer_of("a", "unit", frozenset({"all"})), viewer_of("b", "unit", frozenset({"C07-housing"})))  # fmt: skip
ASKED = ("lights", "case_list", "scores")
AT_ONCE = 20


def sentence(planted: Engine, viewer: Viewer, key: str, *, keeping: bool) -> str:
    """What a panel says to a viewer, read anew or with answers that are kept, as a page keeps them."""
    panel = next(panel for panel in PANELS if panel.key == key)
    with reading(planted, viewer) as reader:
        context = panel.asked(context_of(reader))
        scope, state = viewer.scope_key, context.state

        def keep(name: str, question: Any, compute: Any) -> Any:
            return kept(name, question, state=state, scope=scope, since=reader.since, compute=compute)

        if keeping:
            reader.keep_with(keep)
            figures = keep(f"isolated:{key}", context.selection, lambda: seen_figures(panel, reader, context))
        else:
            figures = seen_figures(panel, reader, context)
        return told(panel, figures, {}, context).sentence


@pytest.mark.long
def test_no_kept_answer_comes_to_a_viewer_who_may_see_something_else(planted: Engine) -> None:
    truth = {(place, key): sentence(planted, viewer, key, keeping=False)
             for place, viewer in enumerate(VIEWERS) for key in ASKED}  # fmt: skip
    assert len({truth[place, "lights"] for place in range(len(VIEWERS))}) > 4, "viewers are told different things"
    jobs = [job for job in truth for _ in range(2)]
    random.Random(15).shuffle(jobs)
    with ThreadPoolExecutor(AT_ONCE) as sessions:
        said = list(sessions.map(lambda job: sentence(planted, VIEWERS[job[0]], job[1], keeping=True), jobs))
    assert [job for job, each in zip(jobs, said, strict=True) if each != truth[job]] == []
