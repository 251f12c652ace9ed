"""The units of the demo city: the city, its departments, the counties with their departments and townships."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_access.demo.names import CITY_NAME, CITY_STEM, county_names, initials, town_names
from data_access.demo.streams import Columns, Dates, Flags, Integers, Objects, as_frame
from data_access.ledgers.unit import UNITS

CITY = "M"
COUNTIES_PER_SIZE = 10

# Sector, name of the municipal department, name of the county department.
DEPARTMENTS = (
    ("public_security", "公安局", "公安局"),
    ("market_regulation", "市场监督管理局", "市场监督管理局"),
    ("natural_resources", "自然资源局", "自然资源局"),
    ("housing", "住房和城乡建设局", "住房和城乡建设局"),
    ("urban_management", "城市管理局", "城市管理局"),
    ("human_resources", "人力资源和社会保障局", "人力资源和社会保障局"),
    ("ecology", "生态环境局", "生态环境局"),
    ("transport", "交通运输局", "交通运输局"),
    ("health", "卫生健康委员会", "卫生健康局"),
    ("education", "教育局", "教育局"),
    ("agriculture", "农业农村局", "农业农村局"),
    ("emergency_management", "应急管理局", "应急管理局"),
    ("water", "水利局", "水利局"),
    ("culture_tourism", "文化广电旅游局", "文化广电旅游局"),
    ("commerce", "商务局", "商务局"),
    ("civil_affairs", "民政局", "民政局"),
    ("justice", "司法局", "司法局"),
    ("finance", "财政局", "财政局"),
    ("statistics", "统计局", "统计局"),
    ("development_reform", "发展和改革委员会", "发展和改革局"),
)
# Departments that only the city has: code, sector, name.
MUNICIPAL_ONLY = (
    ("audit", "audit", "审计局"),
    ("veterans", "veterans", "退役军人事务局"),
    ("science_technology", "science_technology", "科学技术局"),
    ("industry", "industry", "工业和信息化局"),
    ("government_services", "government_services", "政务服务管理局"),
    ("forestry", "natural_resources", "林业和草原局"),
    ("medical_insurance", "health", "医疗保障局"),
    ("housing_fund", "housing", "住房公积金管理中心"),
    ("gardens", "urban_management", "园林绿化中心"),
    ("traffic_police", "public_security", "公安局交通警察支队"),
    ("labour_inspection", "human_resources", "劳动保障监察支队"),
    ("sports", "culture_tourism", "体育局"),
    ("civil_defence", "housing", "人民防空办公室"),
    ("state_assets", "finance", "国有资产监督管理委员会"),
    ("petitions", "civil_affairs", "信访局"),
    ("local_finance", "finance", "金融管理局"),
    ("grain", "development_reform", "粮食和物资储备局"),
    ("data", "government_services", "数据局"),
    ("ethnic_religious", "civil_affairs", "民族宗教事务局"),
    ("rural_revitalisation", "agriculture", "乡村振兴局"),
)
MERGED, SUCCESSOR, MERGED_ON = "M-rural_revitalisation", "M-agriculture", dt.date(2024, 3, 31)
FOUNDED, FOUNDED_ON = "M-data", dt.date(2024, 1, 15)
# Archives spread as departments are ready: those that begin last, and how many of them each county still lacks.
LATE_WITH_ARCHIVES = ("statistics", "commerce", "finance", "civil_affairs", "water", "education", "culture_tourism")
WITHOUT_ARCHIVE = (3, 2, 4, 3, 1, 3, 7, 2, 5, 3)
OFFICER_PILOTS = {
    "M-market_regulation", "M-urban_management", "C01-market_regulation", "C01-urban_management", "C04-transport",
    "C08-ecology",
}  # fmt: skip
# The first ten counties as tiles: row and column, districts in the middle.
TILES = ((3, 2), (2, 3), (3, 3), (2, 2), (1, 2), (3, 1), (2, 1), (1, 3), (2, 4), (4, 2))
TILE_COLUMNS = 6


@dataclass(frozen=True)
class Units:
    """The units as arrays, in the order of their frame. ``county`` is the county's place (0, 1, …), −1 for none."""

    frame: pd.DataFrame
    codes: list[str]
    kinds: Objects
    sectors: Objects
    names: Objects
    county: Integers
    first_day: Dates
    last_day: Dates

    def place(self, code: str) -> int:
        return self.codes.index(code)

    def in_office(self, place: Integers, day: Dates) -> Flags:
        """Whether each record's unit exists on the record's day."""
        first, last = self.first_day[place], self.last_day[place]
        return (np.isnat(first) | (day >= first)) & (np.isnat(last) | (day <= last))

    @property
    def governments(self) -> Integers:
        """Places of the county governments, in the order of the counties."""
        return np.flatnonzero(self.kinds == "county")


def build_units(size: int) -> Units:
    """All units of a city of that size (10 counties each)."""
    rows = [_city(), *_municipal_departments()]
    counties = [-1] * len(rows)
    for county, (stem, kind) in enumerate(county_names(COUNTIES_PER_SIZE * size)):
        own = [_county(county, stem, kind), *_county_departments(county, stem, kind), *_townships(county, stem, kind)]
        rows += own
        counties += [county] * len(own)
    frame = pd.DataFrame(rows, dtype=object)
    frame = as_frame(UNITS, {name: frame[name].to_numpy() for name in frame})
    return Units(
        frame,
        frame["code"].tolist(),
        frame["kind"].to_numpy(),
        frame["sector"].to_numpy(),
        frame["name"].to_numpy(),
        np.array(counties),
        np.array(frame["active_from"].to_list(), dtype="datetime64[D]"),
        np.array(frame["active_to"].to_list(), dtype="datetime64[D]"),
    )


def unit_aliases() -> Columns:
    """The names that some departments had before the reform of 2019, and one that is in use beside its own."""
    names = [
        (f"{CITY}-natural_resources", f"{CITY_NAME}国土资源局", dt.date(2019, 3, 31)),
        (f"{CITY}-ecology", f"{CITY_NAME}环境保护局", dt.date(2019, 3, 31)),
        (f"{CITY}-market_regulation", f"{CITY_NAME}工商行政管理局", dt.date(2019, 3, 31)),
        (f"{CITY}-traffic_police", f"{CITY_NAME}交警支队", None),
    ]
    rows = [{"unit_id": code, "alias": name, "first_day": None, "last_day": last} for code, name, last in names]
    return {name: np.array([row[name] for row in rows], dtype=object) for name in rows[0]}


def county_code(county: int) -> str:
    return f"C{county + 1:02d}"


def _unit(code: str, name: str, short: str, kind: str, order: int, **more: object) -> dict[str, object]:
    return {
        "code": code, "name": name, "short_name": short, "pinyin": initials(name), "kind": kind, "county_id": None,
        "sector": None, "peer_group": None, "active_from": None, "active_to": None, "merged_into": None,
        "sort_order": order, "tile_row": None, "tile_col": None, "archive_keeper": False,
        "officer_archive_pilot": code in OFFICER_PILOTS, **more,
    }  # fmt: skip


def _city() -> dict[str, object]:
    return _unit(CITY, CITY_NAME, CITY_STEM, "city", 1)


def _municipal_departments() -> list[dict[str, object]]:
    departments = [(sector, sector, name) for sector, name, _ in DEPARTMENTS]
    rows = [
        _unit(f"{CITY}-{code}", CITY_NAME + name, f"市{name}", "municipal_department", 100 + place, sector=sector,
              peer_group="municipal_departments", archive_keeper=True)
        for place, (code, sector, name) in enumerate([*departments, *MUNICIPAL_ONLY])
    ]  # fmt: skip
    for row in rows:
        if row["code"] == MERGED:
            row |= {"active_to": MERGED_ON, "merged_into": SUCCESSOR}
        if row["code"] == FOUNDED:
            row["active_from"] = FOUNDED_ON
    return rows


def _county(county: int, stem: str, kind: str) -> dict[str, object]:
    later = county - len(TILES)
    row, column = TILES[county] if later < 0 else (5 + later // TILE_COLUMNS, 1 + later % TILE_COLUMNS)
    return _unit(
        county_code(county), stem + kind, stem, "county", 1_000 + 100 * county, peer_group="counties", tile_row=row,
        tile_col=column, archive_keeper=True,
    )  # fmt: skip


def _county_departments(county: int, stem: str, kind: str) -> list[dict[str, object]]:
    code = county_code(county)
    late = LATE_WITH_ARCHIVES[: WITHOUT_ARCHIVE[county % len(WITHOUT_ARCHIVE)]]
    return [
        _unit(f"{code}-{sector}", stem + kind + name, stem + name, "county_department", 1_001 + 100 * county + place,
              county_id=code, sector=sector, peer_group=f"sector:{sector}",
              archive_keeper=sector not in late)
        for place, (sector, _, name) in enumerate(DEPARTMENTS)
    ]  # fmt: skip


def _townships(county: int, stem: str, kind: str) -> list[dict[str, object]]:
    code = county_code(county)
    return [
        _unit(f"{code}-T{place + 1:02d}", stem + kind + name, name, "township", 1_050 + 100 * county + place,
              county_id=code, sector="township", peer_group="sector:township")
        for place, name in enumerate(town_names(county, kind))
    ]  # fmt: skip
