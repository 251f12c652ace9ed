"""Which unit a name means: by code, name, alias or short name, and which ones come nearest when none does."""

import difflib
import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from data_access.checking.conversion import Refusal
from data_access.checking.intake import NewUnits, kind_of_new, plain
from data_access.checking.known_names import Day, Known, Names
from data_access.checking.unit_names import (
    BETWEEN_UNITS,
    CITY,
    CODE_SIGNS,
    LIKE_ENOUGH,
    OFFERED,
    OWN_LEVEL,
    Name,
    beside_code,
    in_parts,
    is_chinese,
    is_near,
    is_near_in_english,
    likeness,
    loose,
    loose_forms,
    whole_of,
)
from data_access.files.sheet_words import simplified
from data_access.ledgers.unit import is_active
from data_access.problems import AMBIGUOUS_UNIT, CODE_OF_ANOTHER, NEAR_UNIT, SEVERAL_UNITS, TEXT_TOO_LONG, UNKNOWN_UNIT

NEAREST = 3
# So many known units of one county tell that a file is the county's; fewer may be so by chance.
SEVERAL = 3
# The nearest names are looked up for so many unknown names only: the search is slow.
MOST_LOOKED_UP = 50
CODE_LENGTH = 64
# A city has a name of so many signs at least.
SHORTEST_CITY = 3
NAME_LENGTH = 200

UnitNames = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Place:
    """The county whose file it is. ``named``: its file or sheet says so; else all units in it that are known do."""

    county: str
    named: bool


class UnitDirectory:
    """Finds units' codes. ``units`` are (code, name, short name); a code goes before a name before a short name.

    A name that is none of these is read without the ending that is written or left out, as that of a part of a unit,
    and, where it is certain whose file it is, as that of a unit of that county. ``guessed`` keeps what was so read.
    """

    def __init__(self, units: Iterable[UnitNames] = ()) -> None:
        # By code, by name or alias, by short name; then by name without its ending.
        self._by = (Names(), Names(), Names())
        self._loose = Names()
        self._shown: dict[str, str] = {}
        self._county: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._looked_up: dict[str, Refusal] = {}
        self.created: dict[str, str] = {}
        self.guessed: dict[str, str] = {}
        for code, name, short_name in units:
            self.add(code, name, short_name)

    def add(self, code: str, name: str | None, short_name: str | None, first: Day = None, last: Day = None) -> None:
        self._shown[code] = name or code
        for names, each in zip(self._by, (code, name, short_name), strict=True):
            if each:
                names.add(plain(each), Known(code, first, last))
        for each in filter(None, (name, short_name)):
            self._add_loose(each, Known(code, first, last))

    def add_alias(self, code: str, alias: str, first: Day, last: Day) -> None:
        """Another name of a unit: one in use beside its own, or the one it had before a reform."""
        self._by[1].add(plain(alias), Known(code, first, last))
        self._add_loose(alias, Known(code, first, last))

    def _add_loose(self, name: str, known: Known) -> None:
        for form in loose_forms(name):
            self._loose.add(form, known)

    def add_county(self, code: str, county: str) -> None:
        """That a unit belongs to a county; a county to itself."""
        self._county[code] = county
        if code == county:
            self._places |= {loose(plain(self._shown[code])): code}

    def shown(self, code: str) -> str:
        return self._shown[code]

    def is_county(self, code: str) -> bool:
        return self._county.get(code) == code

    def find(self, text: object, place: Place | None = None) -> str | Refusal:
        """The code of the unit, or a refusal with the nearest names (or with the several units it may mean)."""
        name = plain(text)
        exact = self._exact(name)
        codes = self._codes(
            self._of_the_county(name, place) or exact or self._guess(name, place) or self._in_words(text), place
        )
        if not codes and (written := simplified(name)) != name:
            found = self.find(written, place)
            self.guessed |= {name: found} if isinstance(found, str) else {}
            return found
        beside = self._beside_code(name) if not codes else ()
        codes = codes or list(beside[:1] if len(beside) == 1 else ())
        if len(codes) == 1 and codes[0] not in {known.code for known in exact}:
            self.guessed[name] = codes[0]
        if len(codes) == 1:
            return codes[0]
        if codes:
            return Refusal(AMBIGUOUS_UNIT, tuple(f"{self._shown[code]} ({code})" for code in codes[:NEAREST]))
        if name not in self._looked_up:
            several, both = self._several(name), tuple(f"{self._shown[code]} ({code})" for code in beside)
            near = Refusal(CODE_OF_ANOTHER, both) if both else Refusal(UNKNOWN_UNIT, self._nearest(name))
            self._looked_up[name] = Refusal(SEVERAL_UNITS, several) if several else near
        return self._looked_up[name]

    def _several(self, name: str) -> tuple[str, ...]:
        """The units that stand in one cell; none where one of the pieces is no unit."""
        pieces = [piece for piece in BETWEEN_UNITS.split(name) if piece]
        found = [self._codes(self._exact(piece) or self._loose.of(loose(piece)), None) for piece in pieces]
        are_units = len(pieces) > 1 and all(len(codes) == 1 for codes in found)
        return tuple(self._shown[codes[0]] for codes in found) if are_units else ()

    def _beside_code(self, name: str) -> tuple[str, ...]:
        """The unit of which code and name stand in one cell; two where they are of different units, else none."""
        found = beside_code(name, self._by[0].by_name)
        if found is None:
            return ()
        (known, *_others), rest = self._by[0].of(found[0]), found[1]
        place = Place(self._county.get(known.code, ""), named=True)
        named = sorted({each.code for each in (self._by[1].of(rest) or self._by[2].of(rest))})
        named = named or sorted({each.code for each in self._guess(rest, place if place.county else None)})
        return (known.code,) if known.code in named else (known.code, named[0]) if len(named) == 1 else ()

    def find_on(self, text: object, day: Day) -> str | None:
        """The one unit that had a name on a day, of several that have it at some time; None where that says nothing."""
        found = self._exact(plain(text))
        codes = {known.code for known in found if day is not None and is_active(known.first, known.last, day)}
        return codes.pop() if len(codes) == 1 else None

    def is_dated(self, text: object) -> bool:
        """Whether it depends on the day which unit has a name."""
        return any(known.first or known.last for known in self._exact(plain(text)))

    def find_new(self, text: object, kinds: Iterable[NewUnits], place: Place | None = None) -> str | Refusal:
        """As ``find``; an unknown name that is of one of the kinds becomes a new unit."""
        return (self.find_or_create if kind_of_new(text, kinds) else self.find)(text, place)

    def find_or_create(self, text: object, place: Place | None = None) -> str | Refusal:
        """As ``find``, but an unknown name becomes a new unit, noted in ``created`` (code → name).

        A name near that of a known unit is held back: most likely it is that unit, otherwise written.
        """
        existing = self.find(text, place)
        if isinstance(existing, str) or existing.code != UNKNOWN_UNIT:
            return existing
        name = " ".join(str(text).split())
        if len(name) > NAME_LENGTH:
            return Refusal(TEXT_TOO_LONG, (str(NAME_LENGTH),))
        near = self._near(name)
        if near:
            return Refusal(NEAR_UNIT, near)
        code = self._free_code(name)
        self.add(code, name, None)
        self.created[code] = name
        return code

    def place_of(self, values: Iterable[object], titles: Iterable[str]) -> Place | None:
        """The county whose file it is: the one that its titles name, or to which all of several units in it belong.

        None where that is not certain: two counties are named, or a unit belongs to another or to none. What begins
        with 市 says nothing: it is the city's, or that of the county-level city whose file it is.
        """
        plain_titles = [plain(title) for title in titles]
        named = {code for name, code in self._places.items() if any(name in title for title in plain_titles)}
        names = [name for name in set(map(plain, values)) if not name.startswith(CITY)]
        # A short name may be that of other counties' units, too.
        found = [self._by[0].of(name) or self._by[1].of(name) for name in names]
        counties = {self._county.get(known.code) for each in found if len(each) == 1 for known in each}
        if len(named) == 1 and counties <= named:
            return Place(named.pop(), named=True)
        enough = sum(len(each) == 1 for each in found) >= SEVERAL
        county = counties.pop() if len(counties) == 1 and enough and not named else None
        return Place(county, named=False) if county else None

    def _exact(self, name: str) -> list[Known]:
        return next((found for names in self._by if (found := names.of(name))), [])

    def _codes(self, found: Iterable[Known], place: Place | None) -> list[str]:
        """The units found, of several those of the county whose file it is."""
        codes = sorted({known.code for known in found})
        own = [code for code in codes if place and self._county.get(code) == place.county]
        return own if own and len(codes) > 1 else codes

    def _of_the_county(self, name: str, place: Place | None) -> list[Known]:
        """The unit of the county that a file is named after, where others have the name, too.

        市公安局 is the city's own; in the file of a county-level city it is that one's. What stands there as a short
        name is the county's own unit's, whoever has it besides.
        """
        if place is None or not place.named or self._by[0].of(name):
            return []
        level = OWN_LEVEL.match(name)
        of_the_level = level is not None and level[1] == CITY == self._own_name(place)[-1]
        return self._own(name, place) if of_the_level or not self._by[1].of(name) else []

    def _own_name(self, place: Place) -> str:
        return loose(plain(self._shown[place.county]))

    def _own(self, name: str, place: Place | None) -> list[Known]:
        """The units of the county whose file it is that a name without it means: 自然资源局, 县自然资源局, 县政府."""
        if place is None:
            return []
        county, level = self._own_name(place), OWN_LEVEL.match(name)
        rest = name[level.end() :] if level and level[1] == county[-1] else name
        found = [*self._by[1].of(county + rest), *self._loose.of(loose(county + rest))]
        return [known for known in found if self._county.get(known.code) == place.county]

    def _guess(self, name: str, place: Place | None) -> list[Known]:
        """The units that a name means without its ending, as one of the county's, or as a part of theirs."""
        return self._loose.of(loose(name)) or self._own(name, place) or self._in_city(name) or self._whole(name)

    def _in_words(self, text: object) -> list[Known]:
        """The units of which an English name has the words, in another order or with words that are left out."""
        return [known for form in loose_forms(str(text))[1:] for known in self._loose.of(form)]

    def _in_city(self, name: str) -> list[Known]:
        """The unit of a county that is written with its city: 某市甲县自然资源局."""
        for end in range(SHORTEST_CITY, len(name) - 1 if CITY in name else 0):
            if name[end - 1] == CITY and any(not self._county.get(city.code) for city in self._by[1].of(name[:end])):
                return self._by[1].of(name[end:]) or self._loose.of(loose(name[end:]))
        return []

    def _whole(self, name: str) -> list[Known]:
        """The organ of which a name is a part; none where a part of it with such a name is a unit by itself."""
        part = whole_of(name)
        if part is None:
            return []
        organ, ending = part
        apart = any(each.startswith(organ) and each.endswith(ending) for each, _known in self.names())
        return [] if apart else self._loose.of(loose(organ))

    def _nearest(self, name: str) -> tuple[str, ...]:
        if len(self._looked_up) >= MOST_LOOKED_UP:
            return ()
        if not is_chinese(name):
            names = {each: known[0].code for by in reversed(self._by) for each, known in by.by_name.items()}
            near = difflib.get_close_matches(name, names, n=NEAREST, cutoff=LIKE_ENOUGH)
            return tuple(dict.fromkeys(self._shown[names[each]] for each in near))
        parts = in_parts(name.strip(CODE_SIGNS), self._places)
        scores: dict[str, float] = {}
        for each, known in self.names():
            score = likeness(parts, self._parts(each, known.code), self._places)
            if score >= OFFERED:
                scores[self._shown[known.code]] = max(score, scores.get(self._shown[known.code], 0.0))
        return tuple(sorted(scores, key=lambda shown: (-scores[shown], shown))[:NEAREST])

    def _near(self, name: str) -> tuple[str, ...]:
        """The known units of which a new name may be another writing; those that this load creates are not known."""
        parts = in_parts(plain(name), self._places)
        near = [
            self._shown[known.code]
            for each, known in self.names()
            if known.code not in self.created
            and (
                is_near(parts, self._parts(each, known.code), self._places)
                if is_chinese(name)
                else is_near_in_english(name, self._shown[known.code])
            )
        ]
        return tuple(dict.fromkeys(near))[:NEAREST]

    def names(self) -> Collection[tuple[str, Known]]:
        """Every plain name, alias and short name, with a unit that has it."""
        return [(name, known) for names in self._by[1:] for name, each in names.by_name.items() for known in each]

    def _parts(self, name: str, code: str) -> Name:
        """The parts of a known unit's name; a short name is of the unit's county."""
        parts, county = in_parts(name, self._places), self._county.get(code)
        return parts if parts.place or county is None else Name(loose(plain(self._shown[county])), parts.matter)

    def _free_code(self, name: str) -> str:
        """A code made of the name: the same name gives the same code in every database."""
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        slug = re.sub(r"\W+", "-", name.casefold()).strip("-")
        if not slug or len(slug) > CODE_LENGTH or slug in self._shown:
            slug = f"{slug[: CODE_LENGTH - len(digest) - 1]}-{digest}".strip("-")
        return slug
