"""Parquet files as sheets: a column of the file is a column of the sheet, its name the header."""

import hashlib
from pathlib import Path
from typing import Any

from data_access.limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED
from data_access.refusals import EMPTY_FILE, NOT_FOUND, UNREADABLE, SourceRefused
from data_access.sources import Row, Sheet, is_blank

PARQUET = (".parquet",)
TOO_LARGE = "parquet_too_large"
NESTED = "parquet_nested"


def read_parquet(path: Path) -> list[Sheet]:
    """The one sheet of a parquet file; its rows are numbered from 1, since there is no row of headers.

    Raises ``SourceRefused`` for a file that is missing, unreadable, empty, too large, or holds lists or records.
    """
    import pyarrow
    from pyarrow import parquet

    if not path.is_file():
        raise SourceRefused(NOT_FOUND, path.name)
    try:
        with path.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
        with parquet.ParquetFile(path) as file:
            _check(file, path)
            table = file.read()
        rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise SourceRefused(UNREADABLE, path.name) from error
    numbered: list[Row] = [(number, row) for number, row in enumerate(rows, 1) if not all(map(is_blank, row))]
    if not numbered:
        raise SourceRefused(EMPTY_FILE, path.name)
    return [Sheet(path.stem, tuple(map(str.strip, table.column_names)), numbered, path.name, digest)]


def _check(file: Any, path: Path) -> None:
    """What the file says of itself is asked before anything is unpacked."""
    from pyarrow import types

    groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
    unpacked = sum(group.total_byte_size for group in groups)
    sizes = (path.stat().st_size, unpacked, file.metadata.num_rows, file.metadata.num_columns)
    if any(size > most for size, most in zip(sizes, (MOST_BYTES, MOST_UNPACKED, MOST_ROWS, MOST_COLUMNS), strict=True)):
        raise SourceRefused(TOO_LARGE, path.name, rows=str(MOST_ROWS), columns=str(MOST_COLUMNS))
    nested = [field.name for field in file.schema_arrow if types.is_nested(field.type)]
    if nested:
        raise SourceRefused(NESTED, path.name, column=", ".join(nested))
