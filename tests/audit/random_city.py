"""A small city made by chance, in three loads as an office would hand them in, one after another.

Counties with departments of two systems, municipal departments, units that begin, end or are merged, every ledger that
counts, reports that are missing, corrections that come later, and a scheme with every setting drawn.
"""

import datetime as dt
import random
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY, ENTRIES
from data_access.ledgers.declare import Ledger
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.loading.load import load_sheets
from tests.audit.random_rows import Drawing, Row

INDICATORS = Path(__file__).parents[2] / "assets" / "indicators"
LAST_DAYS = ("2024-02-29", "2024-05-15", "2024-06-30", "2024-10-08", "2024-12-31", "2025-03-01", "2025-06-30")
SYSTEMS = {"nr": "natural_resources", "mr": "market_regulation"}
GROUPS = ("counties", "municipal_departments", "sector:natural_resources", "sector:market_regulation")
# Ledgers whose rows follow from the scheme, the duties or the calendar, and are drawn here; all others by chance alone.
DRAWN_HERE = {"unit", "assessment_mark", "external_review", "veto_event", "ledger_report"}
REPORTED = ("litigation", "reconsideration", "rectification")
Sheets = dict[str, list[Row]]


@dataclass(frozen=True)
class RandomCity:
    """The rows of each load by ledger, and the day that it states (None: it states none)."""

    seed: int
    as_of: dt.date
    loads: tuple[Sheets, ...]
    stated: tuple[dt.date | None, ...]

    @property
    def today(self) -> dt.date:
        return self.as_of


@cache
def scored_indicators() -> dict[str, tuple[str, str, str]]:
    """Each indicator that has a better end: its ledger, that end and when it is counted, as its document says."""
    found = {}
    for path in sorted(INDICATORS.glob("*.toml")):
        for key, about in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(about, dict) and about.get("better"):
                found[key] = (path.stem, about["better"], about["at"])
    return found


def random_city(seed: int, loads: int = 3) -> RandomCity:
    """The city of a seed, always the same, in so many loads."""
    return _Maker(seed).city(loads)


def load_city(engine: Engine, city: RandomCity) -> None:
    """Load it through the door, load by load; a row that its ledger's rules forbid is left out."""
    for sheets, stated in zip(city.loads, city.stated, strict=True):
        load_rows(engine, sheets, city.today, stated)


def load_rows(engine: Engine, sheets: Sheets, today: dt.date, stated: dt.date | None) -> None:
    given = [_sheet(BY_KEY[key], rows) for key, rows in sheets.items() if rows]
    result = load_sheets(engine, given, as_of=stated, today=today, accept_partial=True)
    assert result.status in ("stored", "unchanged"), result.problems
    read = sum(len(rows) for rows in sheets.values())
    assert result.rejected < max(10, read / 10), result.problems[:10]


def _sheet(ledger: Ledger, rows: list[Row]) -> Sheet:
    names = tuple(column.name for column in ledger.columns if any(column.name in row for row in rows))
    return Sheet(ledger.zh, names, [(n, [row.get(name) for name in names]) for n, row in enumerate(rows, 2)])


class _Maker:
    def __init__(self, seed: int) -> None:
        self.seed, self.drawn = seed, random.Random(seed)
        self.as_of = dt.date.fromisoformat(self.drawn.choice(LAST_DAYS))
        self.year = self.as_of.year
        self.units = self._units()
        codes = [row["code"] for row in self.units]
        governments = [row["code"] for row in self.units if row["kind"] in ("city", "county")]
        self.by_chance = Drawing(self.drawn, self.as_of, codes, governments)
        self.by_chance.own |= {
            ("archive_material", "year"): self._some_year,
            ("archive_material", "item_no"): lambda: self.drawn.choice(("01", "02", "03")),
            ("use_of_result", "year"): self._some_year,
            ("legal_staffing", "year"): self._some_year,
            ("legislation_project", "planned_year"): self._some_year,
            ("rectification_event", "seq"): lambda: self.drawn.randint(1, 9),
        }

    def city(self, number: int) -> RandomCity:
        loads: list[Sheets] = [defaultdict(list) for _ in range(number)]
        loads[0] |= {"unit": self.units} | self._rules()
        self._spread(loads)
        later = [dict(row) for row in self.drawn.sample(self.units, 2) if row["kind"] != "county"]
        loads[-1]["unit"] += [row | {"active_to": self.by_chance.day()} for row in later if self.drawn.random() < 0.5]
        stated = tuple(self.as_of if self.drawn.random() < 0.5 else None for _ in loads)
        return RandomCity(self.seed, self.as_of, tuple(dict(sheets) for sheets in loads), stated)

    def _some_year(self) -> int:
        return self.drawn.choice((self.year, self.year, self.year - 1))

    # --- Units ---------------------------------------------------------------------------------------------------

    def _units(self) -> list[Row]:
        rows: list[Row] = [self._unit("CITY", "city")]
        for code in "ABCDEF"[: self.drawn.randint(3, 6)]:
            rows.append(self._unit(code, "county"))
            for short, sector in SYSTEMS.items():
                if self.drawn.random() < 0.9:
                    rows.append(self._unit(f"{code}-{short}", "county_department", county_id=code, sector=sector))
        rows += [self._unit("A-t", "township", county_id="A")]
        rows += [self._unit(f"M{n}", "municipal_department") for n in range(self.drawn.randint(2, 5))]
        small = [row for row in rows if row["kind"] in ("county_department", "municipal_department")]
        merged, begun = self.drawn.sample(small, 2)
        heirs = [row for row in small if row["kind"] == merged["kind"] and row["county_id"] == merged["county_id"]]
        merged |= {"active_to": self._turn(), "merged_into": self.drawn.choice(heirs)["code"]}
        if merged["merged_into"] == merged["code"]:
            merged["merged_into"] = None
        begun["active_from"] = self._turn()
        return rows

    def _unit(self, code: str, kind: str, **more: Any) -> Row:
        blank = dict.fromkeys(("county_id", "sector", "active_from", "active_to", "merged_into"))
        flags = {"archive_keeper": self.drawn.random() < 0.6, "officer_archive_pilot": self.drawn.random() < 0.3}
        return {"code": code, "name": f"演示{code}", "kind": kind, **blank, **flags, **more}

    def _turn(self) -> dt.date:
        """A day on which a unit begins or ends: the first or last of a month, within one, or the last of all."""
        first = dt.date(self.year, self.drawn.randint(1, self.as_of.month), 1)
        return self.drawn.choice((first, first - dt.timedelta(1), first + dt.timedelta(16), self.as_of))

    # --- What is asked of them -----------------------------------------------------------------------------------

    def _rules(self) -> Sheets:
        given = self._scheme() | {"reporting_duty": self._duties()}
        requirement = BY_KEY["archive_requirement"]
        given["archive_requirement"] = [
            self.by_chance.row(requirement, {"year": year, "unit_kind": kind, "item_no": number})
            for year in (self.year - 1, self.year)
            for kind in ("county", "county_department", "municipal_department")
            for number in ("01", "02", "03")
            if self.drawn.random() < 0.6
        ]
        if self.drawn.random() < 0.4:
            since = self.by_chance.day()
            given["counting_rule"] = [{"rule": "co_defendants_attend", "from_date": since, "value": "0"}]
        return given

    def _duties(self) -> list[Row]:
        kinds = ("county", "municipal_department", "county_department")
        since = dt.date(self.year, self.drawn.choice((1, 1, 3)), 1)
        return [
            {"unit_kind": kind, "ledger": ledger, "frequency": self.drawn.choice(("month", "month", "quarter", "year")),
             "due_day": self.drawn.choice((1, 8, 10)), "from_month": since}
            for kind in kinds
            for ledger in REPORTED
            if self.drawn.random() < (0.25 if kind == "county_department" else 0.5)
        ]  # fmt: skip

    def _scheme(self) -> Sheets:
        name = {"year": self.year, "version": 1}
        weights = self.drawn.choice(((50, 30, 20), (62.5, 12.5, 25), (100, 0, 0), (33.3, 33.3, 33.4)))
        components = dict(zip(("daily", "annual", "external"), weights, strict=True))
        settings = name | {f"w_{component}": weight for component, weight in components.items()} | {
            "name": "演示方案",
            "average_scope": self.drawn.choice(("city", "city", "peer_group")),
            "average_method": self.drawn.choice(("pooled", "pooled", "mean_of_rates")),
            "small_denominator": self.drawn.choice((1, 3, 10)), "veto_last_n": self.drawn.choice((1, 2, 3)),
            "adjustment_cap": self.drawn.choice((0, 2.5, 5)), "blank_limit": self.drawn.choice((0, 10, 20, 50)),
            "loss_basis": self.drawn.choice(("first_instance", "effective")),
            "merged_cases": self.drawn.choice(("successor", "successor", "own")),
        }  # fmt: skip
        self.items = [name | {"peer_group": group} | item for group in GROUPS for item in self._items(components)]
        return {"scheme": [settings], "scheme_item": self.items}

    def _items(self, components: dict[str, float]) -> list[Row]:
        scored = scored_indicators()
        daily = list(dict.fromkeys([*self.drawn.sample(["appearance_rate", "loss_rate"], self.drawn.randint(0, 2)),
                                    *self.drawn.sample(sorted(scored), self.drawn.randint(1, 3))]))  # fmt: skip
        keys = {
            "daily": daily,
            "annual": ["plan", "training"][: self.drawn.randint(1, 2)],
            "external": self.drawn.sample(["public", "companies", "deputies"], self.drawn.randint(1, 2)),
        }
        found = []
        for component, own in keys.items():
            for key, weight in zip(own, self._weights(len(own)), strict=True) if components[component] else ():
                item: Row = {"component": component, "key": key, "weight": weight}
                # A mark or review that is missing blocks in few cities, so that most units have a total.
                blocks = self.drawn.random() < (0.5 if component == "daily" else 0.2)
                item["missing_policy"] = "block" if blocks else "zero"
                if component == "daily":
                    low, high = self.drawn.choice(((0, 1), (0.5, 0.95), (0.3, 0.8)))
                    turned = scored[key][1] == "lower"
                    item |= {"floor": high if turned else low, "target": low if turned else high}
                found.append(item)
        return found

    def _weights(self, number: int) -> list[float]:
        """Weights of one component, which make 100."""
        first = [self.drawn.choice((10, 12.5, 20)) for _ in range(number - 1)]
        return [100 - sum(first), *first]

    # --- What they hand in ---------------------------------------------------------------------------------------

    def _spread(self, loads: list[Sheets]) -> None:
        """Every ledger's rows over the loads, a child's never before its parent's; corrections in the later ones."""
        placed: dict[str, list[tuple[Row, int]]] = {}
        # Forms have an audit of their own (``test_forms_and_cases``): here every figure is counted from cases.
        facts = (entry.ledger for entry in ENTRIES if entry.ledger.is_fact)
        for ledger in (each for each in facts if each is not REPORTED_COUNT):
            parents = placed.get(ledger.parent, [])
            rows = self._rows(ledger, [row for row, _ in parents])
            earliest = {self._parent_key(ledger, row): at for row, at in parents}
            placed[ledger.key] = []
            for row in rows:
                at = min(self.drawn.choice((0, 0, 1, 2)), len(loads) - 1)
                at = max(at, earliest.get(self._parent_key(ledger, row), 0))
                placed[ledger.key].append((row, at))
                loads[at][ledger.key].append(row)
            for row, at in placed[ledger.key]:
                if at < len(loads) - 1 and self.drawn.random() < 0.15 and ledger.key not in DRAWN_HERE:
                    key = {name: row[name] for name in ledger.natural_key}
                    later = loads[self.drawn.randint(at + 1, len(loads) - 1)]
                    later[ledger.key].append(self.by_chance.row(ledger, key))
        for sheets in loads:
            self._without_doubles(sheets)

    def _parent_key(self, ledger: Ledger, row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in BY_KEY[ledger.parent].natural_key) if ledger.parent else ()

    def _without_doubles(self, sheets: Sheets) -> None:
        for key, rows in sheets.items():
            own = {tuple(row.get(name) for name in BY_KEY[key].natural_key): row for row in rows}
            sheets[key] = list(own.values())

    def _rows(self, ledger: Ledger, parents: list[Row]) -> list[Row]:
        if ledger.key in DRAWN_HERE:
            found: list[Row] = getattr(self, f"_{ledger.key}s")()
            return found
        return self.by_chance.rows(ledger, self.drawn.randint(20, 70), parents)

    def _ledger_reports(self) -> list[Row]:
        """Months said to be without a case: by some units all, by some most, by some none."""
        found = []
        for unit in self.units:
            diligence = self.drawn.choice((0, 0.8, 1, 1, 1))
            for ledger in REPORTED:
                months = [dt.date(self.year, month, 1) for month in range(1, self.as_of.month)]
                found += [
                    {"unit_id": unit["code"], "ledger": ledger, "month": month, "reported_on": self.by_chance.day(),
                     "nothing_to_report": self.drawn.random() < 0.6}
                    for month in months
                    if self.drawn.random() < diligence
                ]  # fmt: skip
        return found

    def _assessment_marks(self) -> list[Row]:
        name = {"year": self.year, "maximum": 100, "reason": "演示扣分"}
        found = [
            {"unit_id": unit["code"], **name, "component": "annual", "item": item, "score": self._mark()}
            for unit in self.units
            for item in ("plan", "training")
            if self.drawn.random() < 0.95
        ]
        added = [{"component": "adjustment", "item": f"extra{n}", "maximum": None} for n in (1, 2)]
        return found + [
            {"unit_id": unit["code"], **name, **extra, "score": self.drawn.choice((-4, -1, 0.05, 2, 4))}
            for unit in self.units
            for extra in added
            if self.drawn.random() < 0.3
        ]

    def _mark(self) -> float:
        return self.drawn.choice((60, 80, 80, 90, 92.5, 100))

    def _external_reviews(self) -> list[Row]:
        return [
            {"unit_id": unit["code"], "year": self.year, "reviewer_group": group, "respondents": 20,
             "mean_score": self._mark()}
            for unit in self.units
            for group in ("public", "companies", "deputies", "lawyers")
            if self.drawn.random() < 0.95
        ]  # fmt: skip

    def _veto_events(self) -> list[Row]:
        """Recorded vetoes of any status, begun and over at any time, and a few without dates."""
        found = []
        for number in range(self.drawn.randint(0, 5)):
            key = {"unit_id": self.drawn.choice(self.units)["code"], "veto_no": f"V{number}", "year": self._some_year()}
            fixed = {"source": "recorded", "clause": "other", "peer_group": None, "figure": None, "base": None}
            found.append(self.by_chance.row(BY_KEY["veto_event"], key | fixed))
        return found
