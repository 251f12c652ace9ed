"""Suits that cannot be right: each was entered without its dates, so that it counts in no figure of the city."""

import pandas as pd

from data_access.demo.stories import DOUBTED, DOUBTED_WITH
from data_access.ledgers.all import BY_KEY

TABLE = "litigation"
_ENTERED = {"instance": "first", "defendant_role": "first", "court": "演示市铁路运输法院", "matter": "行政处罚"}
# A head who spoke and was not there, one who was there and no hearing, and one case with two first defendants.
_SUITS: tuple[tuple[str, int, dict[str, object]], ...] = (
    (DOUBTED, 9001, {"head_attended": "staff", "head_spoke": True}),
    (DOUBTED, 9002, {"head_attended": "chief", "head_spoke": True}),
    (DOUBTED, 9003, {}),
    (DOUBTED_WITH, 9003, {}),
)


def with_doubtful_suits(suits: pd.DataFrame) -> pd.DataFrame:
    """The ledger of litigation and, after it, the suits that were entered wrong."""
    names = [column.name for column in BY_KEY[TABLE].columns]
    entered = [
        {**dict.fromkeys(names), **_ENTERED, "unit_id": unit, "case_no": f"(2026)演7101行初{number}号", **more}
        for unit, number, more in _SUITS
    ]
    return pd.concat([suits, pd.DataFrame(entered, columns=names, dtype=object)], ignore_index=True)
