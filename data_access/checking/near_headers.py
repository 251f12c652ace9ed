"""Headers of a foreign sheet that are nearly those of its mapping: 裁判结果： and 裁判结果（生效） for 裁判结果."""

from collections import defaultdict
from dataclasses import replace

from data_access.checking.header_names import is_measured_otherwise, names, names_of, sheet_problem
from data_access.checking.mapped_headers import is_left_out
from data_access.checking.mapping_content import Mapping
from data_access.checking.mapping_content import names_of as foreign_names
from data_access.files.cell_text import plain
from data_access.files.sheet_words import bare
from data_access.files.sources import Sheet
from data_access.problems import NEAR_HEADER, Problem


def with_near_headers(sheet: Sheet, mapping: Mapping) -> tuple[Sheet, list[Problem]]:
    """The sheet with the names that its mapping, or our ledger, has for nearly equal headers, each with a remark.

    Only a header that nothing else claims is taken, and only where it alone is near: else it stays as it is, and is
    missing or left out as before.
    """
    there = set(map(plain, sheet.headers))
    wanted: dict[str, str] = {}
    for header in mapping.foreign_headers:
        named = foreign_names(header)
        if not there & set(map(plain, named)):
            wanted |= {bare(name): named[0] for name in named}
    own, claimed = (
        names(mapping.ledger),
        {plain(name) for each in mapping.foreign_headers for name in foreign_names(each)},
    )
    filled = {*mapping.filled, *(own[header] for header in there if header in own)}
    for column in mapping.ledger.columns:
        if column.name not in filled:
            wanted = {bare(name): column.zh for name in names_of(column)} | wanted
    near: dict[str, list[int]] = defaultdict(list)
    for at, header in enumerate(sheet.headers):
        free = header and plain(header) not in claimed | own.keys() and not is_left_out(header, mapping)
        name = wanted.get(bare(header)) if free else None
        if name is not None and not is_measured_otherwise(header, [name]):
            near[name].append(at)
    taken = {places[0]: name for name, places in near.items() if len(places) == 1}
    headers = tuple(taken.get(at, header) for at, header in enumerate(sheet.headers))
    remarks = [sheet_problem(sheet, sheet.headers[at], NEAR_HEADER, [name]) for at, name in taken.items()]
    return (replace(sheet, headers=headers) if taken else sheet), remarks
