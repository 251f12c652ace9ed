"""Kind "fields": what a record says, a name and its value each."""

import re
from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.widths import in_em

# Two columns are at least so wide, in letters; a value has this share of its column.
LEAST, SHARE = 17.0, 0.6
# Between a name and its value.
GAP = 1.0
# What a line would break within: a number of letters, figures and signs, with what stands beside it without a blank;
# that of a case or a document ("(2025)演7101行初658号", "政复〔2025〕863号"); and a day with its words
# ("证件 2024-11-09 已过期").
_NUMBER = re.compile(
    r"\S*[!-~]{12,}\S*|[^\s，；、]{0,12}[（(〔]\d{4}[）)〕][^\s，；、]{1,12}\u53f7"
    r"|[\u3400-\u9fff]{1,4} \d{4}-\d\d-\d\d(?: [\u3400-\u9fff]{1,4})?"
)
# A value with more letters is a text, which is broken wherever a line ends; some have millions.
_LONGEST_NUMBER = 100
# A clause that a column may have no room for: its lines are about equally long, where others end at signs alone.
_LONG_CLAUSE = re.compile(r"[\u3400-\u9fff]{9}")
# A text of more letters than these scrolls in a frame of its own, so that what else is said stays within reach.
_LONGEST_TEXT = 600


def fields(chart: Chart) -> Mapping[str, Any]:
    """Columns: order, name, value (text; '' for what is blank)."""
    rows = [{**row, "is_long": len(str(row["value"] or "")) > _LONGEST_TEXT, "is_parted": _parted(row["value"])}
            for row in records(chart.data.sort_values("order", kind="stable"))]  # fmt: skip
    # They stand in two columns where there is room, also for the longest number in one.
    short = [value for row in rows if len(value := str(row["value"] or "")) <= _LONGEST_NUMBER]
    longest = in_em(number for value in short for number in _NUMBER.findall(value))
    return {"fields": rows, "lines": (len(rows) + 1) // 2, "column": max(LEAST, (longest + GAP) / SHARE)}


def _parted(value: object) -> bool:
    return bool(_LONG_CLAUSE.search(str(value or "")[:_LONGEST_TEXT]))
