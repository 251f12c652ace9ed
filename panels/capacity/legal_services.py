"""Do legal opinions on what matters most come in time, and are they taken up (article 2)?"""

from typing import Any

import pandas as pd

from data_access.ledgers.legal_service import LEGAL_SERVICE, SERVICE_SUBJECTS
from data_access.ledgers.tally import UNKNOWN_FACET
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from panels.declare import Chart, Context, Finding, Panel, Table
from panels.phrases import count_base, extent_in_words, share_with_base
from panels.records import Head, tabled
from panels.rows_behind import tally_link
from wording import Wording

ON_TIME, ADOPTED = "legal_service_on_time_rate", "legal_service_adopted_share"
DUE, IN_TIME, DELIVERED, TAKEN_UP = TALLIES = (
    "legal_services_due", "legal_services_on_time", "legal_services_delivered", "legal_services_adopted",
)  # fmt: skip
BLANKS = ("legal_services_due_blank", "legal_services_delivered_blank")


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a subject that has any opinions (``SERVICE_SUBJECTS``, else what is blank): subject, and the tallies.

    In every row the blanks of both rates over all subjects.
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    counted = tally_values(reader, TALLIES, extent, period.first, period.last, by=("facet",))
    lacking = tally_values(reader, BLANKS, extent, period.first, period.last, by=())
    wide = counted.pivot_table(index="facet", columns="tally_key", values="value", aggfunc="sum")
    subjects = [each for each in (*SERVICE_SUBJECTS, UNKNOWN_FACET) if each in wide.index]
    wide = wide.reindex(index=subjects, columns=list(TALLIES)).fillna(0).astype(int)
    blanks = dict(zip(lacking["tally_key"], lacking["value"], strict=True))
    frame = wide.rename_axis("subject").rename_axis(None, axis=1).reset_index()
    return frame.assign(**{name: int(blanks.get(name, 0)) for name in BLANKS})


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The shares in time and adopted, and the subject that is served late most."""
    words = context.words
    base = words("legal_services.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if not context.knows(ON_TIME, ADOPTED):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{ON_TIME}.label")), "plain", base)
    if figures.empty:
        return Finding(words("legal_services.none"), "plain", base)
    sums, parts = figures[list(TALLIES)].sum(), []
    if sums[DUE]:
        rate = share_with_base(sums[IN_TIME], sums[DUE], words, figures[BLANKS[0]].iat[0], LEGAL_SERVICE.counted)
        parts.append(words("legal_services.on_time", rate=rate))
    if sums[DELIVERED]:
        rate = share_with_base(sums[TAKEN_UP], sums[DELIVERED], words, figures[BLANKS[1]].iat[0], LEGAL_SERVICE.counted)
        parts.append(words("legal_services.adopted", rate=rate))
    late = figures[DUE] - figures[IN_TIME]
    if (late == late.max()).sum() == 1 and len(figures) > 1:
        at = late.idxmax()
        values = {"subject": _subject(figures["subject"][at], words), "n": int(late[at])}
        alone = late.sum() == late.max() > 1
        parts.append(words("legal_services.latest_alone" if alone else "legal_services.latest", **values))
    return Finding(words("sentence.comma").join(parts) or words("legal_services.none"), "plain", base)


def _subject(subject: object, words: Wording) -> str:
    return words("not_filled") if subject == UNKNOWN_FACET else words.label("service_subject", subject)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "pair": a row a subject, on the left what came in time, on the right what was adopted."""
    words = context.words
    rows = [_row(row, order, words) for order, row in enumerate(figures.to_dict("records"))]
    labels = {
        "unit": words("legal_services.head.subject"),
        "left": words(f"indicator.{ON_TIME}.label"),
        "right": words(f"indicator.{ADOPTED}.label"),
    }
    return Chart("pair", pd.DataFrame(rows), labels)


def _row(row: dict[Any, Any], order: int, words: Wording) -> dict[str, Any]:
    return {
        "order": order,
        # The row opens what was due, or where nothing was, what was delivered.
        "code": (_list(DUE, row) or _list(DELIVERED, row)).removeprefix("@"),
        "unit": _subject(row["subject"], words),
        "tone": "plain",
        **_side("left", row[IN_TIME], row[DUE], _list(DUE, row), words),
        **_side("right", row[TAKEN_UP], row[DELIVERED], _list(DELIVERED, row), words),
    }


def _list(tally: str, row: dict[Any, Any]) -> str:
    """The link to what a tally counts of the subject."""
    return tally_link(tally, row[tally], row["subject"])


def _side(side: str, hits: int, of: int, link: str, words: Wording) -> dict[str, Any]:
    row = {"numerator": hits, "denominator": of}
    return {
        f"{side}_value": hits / of if of else None,
        f"{side}_text": words.percent(hits / of) if of else "",
        f"{side}_base": count_base(row | {"reason": "no_cases"}, words),
        f"{side}_base_href": link,
        f"{side}_mark": "",
    }


def _opens(tally: str) -> Head:
    return Head(
        tally,
        f"legal_services.head.{tally}",
        "integer",
        opens=lambda row, _context: tally_link(tally, row[tally], row["subject"]).removeprefix("@"),
    )


HEADS = (
    Head("named", "legal_services.head.subject", said=lambda row, context: _subject(row["subject"], context.words)),
    *map(_opens, TALLIES),
)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a subject; each figure opens its rows."""
    return tabled(figures, HEADS, context)


LEGAL_SERVICES = Panel(
    "legal_services", read, finding, chart, table, lambda _context: (ON_TIME, ADOPTED), "link", ignores=("compare",)
)
