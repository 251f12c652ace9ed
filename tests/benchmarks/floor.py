"""What no dashboard can undercut: SQL on ``monthly_tally``, JSON, and one page written by hand that draws it.

``python -m tests.benchmarks.floor DATABASE PORT`` serves the page: the rankings of ten counties by one indicator, with
bars, intervals, places, their change, and the funnel. It knows the standard library only, since the page in Dash, whose
environment has nothing of ours, reads its figures here.
"""

import argparse
import json
import math
import sqlite3
import tomllib
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).parent
PAGE = HERE / "floor_page.html"
INDICATORS = HERE.parent.parent / "assets" / "indicators"
# All tallies of a period: what a page of many panels must at least read.
ALL_TALLIES = """
    SELECT unit_id, tally_key, SUM(value) FROM monthly_tally
    WHERE facet = '' AND month BETWEEN '2026-01-01' AND '2026-10-01'
    GROUP BY unit_id, tally_key
"""
COUNTS = """
    SELECT CASE unit.kind WHEN 'county' THEN unit.unit_id ELSE unit.county_id END AS county,
        SUM(value * (tally_key = :hit AND month BETWEEN :first AND :last)),
        SUM(value * (tally_key = :base AND month BETWEEN :first AND :last)),
        SUM(value * (tally_key = :hit AND month BETWEEN :first_before AND :last_before)),
        SUM(value * (tally_key = :base AND month BETWEEN :first_before AND :last_before))
    FROM monthly_tally JOIN unit USING (unit_id)
    WHERE tally_key IN (:hit, :base) AND facet = '' AND county IS NOT NULL
        AND (month BETWEEN :first AND :last OR month BETWEEN :first_before AND :last_before)
    GROUP BY county
"""
CITY = """
    SELECT SUM(value * (tally_key = :hit)), SUM(value * (tally_key = :base)) FROM monthly_tally
    WHERE tally_key IN (:hit, :base) AND facet = '' AND month BETWEEN :first AND :last
"""
COUNTIES = "SELECT unit_id, code, name FROM unit WHERE kind = 'county' ORDER BY sort_order"
Z95, Z998 = 1.959964, 3.09
CURVE_POINTS = 90


@dataclass(frozen=True)
class Indicator:
    """A share of cases: its label, the tallies it is made of, and whether a low one is the better one."""

    key: str
    label: str
    hit: str
    base: str
    low_is_better: bool


def indicators() -> dict[str, Indicator]:
    """The shares that the dashboard knows, by key."""
    found = {}
    for path in sorted(INDICATORS.glob("*.toml")):
        for key, of in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(of, dict) and of.get("kind") == "share":
                found[key] = Indicator(key, of["zh"]["label"], of["hit"], of["of"], of.get("better") == "lower")
    return found


def months(period: str, latest: str) -> dict[str, str]:
    """The first and last month of 2026, 2026Q3 or 2026-07, none later than ``latest``, and those a year before."""
    year, rest = int(period[:4]), period[4:]
    first, last = 1, 12
    if rest:
        last = 3 * int(rest[1]) if "Q" in rest else int(rest[1:])
        first = last - 2 if "Q" in rest else last
    ends = {"first": f"{year}-{first:02}-01", "last": min(f"{year}-{last:02}-01", latest)}
    return ends | {"first_before": f"{year - 1}{ends['first'][4:]}", "last_before": f"{year - 1}{ends['last'][4:]}"}


def wilson(hit: float, base: float) -> tuple[float, float]:
    """95 % interval of a share."""
    square = Z95 * Z95
    spread = Z95 * math.sqrt(square + 4 * hit * (1 - hit / base))
    middle, below = 2 * hit + square, 2 * (base + square)
    return max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below)


class Figures:
    """The figures of the page, read anew at each call."""

    def __init__(self, database: str) -> None:
        self.connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, check_same_thread=False)
        self.counties = self.connection.execute(COUNTIES).fetchall()
        self.latest = self.connection.execute("SELECT MAX(month) FROM monthly_tally").fetchone()[0]
        self.known = indicators()
        # A case of several defendants counts once in a county and once in the city: then there are tallies of both.
        self.by_level = self._keys("@county")

    def _keys(self, ending: str) -> set[str]:
        found = self.connection.execute("SELECT DISTINCT tally_key FROM monthly_tally")
        return {key.removesuffix(ending) for (key,) in found if key.endswith(ending)}

    def all_tallies(self) -> str:
        return json.dumps(self.connection.execute(ALL_TALLIES).fetchall())

    def ranking(self, indicator: str, period: str) -> dict[str, Any]:
        """Rows in their places, the city's rate, the funnel's limits and one sentence."""
        of, asked = self.known[indicator], months(period, self.latest)
        counts = {row[0]: row[1:] for row in self.connection.execute(COUNTS, asked | self._tallies(of, "@county"))}
        hit, base = self.connection.execute(CITY, asked | self._tallies(of, "@city")).fetchone()
        city = (hit or 0) / base if base else None
        rows = [self._row(code, name, *counts.get(unit, (0, 0, 0, 0))) for unit, code, name in self.counties]
        _give_places(rows, of.low_is_better)
        rows.sort(key=lambda row: (row["place"] or len(rows) + 1, row["code"]))
        return {
            "finding": _sentence(of, rows, city),
            "indicator": asdict(of),
            "city": city,
            "rows": rows,
            "limits": _limits(rows),
        }

    def _tallies(self, of: Indicator, ending: str) -> dict[str, str]:
        return {name: key + ending * (key in self.by_level) for name, key in (("hit", of.hit), ("base", of.base))}

    def _row(self, code: str, name: str, *counts: float) -> dict[str, Any]:
        hit, base, hit_before, base_before = counts
        low, high = wilson(hit, base) if base else (None, None)
        rates = {"rate": hit / base if base else None, "before": hit_before / base_before if base_before else None}
        return {"code": code, "unit": name, "hit": hit, "base": base, "low": low, "high": high, **rates}


def _give_places(rows: list[dict[str, Any]], low_is_better: bool) -> None:
    for name, rate in (("place", "rate"), ("place_before", "before")):
        rates = [row[rate] for row in rows if row[rate] is not None]
        for row in rows:
            own = row[rate]
            ahead = sum(each < own if low_is_better else each > own for each in rates) if own is not None else 0
            row[name] = None if own is None else ahead + 1


def _sentence(of: Indicator, rows: list[dict[str, Any]], city: float | None) -> str:
    """Name who lies wholly on the worse side of the city, as the dashboard's heading does."""
    if city is None:
        return f"{of.label}：没有案件"
    worse = [row for row in rows if row["base"] and (row["low"] > city if of.low_is_better else row["high"] < city)]
    named = "、".join(f"{row['unit']} {row['rate']:.1%}（{row['hit']:.0f}/{row['base']:.0f}）" for row in worse)
    return f"{of.label}：全市 {city:.1%}，" + (f"{named} 较差" if worse else "各县区之间没有可区分的差异")


def _limits(rows: list[dict[str, Any]]) -> list[dict[str, float]]:
    """The curves of the funnel: the limits of chance at 95 % and 99.8 % for growing bases."""
    total, most = sum(row["base"] for row in rows), max(row["base"] for row in rows)
    if not total:
        return []
    centre, points = sum(row["hit"] for row in rows) / total, []
    for step in range(1, CURVE_POINTS + 1):
        base = 1.1 * most * step / CURVE_POINTS
        error = math.sqrt(centre * (1 - centre) / base)
        ends = {f"{side}{name}": min(1.0, max(0.0, centre + sign * z * error))
                for name, z in (("95", Z95), ("998", Z998)) for side, sign in (("low", -1), ("high", 1))}  # fmt: skip
        points.append({"base": base, "centre": centre, **ends})
    return points


class Handler(BaseHTTPRequestHandler):
    """The page at ``/``, its figures at ``/figures``, all tallies of a period at ``/tallies``."""

    figures: Figures
    protocol_version = "HTTP/1.1"
    # Without this the answer waits 40 ms for the browser to acknowledge its head.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        if asked.path == "/figures":
            self._answer("application/json", json.dumps(self.figures.ranking(query["indicator"], query["period"])))
        elif asked.path == "/tallies":
            self._answer("application/json", self.figures.all_tallies())
        else:
            self._answer("text/html; charset=utf-8", PAGE.read_text(encoding="utf-8"))

    def _answer(self, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing: a log of every request would be a part of what is measured."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the page written by hand.")
    parser.add_argument("database")
    parser.add_argument("port", type=int)
    options = parser.parse_args()
    Handler.figures = Figures(options.database)
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
