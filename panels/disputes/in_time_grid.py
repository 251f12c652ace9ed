"""By step the rate in time, and by organ what was late and what is open past its limit, as a grid and as a table."""

import pandas as pd

from panels.declare import Chart, Column, Context, Table
from panels.disputes.in_time_words import STEPS, finding, organ_name, organs, steps
from panels.phrases import lacking_in_words
from wording import Wording

MOST_ROWS = 8
# The darkest tint; up to so many cases a cell's tint is their number.
DARKEST = 5
PARTS = ("late", "open")


def chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "grid": of each step the rate and the late cases, below by organ, the latest first; a click narrows."""
    words, counts = context.words, steps(figures, context)
    if not counts[["due", "blank", "open"]].to_numpy().any():
        return Chart("grid", pd.DataFrame())
    heads = [(step, part) for step in counts["step"] for part in PARTS]
    rows = _latest(figures, list(counts["step"]))
    data = [*_of_all(counts, words), *_of_organs(rows, heads, words)]
    about = finding(figures, context).about
    sums = [(words(f"in_time.row.{row}"), "", "total") for row in ("rate", "total")]
    named = rows.drop_duplicates("row")
    organs_ = [(organ_name(row, words), row["code"], "accent" if row["code"] and row["code"] == about else "plain")
               for _, row in named.iterrows()]  # fmt: skip
    options = {
        "rows": pd.DataFrame([*sums, *organs_], columns=["label", "code", "tone"]),
        "columns": pd.DataFrame([(_head(*head, words), "", "plain") for head in heads],
                                columns=["label", "badge", "tone"]),
    }  # fmt: skip
    return Chart("grid", pd.DataFrame(data), {}, options)


def _latest(figures: pd.DataFrame, steps_shown: list[str]) -> pd.DataFrame:
    """The rows of the organs with most that is open past its limit or was late, as many as are shown."""
    of_organs = organs(figures)
    of_organs = of_organs[of_organs["step"].isin(steps_shown)]
    sums = of_organs.groupby("row")[list(PARTS)].sum().reset_index()
    order = sums.sort_values(["open", "late", "row"], ascending=[False, False, True])["row"].head(MOST_ROWS)
    kept = of_organs[of_organs["row"].isin(order)]
    place = kept["row"].map({row: place for place, row in enumerate(order)})
    return kept.assign(place=place).sort_values("place", kind="stable")


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
    most = max(int(rows[list(PARTS)].to_numpy().max()), 1) if len(rows) else 1
    data = []
    for _, organ in rows.groupby("row", sort=False):
        name, code = organ_name(organ.iloc[0], words), str(organ["code"].iat[0])
        for step, part in heads:
            cell = organ[organ["step"] == step]
            count, due, in_time, blank = (int(cell[column].sum()) for column in (part, "due", "in_time", "blank"))
            data.append(
                {
                    "row": name,
                    "column": _head(step, part, words),
                    "text": words.number(count) if len(cell) else words.label("", None),
                    "step": count if most <= DARKEST else -(-DARKEST * count // most),
                    "code": code,
                    "tip": _tip(name, due, in_time, blank, words),
                }
            )
    return data


def _tip(unit: str, due: int, in_time: int, blank: int, words: Wording) -> str:
    """甲县：到期 9 件，按期 8 件，1 件未填."""
    said = words("in_time.tip", n=int(due), in_time=words.number(in_time), unit=unit)
    return words("sentence.comma").join(filter(None, (said, lacking_in_words({"blank": blank}, words))))


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
