"""By step the rate in time, and by organ what was late and what is open past its limit, as a grid and as a table."""

import pandas as pd

from panels.declare import Chart, Column, Context, Finding, Table
from panels.disputes.in_time_words import COUNTS, STEPS, organ_name, organs, steps
from panels.lacking import lacking_in_words
from wording import Wording

MOST_ROWS = 8
# The darkest tint; up to so many cases a cell's tint is their number.
DARKEST = 5
PARTS = ("late", "open")
# The organs for which there is no room.
REST = "rest"


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "grid": of each step the rate and the late cases, below by organ, the latest first; a click narrows.

    Organs for which there is no room are added up in a last row, so that the rows make the sum above them.
    """
    words, counts = context.words, steps(figures, context)
    if not counts[["due", "blank", "open"]].to_numpy().any():
        return Chart("grid", pd.DataFrame())
    heads = [(step, part) for step in counts["step"] for part in PARTS]
    rows = _latest(figures, list(counts["step"]), words)
    data = [*_of_all(counts, words), *_of_organs(rows, heads, words)]
    about = found.about
    sums = [(words(f"in_time.row.{row}"), "", "total") for row in ("rate", "total")]
    organs_ = [(row["name"], row["code"], _tone(row, about)) for _, row in rows.drop_duplicates("row").iterrows()]
    options = {
        "rows": pd.DataFrame([*sums, *organs_], columns=["label", "code", "tone"]),
        "columns": pd.DataFrame([(_head(*head, words), "", "plain") for head in heads],
                                columns=["label", "badge", "tone"]),
    }  # fmt: skip
    return Chart("grid", pd.DataFrame(data), {}, options)


def _tone(row: pd.Series, about: str) -> str:
    return "total" if row["row"] == REST else "accent" if row["code"] and row["code"] == about else "plain"


def _latest(figures: pd.DataFrame, steps_shown: list[str], words: Wording) -> pd.DataFrame:
    """The rows of the organs with most that is open past its limit or was late, each with its name, the rest added up.

    As many as are shown; of one more than these nobody is left out.
    """
    of_organs = organs(figures)
    of_organs = of_organs[of_organs["step"].isin(steps_shown)]
    of_organs = of_organs.assign(name=[organ_name(row, words) for _, row in of_organs.iterrows()])
    sums = of_organs.groupby("row")[list(PARTS)].sum().reset_index()
    order = sums.sort_values(["open", "late", "row"], ascending=[False, False, True])["row"].tolist()
    if len(order) > MOST_ROWS + 1:
        left_out = order[MOST_ROWS:]
        order = [*order[:MOST_ROWS], REST]
        rest = words("in_time.rest", n=len(left_out))
        of_rest = of_organs["row"].isin(left_out)
        added = of_organs[of_rest].groupby("step", as_index=False)[[*COUNTS, "late"]].sum()
        of_organs = pd.concat([of_organs[~of_rest], added.assign(row=REST, code="", unit="", name=rest)])
    place = of_organs["row"].map({row: place for place, row in enumerate(order)})
    return of_organs.assign(place=place).sort_values("place", kind="stable")


def _head(step: str, part: str, words: Wording) -> str:
    return words(f"in_time.head.{step}_{part}")


def _of_all(counts: pd.DataFrame, words: Wording) -> list[dict[str, object]]:
    """The two rows above the organs: the rates of all, and the numbers of cases behind them."""
    data = []
    for _, row in counts.iterrows():
        rate = words.percent(row["in_time"] / row["due"]) if row["due"] else words.label("", None)
        tip = _tip(words("city"), row["due"], row["in_time"], row["blank"], words)
        data.append(_cell("in_time.row.rate", row["step"], "late", rate, words) | {"tip": tip})
        data += [_cell("in_time.row.total", row["step"], part, words.number(row[part]), words) for part in PARTS]
    return data


def _cell(name: str, step: str, part: str, text: str, words: Wording) -> dict[str, object]:
    return {"row": words(name), "column": _head(step, part, words), "text": text, "step": -1, "code": "", "tip": ""}


def _of_organs(rows: pd.DataFrame, heads: list[tuple[str, str]], words: Wording) -> list[dict[str, object]]:
    """A row of cells an organ: what was late and what is open, a dash where it had no cases."""
    inner = rows.loc[rows["row"] != REST, list(PARTS)].to_numpy()
    most = max(int(inner.max(initial=0)), 1)
    sums = rows.groupby(["row", "step"], sort=False)[[*PARTS, "due", "in_time", "blank"]].sum().to_dict("index")
    data = []
    for row, organ in rows.groupby("row", sort=False):
        name, code = str(organ["name"].iat[0]), str(organ["code"].iat[0])
        for step, part in heads:
            cell = sums.get((row, step), {})
            count, due, in_time, blank = (int(cell.get(column, 0)) for column in (part, "due", "in_time", "blank"))
            data.append(
                {
                    "row": name,
                    "column": _head(step, part, words),
                    "text": words.number(count) if cell else words.label("", None),
                    "step": -1 if row == REST else count if most <= DARKEST else -(-DARKEST * count // most),
                    "code": code,
                    "tip": _tip(name, due, in_time, blank, words),
                }
            )
    return data


def _tip(unit: str, due: int, in_time: int, blank: int, words: Wording) -> str:
    """甲县：到期 9 件，按期 8 件，1 件未填."""
    said = words("in_time.tip", n=int(due), in_time=words.number(in_time), unit=unit)
    return words("sentence.comma").join(
        filter(None, (said, lacking_in_words({"blank": blank, "counted": "case"}, words)))
    )


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every organ by step: rate, cases done in time, due, late, and open past the limit."""
    words, rows = context.words, organs(figures)
    rows = rows[rows["step"].isin([step for step, (key, _) in STEPS.items() if context.knows(key)])]
    order = {step: place for place, step in enumerate(STEPS)}
    rows = rows.assign(
        name=[organ_name(row, words) for _, row in rows.iterrows()],
        step_text=[words(f"in_time.step.{step}") for step in rows["step"]],
        place=rows["step"].map(order),
        rate=rows["in_time"] / rows["due"].where(rows["due"] > 0),
    ).sort_values(["row", "place"])
    columns = (
        Column("name", words("table.unit")),
        Column("step_text", words("in_time.head.step")),
        Column("rate", words("in_time.head.rate"), "share"),
        Column("in_time", words("in_time.head.in_time"), "integer"),
        Column("due", words("in_time.head.due"), "integer"),
        Column("blank", words("table.blank"), "integer"),
        Column("late", words("in_time.head.late"), "integer"),
        Column("open", words("in_time.head.open"), "integer"),
    )
    return Table(rows, columns)
