"""Demonstration sites with their histories: 45 in the first ten counties and the city's departments."""

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from data_access.demo.city import COUNTIES_PER_SIZE, Units, county_code
from data_access.demo.stories import BAD_SITE
from data_access.demo.streams import AS_OF, Columns, stream, working

TABLE = "site"
COUNTY_UNITS = (
    "market_regulation", "public_security", "natural_resources", "housing", "human_resources", "transport", "ecology",
    "health", "urban_management", "emergency_management", "T01", "T03",
)  # fmt: skip
COUNTY_SITES = 35
MUNICIPAL_SITES = (
    "M-market_regulation", "M-public_security", "M-natural_resources", "M-human_resources", "M-transport", "M-ecology",
    "M-health", "M-government_services", "M-education", "M-labour_inspection",
)  # fmt: skip
STATES = (
    *("cultivating",) * 8, *("applied",) * 5, *("assessed",) * 5, *("designated",) * 11, *("reviewed",) * 8,
    *("warned",) * 5, *("revoked",) * 3,
)  # fmt: skip
# Neighbouring numbers get different states.
STATE_STEP = 17
# What led to a state, and within which months its last event lies before the as-of date.
HISTORIES: dict[str, tuple[tuple[str, ...], int, int]] = {
    "cultivating": (("cultivated",), 2, 26),
    "applied": (("cultivated", "applied"), 1, 5),
    "assessed": (("cultivated", "applied", "assessed"), 0, 3),
    "designated": (("cultivated", "applied", "assessed", "designated"), 6, 28),
    "reviewed": (("cultivated", "applied", "assessed", "designated", "reviewed"), 1, 18),
    "warned": (("cultivated", "applied", "assessed", "designated", "reviewed", "warned"), 2, 10),
    "revoked": (("cultivated", "applied", "assessed", "designated", "reviewed", "warned", "revoked"), 4, 16),
}
RESTORED = ("cultivated", "applied", "assessed", "designated", "reviewed", "warned", "restored", "reviewed")
# Days from the event before.
GAPS = {
    "applied": (220, 400), "assessed": (25, 60), "designated": (20, 50), "reviewed": (330, 480), "warned": (20, 120),
    "restored": (120, 180), "revoked": (370, 420),
}  # fmt: skip
WITH_PLATE = ("designated", "reviewed", "warned", "revoked")
EXCHANGE_EVERY = (130, 300)
QUIET = dt.timedelta(days=760)
HIGHLIGHTS = (
    "执法全过程记录一键归档，案卷当日形成、当日复核", "轻微违法柔性执法清单，首违免罚同步发放合规建议书",
    "负责人出庭应诉排期提醒，庭后一案一复盘", "行政争议化解前置会商，复议前和解率连续两年过半",
    "法制审核员驻队制，重大执法决定三级审核", "执法人员一人一档，培训、考试、办案记录联动",
    "“扫码入企”检查备案，检查频次下降三成", "裁量基准嵌入办案系统，自动比对提示偏离",
    "基层执法案例课堂，每月一案、以案促改", "行政执法公示栏进社区，群众评议结果当月反馈",
)  # fmt: skip
THEMES = ("行政执法规范化示范点", "争议预防化解示范点", "柔性执法示范点", "法制审核示范点", "执法公示示范点")
NOTES = {
    "cultivated": "列入培育名单", "applied": "提交申报材料", "assessed": "实地评估并评分", "designated": "命名授牌",
    "reviewed": "年度复核，予以保留", "warned": "复核不达标，限期整改", "restored": "整改验收合格，恢复命名",
    "revoked": "限期整改未达标，予以摘牌",
}  # fmt: skip
EXCHANGES = ("接待外县区观摩", "承办全市现场推进会", "派员到乡镇街道授课", "与结对单位互评案卷", "编写典型案例交流")


def generate_sites(units: Units, seed: int) -> tuple[Columns, Columns]:
    """The columns of the sites and of their events."""
    sites, events = [], []
    for place, code in enumerate(_site_units(len(units.governments) // COUNTIES_PER_SIZE)):
        drawn = stream(seed, TABLE, code)
        site_no = f"SF-{place + 1:03d}"
        history = _history(drawn, site_no, STATES[place * STATE_STEP % len(STATES)])
        sites.append(_site(drawn, units, place, code, history))
        events += [
            {"unit_id": code, "site_no": site_no, **event} for event in [*history, *_exchanges(drawn, site_no, history)]
        ]
    return _columns(sites), _columns(events)


def _site_units(size: int) -> Iterator[str]:
    """Each county has three or four sites; the departments of the city come after the first ten counties."""
    for block in range(size):
        for place in range(COUNTY_SITES):
            county = place % COUNTIES_PER_SIZE
            unit = COUNTY_UNITS[(place // COUNTIES_PER_SIZE * 3 + place) % len(COUNTY_UNITS)]
            yield f"{county_code(block * COUNTIES_PER_SIZE + county)}-{unit}"
        if block == 0:
            yield from MUNICIPAL_SITES


def _history(drawn: np.random.Generator, site_no: str, state: str) -> list[dict[str, object]]:
    """The events that led to a state, ending some months before the as-of date."""
    kinds, earliest, latest = HISTORIES[state]
    if state == "reviewed" and drawn.random() < 0.3:
        kinds = RESTORED
    if site_no == BAD_SITE:
        earliest, latest = 15, 16
    day = AS_OF - dt.timedelta(days=int(drawn.integers(30 * earliest, 30 * latest + 1)) + 3)
    dated = []
    for kind in reversed(kinds):
        dated.append((kind, day))
        low, high = GAPS.get(kind, (0, 0))
        day -= dt.timedelta(days=int(drawn.integers(low, high + 1)))
    rounds: dict[str, int] = {}
    events = []
    for kind, on in reversed(dated):
        rounds[kind] = rounds.get(kind, 0) + 1
        batch = (
            f"{on.year}年度第{'一' if on.month <= 6 else '二'}批"
            if kind in ("applied", "assessed", "designated")
            else None
        )
        events.append(_event(on, kind, rounds[kind], batch, NOTES[kind]))
    return events


def _event(on: dt.date, kind: str, seq: int, batch: str | None, note: str) -> dict[str, object]:
    day = working(np.array([on], dtype="datetime64[D]")).tolist()[0]
    return {"occurred_on": day, "kind": kind, "seq": seq, "batch": batch, "note": note}


def _exchanges(
    drawn: np.random.Generator, site_no: str, history: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    """Exchange activities from the plate on; one site in six has been quiet for over two years."""
    plated = [event["occurred_on"] for event in history if event["kind"] == "designated"]
    if not plated:
        return []
    quiet = drawn.random() < 1 / 6 or site_no == BAD_SITE
    until = AS_OF - QUIET if quiet else AS_OF
    ended = [event["occurred_on"] for event in history if event["kind"] == "revoked"]
    until = min([until, *[day for day in ended if isinstance(day, dt.date)]])
    day = plated[0]
    assert isinstance(day, dt.date)
    events: list[dict[str, object]] = []
    while (day := day + dt.timedelta(days=int(drawn.integers(*EXCHANGE_EVERY)))) <= until:
        events.append(_event(day, "exchange", len(events) + 1, None, EXCHANGES[int(drawn.integers(len(EXCHANGES)))]))
    return events


def _site(
    drawn: np.random.Generator, units: Units, place: int, code: str, history: Sequence[dict[str, object]]
) -> dict[str, object]:
    state = STATES[place * STATE_STEP % len(STATES)]
    name = units.names[units.place(code)]
    unremarkable = drawn.random() < (0.15 if state in WITH_PLATE else 0.4)
    level = drawn.choice(
        ["provincial", "municipal"] if code.startswith("M-") else ["municipal", "county"], p=[0.45, 0.55]
    )
    return {
        "unit_id": code,
        "site_no": f"SF-{place + 1:03d}",
        "name": name + THEMES[int(drawn.integers(len(THEMES)))],
        "level": str(level),
        "highlight": None if unremarkable else HIGHLIGHTS[int(drawn.integers(len(HIGHLIGHTS)))],
        "state": state,
        "state_since": history[-1]["occurred_on"],
    }


def _columns(rows: Sequence[dict[str, object]]) -> Columns:
    frame = pd.DataFrame(rows, dtype=object)
    return {str(name): frame[name].to_numpy() for name in frame}
