"""Excused absences: absences all the same, listed apart; a blank is not "not excused"; true under every filter."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access.asked.selection import Selection
from data_access.ledgers.litigation import HEAD_ATTENDED, HEADS
from data_access.reading.available import choices_for
from data_access.reading.case_lists import case_page
from data_access.reading.extent import extent_of
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import writer_engine
from panels.declare import Context
from panels.disputes.absences import ABSENCES, LISTED
from panels.links import parts_of
from tests.audit.answer_city import AS_OF, YEAR, load, suit, suits, units, whole
from tests.databases import sqlite_url
from tests.panels.checks import pictured

# Of A1: two excused, one not, one not said, one attended (whatever its cell says), one of which nobody says who came.
# Of B1 one excused. A3's suit is a county's and A1's together: for the city it is A's one case.
ROWS = (
    suit("A1", "1", absence_excused="yes"),
    suit("A1", "2", head_attended="none", absence_excused="yes"),
    suit("A1", "3", absence_excused="no"),
    suit("A1", "4"),
    suit("A1", "5", head_attended="deputy", head_spoke="yes"),
    suit("A1", "6", head_attended=None, absence_excused="yes"),
    suit("B1", "7", absence_excused="yes"),
    suit("M1", "8", head_attended="chief", head_spoke="no"),
    # The head of the other defendant came for both.
    suit("A1", "9", absence_excused="yes"),
    suit("A2", "9", defendant_role="co", head_attended="chief", head_spoke="no"),
)
Filter = dict[str, object]
# Heard, absent, excused, not excused, not said, blank. A2's one hearing is A1's ninth.
EXPECTED: tuple[tuple[Filter, tuple[int, ...]], ...] = (
    # 1–5, 7–9 are known: eight; absent 1, 2, 3, 4, 7.
    ({}, (8, 5, 3, 1, 1, 1)),
    ({"counties": ("A",)}, (6, 4, 2, 1, 1, 1)),
    ({"focus": "A"}, (6, 4, 2, 1, 1, 1)),
    ({"focus": "A1"}, (6, 4, 2, 1, 1, 1)),
    ({"unit": "A2"}, (1, 0, 0, 0, 0, 0)),
    ({"counties": ("B",)}, (1, 1, 1, 0, 0, 0)),
    ({"group": "municipal_departments"}, (1, 0, 0, 0, 0, 0)),
    ({"group": "sector:natural_resources", "counties": ("A",)}, (6, 4, 2, 1, 1, 1)),
)


def context_of(reader: object, language: str = "zh", **chosen: object) -> Context:
    state = reader.state()  # type: ignore[attr-defined]
    choices = choices_for(reader, reader.units(), AS_OF)  # type: ignore[arg-type, attr-defined]
    selection = Selection(YEAR, "none", "counties", language=language).with_(**chosen)
    return Context(selection, state, choices)


@pytest.mark.parametrize(("chosen", "expected"), EXPECTED)
def test_absences_are_told_apart_under_every_filter(
    database: Engine, chosen: Filter, expected: tuple[int, ...]
) -> None:
    load(database, units(), suits(*ROWS))
    with reading(database, ALL_SEEING) as reader:
        found = ABSENCES.figures(reader, context_of(reader, **chosen))
    assert tuple(found["cases"]) == expected


@pytest.mark.parametrize(("chosen", "expected"), EXPECTED)
def test_every_bar_opens_as_many_cases_as_it_says(database: Engine, chosen: Filter, expected: tuple[int, ...]) -> None:
    load(database, units(), suits(*ROWS))
    with reading(database, ALL_SEEING) as reader:
        context = context_of(reader, **chosen)
        extent = extent_of(reader, context.selection)
        totals = [case_page(reader, "litigation", which, extent, YEAR)[1] for which in LISTED.values()]
        drawn = pictured(ABSENCES, ABSENCES.figures(reader, context), context).data
    assert totals == list(expected[:-1])
    if expected[1]:
        links = [parts_of(code)[1] for code in drawn["code"] if code]
        assert [link["which"] for link in links] == [
            which for which, number in zip(LISTED.values(), expected, strict=False) if number
        ]
        unit = chosen.get("unit") or chosen.get("focus")
        assert {link.get("focus") for link in links} == {unit}


SENTENCES = (
    ({}, "负责人未出庭 5 件，1 件未填；其中有正当理由 3 件，无正当理由 1 件，未注明有无正当理由 1 件"),
    ({"counties": ("B",)}, "负责人未出庭 1 件；其中有正当理由 1 件"),
    ({"unit": "A2"}, "写明出庭情况的 1 件，没有负责人未出庭的"),
    ({"group": "municipal_departments", "unit": "M2"}, "无案件"),
)


@pytest.mark.parametrize(("chosen", "sentence"), SENTENCES)
def test_the_sentence_says_what_is_known_and_what_is_not(database: Engine, chosen: Filter, sentence: str) -> None:
    load(database, units(), suits(*ROWS))
    with reading(database, ALL_SEEING) as reader:
        context = context_of(reader, **chosen)
        assert ABSENCES.finding(ABSENCES.figures(reader, context), context).sentence == sentence


def test_a_ledger_that_never_says_so_excuses_nobody_and_blames_nobody(database: Engine) -> None:
    load(database, units(), suits(suit("A1", "1"), suit("A1", "2")))
    with reading(database, ALL_SEEING) as reader:
        context = context_of(reader)
        figures = ABSENCES.figures(reader, context)
        sentence = ABSENCES.finding(figures, context).sentence
    assert tuple(figures["cases"]) == (2, 2, 0, 0, 2, 0)
    assert sentence == "负责人未出庭 2 件；没有注明有正当理由的案件，未注明有无正当理由 2 件"


# --- Any ledger ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def city(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("excused")))
    engine = writer_engine(sqlite_url(path))
    load(engine, units())
    yield engine
    engine.dispose()


@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(st.sampled_from([None, *HEAD_ATTENDED]), st.sampled_from([None, "yes", "no"])),
        min_size=12, max_size=12,
    )
)  # fmt: skip
def test_the_parts_make_the_absences_and_blanks_are_a_part_of_their_own(
    city: Engine, drawn: list[tuple[str | None, str | None]]
) -> None:
    rows = [suit("A1", str(number), head_attended=head, absence_excused=excused)
            for number, (head, excused) in enumerate(drawn)]  # fmt: skip
    load(city, suits(*map(whole, rows)))
    absent = [excused for head, excused in drawn if head is not None and head not in HEADS]
    with reading(city, ALL_SEEING) as reader:
        found = dict(ABSENCES.figures(reader, context_of(reader)).itertuples(index=False))
    assert found["absent"] == len(absent)
    parts = [found[name] for name in ("absence_excused", "unexcused", "absence_unexplained")]
    assert parts == [absent.count("yes"), absent.count("no"), absent.count(None)]
    assert found["heard_unknown"] == sum(head is None for head, _excused in drawn)
