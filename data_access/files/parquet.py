"""Parquet files as sheets: a column of the file is a column of the sheet, its name the header."""

import hashlib
from pathlib import Path
from typing import Any

from data_access.files.cell_text import visible
from data_access.files.instants import in_the_city
from data_access.files.limits import MOST_BYTES, MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED
from data_access.files.refusals import EMPTY_FILE, NOT_FOUND, TOO_LARGE, UNREADABLE, SourceRefused, megabytes
from data_access.files.sources import NO_HEADER_ROW, Row, Sheet, header_texts, is_blank

PARQUET = (".parquet",)
TOO_MANY_CELLS = "parquet_too_large"
NO_SINGLE_VALUES = "parquet_nested"


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
        table = _table(path)
        rows = list(zip(*(map(visible, _cells(column)) for column in table.columns), strict=True))
    # A date beyond the calendar raises ``OverflowError``, an unknown time zone ``KeyError``.
    except (pyarrow.ArrowException, OSError, ValueError, ArithmeticError, LookupError) as error:
        raise SourceRefused(UNREADABLE, path.name) from error
    numbered: list[Row] = [(number, row) for number, row in enumerate(rows, 1) if not all(map(is_blank, row))]
    if not numbered:
        raise SourceRefused(EMPTY_FILE, path.name)
    headers = header_texts(map(visible, table.column_names))
    return [Sheet(path.stem, headers, numbered, path.name, digest, NO_HEADER_ROW)]


def _table(path: Path) -> Any:
    """The columns of the file; its metadata is held against the limits before any of it is unpacked."""
    from pyarrow import parquet, types

    kinds_of_text = (types.is_string, types.is_large_string, types.is_string_view)
    with parquet.ParquetFile(path) as file:
        _check(file, path)
        named = _named_columns(file)
        texts = [
            field.name
            for field in file.schema_arrow
            if field.name in named and any(is_text(field.type) for is_text in kinds_of_text)
        ]
    # Texts are read as a dictionary, so a text that a million rows repeat takes its memory once until it is checked.
    with parquet.ParquetFile(path, read_dictionary=texts) as file:
        table = file.read()
    _refuse_above(path, sum(map(_characters, table.columns)), MOST_CHARACTERS)
    return table


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

    # Dictionary columns are made plain first: reading them cell by cell is ten times as slow.
    named = types.is_dictionary(column.type)
    cells: list[object] = (column.cast(column.type.value_type) if named else column).to_pylist()
    has_zone = types.is_timestamp(column.type) and column.type.tz is not None
    return list(map(in_the_city, cells)) if has_zone else cells


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

    if not types.is_dictionary(column.type):
        return 0
    texts = [chunk for chunk in column.chunks if types.is_string(chunk.type.value_type)]
    parts = [compute.take(compute.binary_length(chunk.dictionary), chunk.indices) for chunk in texts]
    return sum(compute.sum(part).as_py() or 0 for part in parts)
