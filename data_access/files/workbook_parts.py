"""Taking an untrusted workbook apart: only the parts that hold data, never more of them than is allowed.

What was checked is packed anew, so that the library that reads it sees the same bytes and nothing else: no macros, no
pictures, no part that the directory of the zip tells lies about.
"""

import io
import struct
import zipfile
import zlib

from data_access.files.limits import MOST_PARTS, MOST_RATIO, MOST_UNPACKED, RATIO_FROM
from data_access.files.refusals import EXPANDS, OTHER_DOCUMENT, PASSWORD, UNREADABLE, SourceRefused, megabytes

WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_DATA = (".xml", ".rels")
_NO_DATA = (
    "xl/activeX/", "xl/charts/", "xl/comments", "xl/ctrlProps/", "xl/drawings/", "xl/externalLinks/",
    "xl/media/", "xl/model/", "xl/persons/", "xl/pivotCache/", "xl/pivotTables/", "xl/queryTables/", "xl/richData/",
    "xl/slicer", "xl/customProperty", "xl/tables/", "xl/theme/", "xl/threadedComments/", "customXml/", "docProps/",
)  # fmt: skip
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError,
    UnicodeError, ValueError,
)  # fmt: skip


def unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """The parts of a workbook that hold data, by their names; raises ``SourceRefused``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _data_parts(name, archive, len(content))
            # ``read`` never gives more than the directory has promised, and the promises have been added up.
            return {info.filename: archive.read(info) for info in parts}
    except _BROKEN as error:
        raise SourceRefused(UNREADABLE, name) from error


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as a workbook again, not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    buffer.seek(0)
    return buffer


def _data_parts(name: str, archive: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    directory = archive.infolist()
    if len(directory) > MOST_PARTS or len({info.filename for info in directory}) < len(directory):
        raise SourceRefused(UNREADABLE, name)
    if WORKBOOK not in archive.namelist():
        raise SourceRefused(OTHER_DOCUMENT, name)
    parts = [info for info in directory if info.filename.endswith(_DATA) and not info.filename.startswith(_NO_DATA)]
    if any(info.flag_bits & _ENCRYPTED for info in parts):
        raise SourceRefused(PASSWORD, name)
    if any(info.compress_type not in _METHODS for info in parts):
        raise SourceRefused(UNREADABLE, name)
    whole = sum(info.file_size for info in parts)
    if whole > MOST_UNPACKED or (whole > RATIO_FROM and whole > MOST_RATIO * size):
        raise SourceRefused(EXPANDS, name, value=megabytes(whole), expected=megabytes(MOST_UNPACKED))
    return parts
