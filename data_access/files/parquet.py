"""Parquet files as sheets: a column of the file is a column of the sheet, its name the header."""

import hashlib
from itertools import compress
from pathlib import Path
from typing import Any

from data_access.files.cell_text import visible
from data_access.files.instants import in_the_city
from data_access.files.limits import MOST_BYTES, MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED
from data_access.files.packed_rows import PackedRows, RowPacker
from data_access.files.refusals import EMPTY_FILE, NOT_FOUND, TOO_LARGE, UNREADABLE, SourceRefused, megabytes
from data_access.files.sources import NO_HEADER_ROW, Sheet, header_texts, is_blank

PARQUET = (".parquet",)
TOO_MANY_CELLS = "parquet_too_large"
NO_SINGLE_VALUES = "parquet_nested"
# Rows that are unpacked at a time.
ROWS_AT_ONCE = 20_000


def read_parquet(path: Path) -> list[Sheet]:
    """The one sheet of a parquet file; its rows are numbered from 1, since there is no row of headers.

    Raises ``SourceRefused`` for a file that is missing, unreadable, empty, too large, or holds lists, records or bytes.
    """
    import pyarrow

    if not path.is_file():
        raise SourceRefused(NOT_FOUND, path.name)
    try:
        _refuse_above(path, path.stat().st_size, MOST_BYTES)
        with path.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
        names, rows = _read(path)
        # What was unpacked is in the rows now; the pool would keep its room for a next file.
        pyarrow.default_memory_pool().release_unused()
    # A date beyond the calendar raises ``OverflowError``, an unknown time zone ``KeyError``.
    except (pyarrow.ArrowException, OSError, ValueError, ArithmeticError, LookupError) as error:
        raise SourceRefused(UNREADABLE, path.name) from error
    if not rows:
        raise SourceRefused(EMPTY_FILE, path.name)
    return [Sheet(path.stem, header_texts(map(visible, names)), rows, path.name, digest, NO_HEADER_ROW)]


def _read(path: Path) -> tuple[list[str], PackedRows]:
    """The columns of the file; its metadata is held against the limits before any of it is unpacked."""
    from pyarrow import parquet, types

    kinds_of_text = (types.is_string, types.is_large_string, types.is_string_view)
    with parquet.ParquetFile(path) as file:
        _check(file, path)
        named = _named_columns(file)
        fields = list(file.schema_arrow)
    texts = [field.name for field in fields if field.name in named and any(kind(field.type) for kind in kinds_of_text)]
    # Texts are read as a dictionary, so a text that a million rows repeat takes its memory once.
    with parquet.ParquetFile(path, read_dictionary=texts) as file:
        return [field.name for field in fields], _in_batches(file, path)


def _in_batches(file: Any, path: Path) -> PackedRows:
    """The rows that hold anything, unpacked some at a time; what has too many characters is only counted."""
    packer, first, characters = RowPacker(), 1, 0
    for batch in file.iter_batches(ROWS_AT_ONCE):
        characters += sum(map(_characters, batch.columns))
        if characters <= MOST_CHARACTERS:
            columns = [_cells(column) for column in batch.columns]
            filled = [not all(map(is_blank, row)) for row in zip(*columns, strict=True)]
            numbers = range(first, first + batch.num_rows)
            packer.add_columns([*compress(numbers, filled)], [[*compress(cells, filled)] for cells in columns])
        first += batch.num_rows
    _refuse_above(path, characters, MOST_CHARACTERS)
    return packer.rows


def _named_columns(file: Any) -> set[str]:
    """The columns whose values are named by number in every part; others (delta-encoded) cannot be read so."""
    groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
    columns = [group.column(number) for group in groups for number in range(group.num_columns)]
    otherwise = {
        column.path_in_schema
        for column in columns
        if any("DELTA" in each for each in column.encodings) or not any("DICT" in each for each in column.encodings)
    }
    return {column.path_in_schema for column in columns} - otherwise


def _cells(column: Any) -> list[object]:
    from pyarrow import types

    if types.is_dictionary(column.type):
        if len(column.dictionary) <= len(column):
            texts = list(map(visible, column.dictionary.to_pylist()))
            return [None if place is None else texts[place] for place in column.indices.to_pylist()]
        column = column.cast(column.type.value_type)
        return list(map(visible, column.to_pylist()))
    cells: list[object] = column.to_pylist()
    has_zone = types.is_timestamp(column.type) and column.type.tz is not None
    return list(map(in_the_city if has_zone else visible, cells))


def _check(file: Any, path: Path) -> None:
    rows, columns = file.metadata.num_rows, file.metadata.num_columns
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        most = {"most_rows": MOST_ROWS, "most_columns": MOST_COLUMNS, "most_cells": MOST_CELLS}
        sizes = {name: f"{value:,}" for name, value in {"rows": rows, "columns": columns, **most}.items()}
        raise SourceRefused(TOO_MANY_CELLS, path.name, **sizes)
    groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
    _refuse_above(path, sum(group.total_byte_size for group in groups), MOST_UNPACKED)
    wrong = [field.name for field in file.schema_arrow if not _holds_single_values(field.type)]
    if wrong:
        raise SourceRefused(NO_SINGLE_VALUES, path.name, column=", ".join(wrong))


def _refuse_above(path: Path, size: int, most: int) -> None:
    if size > most:
        raise SourceRefused(TOO_LARGE, path.name, value=megabytes(size), expected=megabytes(most))


def _holds_single_values(kind: Any) -> bool:
    from pyarrow import types

    kind = kind.value_type if types.is_dictionary(kind) else kind
    of_bytes = (types.is_binary, types.is_large_binary, types.is_fixed_size_binary, types.is_binary_view)
    return not types.is_nested(kind) and not any(is_bytes(kind) for is_bytes in of_bytes)


def _characters(column: Any) -> int:
    """The bytes of a text column with each cell's text counted; 0 for a column that is no dictionary of texts."""
    from pyarrow import compute, types

    if not types.is_dictionary(column.type) or not types.is_string(column.type.value_type):
        return 0
    lengths = compute.take(compute.binary_length(column.dictionary), column.indices)
    return compute.sum(lengths).as_py() or 0
