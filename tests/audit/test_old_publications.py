"""Publications made before the rules changed still verify: each is judged by the rule it was made by.

The files beside this one are contents of the version before (format 1): one of pooled rates, with the groups ("band")
that no rule makes any more, and one by a mean of rates, made when a county was taken for one row of the mean.
"""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from data_access.publishing.publication_check import verify
from data_access.publishing.publication_content import decoded
from data_access.store.tables import publication
from tests.data_access.assessed_city import case, decision, fill, load, of_ledger, published, scheme

MADE_BEFORE = {name: Path(__file__).parent / f"publication_{name}.json" for name in ("pooled", "mean_of_rates")}
# Of 甲 neither the government's head nor the police's appeared in their one case each; of 乙's eight cases in six.
ATTENDED = {"C1": [False], "C1-p": [False], "C2": [True] * 6 + [False] * 2}


def mean_city(engine: Engine) -> None:
    """Two counties, scored by appearance alone; the veto compares with the mean of all units' rates."""
    counties = [{"code": code, "name": name, "kind": "county"} for code, name in (("C1", "甲县"), ("C2", "乙县"))]
    police = {"code": "C1-p", "name": "甲县公安局", "kind": "county_department", "county_id": "C1",
              "sector": "public_security"}  # fmt: skip
    cases = [
        case(code, number, attended=attended)
        for code, appeared in ATTENDED.items()
        for number, attended in enumerate(appeared)
    ]
    weights = {"w_daily": 100, "w_annual": 0, "w_external": 0}
    item = {"year": 2025, "version": 1, "peer_group": "counties", "component": "daily", "weight": 100, "floor": 0,
            "key": "appearance_rate", "target": 1}  # fmt: skip
    [settings, _items] = scheme(average_method="mean_of_rates", **weights)
    decided = of_ledger("veto_event", [decision("C1", "appearance", "0/2")])
    load(engine, of_ledger("unit", [*counties, police]), of_ledger("litigation", cases), settings,
         of_ledger("scheme_item", [item]), decided)  # fmt: skip


CITIES = {"pooled": fill, "mean_of_rates": mean_city}


@pytest.mark.parametrize("name", CITIES)
def test_a_publication_of_the_version_before_is_sound(database: Engine, name: str) -> None:
    CITIES[name](database)
    published(database)
    content = MADE_BEFORE[name].read_bytes()
    with database.begin() as connection:
        sha256 = hashlib.sha256(content).hexdigest()
        connection.execute(update(publication).values(content=content, sha256=sha256))
    found = verify(database, "2025-1")
    assert (found.sound, found.differences) == (True, ())


def test_what_the_old_rules_said_is_not_what_today_s_would() -> None:
    pooled, mean = (decoded(MADE_BEFORE[name].read_bytes()).groups["counties"] for name in CITIES)
    assert "band" in pooled.table
    # Old: the county's one flipped case moves the mean by a third of 1/2, to 41.7 %, below its own 50 %.
    assert mean.proposals["one_case"].tolist() == [True]
    assert "code" not in mean.inputs.city


def test_one_case_of_a_county_is_one_case_of_its_unit_in_the_mean(database: Engine) -> None:
    # Today: it is the police's (or the government's) one case, whose rate goes from 0 to 100 %:
    # (1 + 0 + 6/8) / 3 = 58.3 % against the county's 1/2 = 50 %, so the veto stands.
    mean_city(database)
    published(database)
    with database.connect() as connection:
        content = decoded(bytes(connection.execute(publication.select()).one().content))
    assert content.groups["counties"].proposals["one_case"].tolist() == [False]
    assert verify(database, "2025-1").sound
