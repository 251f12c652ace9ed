"""Taking an untrusted workbook apart: only the parts that hold data, never more of them than is allowed.

A part stands wherever the relations of the workbook say. What was checked is packed anew in the usual places, so that
the library that reads it sees the same bytes and nothing else: no macros, no pictures, no part that the directory of
the zip tells lies about.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from data_access.files.limits import MOST_PARTS, MOST_RATIO, MOST_UNPACKED, RATIO_FROM
from data_access.files.refusals import EXPANDS, OTHER_DOCUMENT, PASSWORD, UNREADABLE, SourceRefused, megabytes
from data_access.files.workbook_scan import MalformedError, attributes_of

WORKBOOK, ROOT = "xl/workbook.xml", "_rels/.rels"
# The kinds of relations, by the end of their names, which differ between the two editions of the format.
_DOCUMENT, SHEET, STRINGS, STYLES = "/officeDocument", "/worksheet", "/sharedStrings", "/styles"
_COMMENTS, _DRAWING = "/comments", "/drawing"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError,
    UnicodeError, ValueError, MalformedError,
)  # fmt: skip
_TRUE = ("1", "true")
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Beside:
    """The XML of what is written beside the cells of a sheet, where there is any that can be read."""

    comments: bytes | None
    drawing: bytes | None


@dataclass
class Parts:
    """What a workbook holds: the XML of each sheet by its title, in order, of its shared texts and of its styles.

    ``hidden`` are the titles of hidden sheets; ``recalculates`` says that values are to be worked out when the workbook
    is opened, ``since_1904`` that its days count from 1904. ``beside`` is what is written beside the cells, by titles.
    """

    sheets: dict[str, bytes]
    strings: bytes | None
    styles: bytes | None
    hidden: frozenset[str]
    recalculates: bool
    since_1904: bool
    beside: dict[str, Beside]


def unpacked(name: str, content: bytes) -> Parts:
    """The parts of a workbook that hold data; raises ``SourceRefused``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return Archive(name, archive, len(content)).parts()
    except BROKEN as error:
        raise SourceRefused(UNREADABLE, name) from error


def packed(parts: Parts) -> io.BytesIO:
    """The parts as a workbook again, not compressed."""
    sheets = {f"xl/worksheets/sheet{number}.xml": xml for number, xml in enumerate(parts.sheets.values(), 1)}
    others = {(STRINGS, "xl/sharedStrings.xml"): parts.strings, (STYLES, "xl/styles.xml"): parts.styles}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}"/>')
        archive.writestr(ROOT, _relations([(_DOCUMENT, WORKBOOK)]))
        archive.writestr(WORKBOOK, _workbook(parts))
        kinds = [(SHEET, part) for part in sheets] + [(kind, part) for (kind, part), xml in others.items() if xml]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(kinds))
        for part, xml in {**sheets, **{part: xml for (_kind, part), xml in others.items() if xml}}.items():
            archive.writestr(part, xml)
    buffer.seek(0)
    return buffer


def _workbook(parts: Parts) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(parts.sheets, 1)
    )
    days = ' date1904="1"' if parts.since_1904 else ""
    names = f'xmlns="{_SPREADSHEET}" xmlns:r="{_KINDS}"'
    return f"<workbook {names}><workbookPr{days}/><sheets>{sheets}</sheets></workbook>"


def _relations(parts: Iterable[tuple[str, str]]) -> str:
    """The relations to parts, each with its kind, numbered in their order."""
    written = "".join(
        f'<Relationship Id="rId{number}" Type="{_KINDS}{kind}" Target="/{part}"/>'
        for number, (kind, part) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{written}</Relationships>'


class Archive:
    """A zip, its parts by the names that relations give them: without a leading or backward slash, in any case."""

    def __init__(self, name: str, archive: zipfile.ZipFile, size: int) -> None:
        self.name, self.archive, self.size = name, archive, size
        directory = archive.infolist()
        self.places = {_place(info.filename): info for info in directory}
        if len(directory) > MOST_PARTS or len(self.places) < len(directory):
            raise SourceRefused(UNREADABLE, name)
        self.promised = 0

    def parts(self) -> Parts:
        workbook = self._workbook()
        folder, file = posixpath.split(workbook)
        of_workbook = self.read(workbook)
        kinds = self.targets(posixpath.join(folder, "_rels", f"{file}.rels"), folder)
        named = attributes_of(of_workbook, "sheet")
        places = {each["name"]: kinds[each["id"]] for each in named}
        if len(places) < len(named):
            raise SourceRefused(UNREADABLE, self.name)
        sheets = {title: place for title, (kind, place) in places.items() if kind.endswith(SHEET)}
        strings, styles = (self.only(kinds.values(), kind) for kind in (STRINGS, STYLES))
        self._check([*sheets.values(), *filter(None, (strings, styles))])
        calculation, properties = (attributes_of(of_workbook, each) for each in ("calcPr", "workbookPr"))
        return Parts(
            {title: self.read(place) for title, place in sheets.items()},
            self.read(strings) if strings else None,
            self.read(styles) if styles else None,
            frozenset(each["name"] for each in named if each.get("state", "visible") != "visible"),
            any(each.get("fullCalcOnLoad") in _TRUE for each in calculation),
            any(each.get("date1904") in _TRUE for each in properties),
            {title: self.beside(place) for title, place in sheets.items()},
        )

    def beside(self, sheet: str) -> Beside:
        """What is written beside the cells of the sheet at a place."""
        folder, file = posixpath.split(sheet)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        try:
            kinds = self.targets(relations, folder).values() if relations.casefold() in self.places else ()
            comments, drawing = (self.only(kinds, kind) for kind in (_COMMENTS, _DRAWING))
            return Beside(self.read(comments) if comments else None, self.read(drawing) if drawing else None)
        # A good sheet is not refused for what nobody reads of it.
        except (*BROKEN, SourceRefused):
            return Beside(None, None)

    def read(self, part: str) -> bytes:
        """A part that is there; ``read`` never gives more than the directory has promised."""
        info = self.places[part.casefold()]
        if info.flag_bits & _ENCRYPTED:
            raise SourceRefused(PASSWORD, self.name)
        self._check([part])
        return self.archive.read(info)

    def _workbook(self) -> str:
        """Where the workbook stands: at the usual place, or where the relations of the package say."""
        if ROOT in self.places:
            for kind, place in self.targets(ROOT, "").values():
                if kind.endswith(_DOCUMENT) and _is_workbook(
                    self.read(place) if place.casefold() in self.places else b""
                ):
                    return place
        if WORKBOOK not in self.places:
            raise SourceRefused(OTHER_DOCUMENT, self.name)
        return WORKBOOK

    def targets(self, relations: str, folder: str) -> dict[str, tuple[str, str]]:
        """Of each relation its kind and the part it leads to."""
        return {
            each["Id"]: (each.get("Type", ""), _target(each["Target"], folder))
            for each in attributes_of(self.read(relations), "Relationship")
            if each.get("TargetMode") != "External"
        }

    def only(self, kinds: Iterable[tuple[str, str]], wanted: str) -> str | None:
        return next((place for kind, place in kinds if kind.endswith(wanted) and place.casefold() in self.places), None)

    def _check(self, parts: Iterable[str]) -> None:
        """Hold what the directory promises of some parts against the limits, before any of them is unpacked."""
        directory = [self.places[part.casefold()] for part in parts]
        if any(info.compress_type not in _METHODS for info in directory):
            raise SourceRefused(UNREADABLE, self.name)
        whole = sum(info.file_size for info in directory)
        if whole > MOST_UNPACKED or (whole > RATIO_FROM and whole > MOST_RATIO * self.size):
            raise SourceRefused(EXPANDS, self.name, value=megabytes(whole), expected=megabytes(MOST_UNPACKED))


def _place(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").casefold()


def _target(target: str, folder: str) -> str:
    base = "" if target.startswith("/") else folder
    return posixpath.normpath(posixpath.join(base, target.lstrip("/")))


def _is_workbook(xml: bytes) -> bool:
    return b"sheets" in xml and bool(attributes_of(xml, "sheet"))
