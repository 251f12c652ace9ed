"""Templates of mappings: how one cell is put together from several, from the sheet's name or from the file's.

``ZG-{年度}-{序号}`` has two places, each a foreign header; ``{立案日期:年}`` takes the year of a date and
``{文件名:*2026*}`` the part of a text for which the first star stands.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from data_access.checking.conversion import to_date
from data_access.checking.patterns import ANY, cut
from data_access.files.cell_text import as_text
from data_access.files.sources import is_blank
from wording import LANGUAGES, wording

# Places that are no header: what a mapping may take from beside the cells of a row.
SPECIAL = ("sheet_name", "file_name", "titles", "wide_header", "wide_value")
YEAR, MONTH_DAY = "year", "month_day"
_PLACE = re.compile(r"\{([^{}]*)\}")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


@dataclass(frozen=True)
class Place:
    """A place of a template: a foreign header or one of ``SPECIAL``, and which part of the cell is wanted."""

    header: str
    part: str = ""

    def of(self, value: object) -> str:
        """The text that stands there for a cell; "" when there is none."""
        if is_blank(value):
            return ""
        return _part(value, self.part) if self.part else _text(value)


Parts = Sequence[str | Place]


@dataclass(frozen=True)
class Template:
    """Texts and places in the order in which they stand."""

    parts: tuple[str | Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(part for part in self.parts if isinstance(part, Place))

    def filled(self, cells: Mapping[str, object]) -> str | None:
        """The text with the cells of a row (by header); None when one of its places is blank."""
        texts = [part.of(cells[part.header]) if isinstance(part, Place) else part for part in self.parts]
        return "".join(texts) if all(texts) else None


def template(text: str) -> Template | None:
    """A template as a mapping writes it; None when it has no place, a brace too many, or an unknown part."""
    pieces = _PLACE.split(text)
    parts = [_place(piece) if number % 2 else piece for number, piece in enumerate(pieces)]
    if len(pieces) < 2 or None in parts or any(sign in piece for piece in pieces for sign in "{}"):
        return None
    return Template(tuple(part for part in parts if part))


def _place(text: str) -> Place | None:
    header, _colon, part = (each.strip() for each in text.partition(":"))
    wanted = part if ANY in part or not part else _spoken((YEAR, MONTH_DAY)).get(part)
    return None if not header or wanted is None else Place(_spoken(SPECIAL).get(header, header), wanted)


@cache
def _spoken(names: tuple[str, ...]) -> Mapping[str, str]:
    """The words for special places, or for parts, in every language."""
    return {wording(language)(f"mapping.word.{name}"): name for name in names for language in LANGUAGES}


# A column has few years and few names of files, however many rows it has.
@lru_cache(maxsize=4096, typed=True)
def _part(value: object, part: str) -> str:
    if ANY in part:
        return cut(value, part)
    return _year(value) if part == YEAR else _month_day(value)


def _text(value: object) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return as_text(value).strip()


def _year(value: object) -> str:
    """The year of a date, or the only four digits of a text; what has none stays, so that it is refused and seen."""
    day = to_date(value)
    if isinstance(day, dt.date):
        return str(day.year)
    years = _YEAR.findall(_text(value))
    return years[0] if len(years) == 1 else _text(value)


def _month_day(value: object) -> str:
    """Month and day without the year that Excel adds to 3月2日; what is no date stays as it is."""
    day = to_date(value)
    return f"{day:%m-%d}" if isinstance(day, dt.date) else _text(value)
