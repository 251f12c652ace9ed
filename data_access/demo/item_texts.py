"""Fills the phrases of ``findings`` in for each rectification item."""

from collections.abc import Mapping, Sequence

import numpy as np

from data_access.demo.city import Units
from data_access.demo.findings import (
    ACTS,
    APPROVERS,
    CHECKERS,
    CLOSINGS,
    ISSUES,
    MEASURES,
    OTHER_ACT,
    RESPONSIBLE,
    SOURCE_DOCUMENTS,
)
from data_access.demo.streams import Columns, Draws, Integers, Numbers, Objects, again, optional, year_of


def describe(units: Units, unit: Integers, columns: Columns, draws: Draws) -> Columns:
    """The text columns of the items, whose sources, categories and dates are given."""
    acts = np.array([ACTS.get(sector, OTHER_ACT) for sector in units.sectors], dtype=object)[unit]
    values = _values(acts, draws)
    year = year_of(columns["assigned_on"])
    texts = draws["text"]
    measure = _phrases(MEASURES, columns["category"], again(texts, 1), values)
    checker = _chosen(CHECKERS, draws["people"])
    closed = columns["closed_on"]
    extended = ~np.isnat(columns["extended_on"])
    documents = {"year": year.tolist(), "n": _integers(draws["numbers"], 1, 60)}
    return {
        "source_no": _filled([SOURCE_DOCUMENTS[source] for source in columns["source"]], documents),
        "issue": _phrases(ISSUES, columns["category"], texts, values),
        "measure": measure,
        "responsible_person": _responsible(units, unit, again(draws["people"], 1)),
        "checker": checker,
        "extension_approved_by": optional(extended, _chosen(APPROVERS, again(draws["people"], 2))),
        "closure_text": optional(
            ~np.isnat(closed), _closings(units, unit, columns, measure, checker, values, again(texts, 2))
        ),
    }


def _values(acts: Objects, draws: Draws) -> dict[str, list[object]]:
    numbers = draws["numbers"]
    files = _integers(again(numbers, 1), 10, 40)
    return {
        "act": [act for act, _ in acts],
        "file": [file for _, file in acts],
        "n": files,
        "k": _integers(again(numbers, 2), 2, 8),
        "m": _integers(again(numbers, 3), 3, 25),
        "month": _integers(again(numbers, 4), 1, 12),
    }


def _integers(drawn: Numbers, low: int, high: int) -> list[object]:
    numbers: list[object] = np.floor(low + drawn * (high - low + 1)).astype(int).tolist()
    return numbers


def _filled(templates: Sequence[str], values: dict[str, list[object]]) -> Objects:
    names = list(values)
    result = np.empty(len(templates), dtype=object)
    rows = zip(*values.values(), strict=True)
    result[:] = [
        template.format_map(dict(zip(names, row, strict=True)))
        for template, row in zip(templates, rows, strict=True)
    ]  # fmt: skip
    return result


def _phrases(
    phrases: Mapping[str, tuple[str, ...]], category: Objects, drawn: Numbers, values: dict[str, list[object]]
) -> Objects:
    rows = zip(category.tolist(), drawn.tolist(), strict=True)
    return _filled([phrases[key][int(number * len(phrases[key]))] for key, number in rows], values)


def _chosen(options: Sequence[str], drawn: Numbers) -> Objects:
    chosen: Objects = np.array(options, dtype=object)[np.floor(drawn * len(options)).astype(int)]
    return chosen


def _responsible(units: Units, unit: Integers, drawn: Numbers) -> Objects:
    posts = [RESPONSIBLE.get(kind, RESPONSIBLE["government"]) for kind in units.kinds]
    rows = zip(unit.tolist(), drawn.tolist(), strict=True)
    result = np.empty(len(unit), dtype=object)
    result[:] = [posts[place][int(number * len(posts[place]))] for place, number in rows]
    return result


def _closings(
    units: Units,
    unit: Integers,
    columns: Columns,
    measure: Objects,
    checker: Objects,
    values: dict[str, list[object]],
    drawn: Numbers,
) -> Objects:
    """Every closing text names its own report, so that no two are alike."""
    reports = [
        f"{short}整改报告〔{number[3:7]}〕{int(number[-3:])}号"
        for short, number in zip(units.frame["short_name"].to_numpy()[unit], columns["item_no"], strict=True)
    ]
    closing_days = [f"{day.month}月{day.day}日" if day else "" for day in columns["closed_on"].tolist()]
    own = {**values, "measure": measure.tolist(), "checker": checker.tolist(), "doc": reports, "day": closing_days}
    return _filled(_chosen(CLOSINGS, drawn).tolist(), own)
