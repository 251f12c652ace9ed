"""What a viewer may not see, as a value: figures carry how much of each ledger is hidden of them, sentences say so.

A sentence made of rows is true of the rows that were read. For who may see some rows alone it therefore begins with
"within what you may see", and ends with what is outside it; "none" is then said of no more than that. Its base and the
name of a curve say the same, which stand apart from it.
"""

from dataclasses import replace

import pandas as pd

from data_access.reading.hidden import UNPUBLISHED, Hidden
from data_access.reading.reader import Reader
from panels.counted import counted_rows
from panels.declare import Context, Finding, Panel
from panels.phrases import extent_in_words
from wording import Wording, within

# Where a frame keeps it; pandas hands it on with the frame, also into a cache.
_HIDDEN = "hidden"


def seen_figures(panel: Panel, reader: Reader, context: Context) -> pd.DataFrame:
    """The panel's figures, which know how much of each ledger the viewer's scope hides of them; none where a ledger it
    needs was never loaded.
    """
    with reader.noting() as hidden:
        figures = panel.figures(reader, context)
    if panel.lacks(context):
        figures = figures.iloc[:0]
    return with_hidden(figures, hidden)


def with_hidden(figures: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """The frame with what is hidden of it; another frame, for the one given may be kept for others."""
    known = figures.copy(deep=False)
    known.attrs = {**figures.attrs, _HIDDEN: dict(hidden)}
    return known


def hidden_of(figures: pd.DataFrame | None) -> Hidden:
    """By ledger how many rows are hidden of figures; nothing where they are whole."""
    found: Hidden = {} if figures is None else figures.attrs.get(_HIDDEN, {})
    return found


def hidden_in_words(hidden: Hidden, words: Wording) -> str:
    """整改事项 27 条、未公布的考核: what is outside the viewer's scope; '' where nothing is."""
    return words.join([_in_words(ledger, rows, words) for ledger, rows in hidden.items()])


def _in_words(ledger: str, rows: int, words: Wording) -> str:
    if ledger == UNPUBLISHED:
        return words("seen.unpublished")
    name = within(words.label("ledger", ledger)) if ledger else words("seen.rows_of_any")
    return words("seen.rows", rows=counted_rows(rows, ledger, words), ledger=name)


def as_seen(sentence: str, hidden: Hidden, context: Context) -> str:
    """A sentence about rows, limited to those that were seen, with how many were not; itself where all were."""
    if not hidden:
        return sentence
    words = context.words
    limited = _said("within", context, said=within(sentence).removesuffix(words("seen.full_stop")))
    return words("sentence.separator").join((limited, _said("hidden", context, hidden=hidden_in_words(hidden, words))))


def _said(key: str, context: Context, **values: str) -> str:
    """What is outside the viewer's scope, or is not shown to the room."""
    return context.words(f"seen.{key}_shown" if context.selection.audience else f"seen.{key}", **values)


def finding_as_seen(panel: Panel, finding: Finding, figures: pd.DataFrame, context: Context) -> Finding:
    """A finding limited to what was seen; it is no good news that nothing is wrong with a part.

    Beside one that counts published figures its base says what the list leaves out.
    """
    hidden = hidden_of(figures)
    if not hidden or panel.told_of == "itself":
        return finding
    if panel.told_of == "figures":
        left_out = _said("not_listed", context, hidden=hidden_in_words(hidden, context.words))
        return replace(finding, base=finding.base + left_out)
    level = "plain" if finding.level == "good" else finding.level
    base = _said("base", context, said=within(finding.base)) if finding.base else ""
    return replace(finding, sentence=as_seen(finding.sentence, hidden, context), level=level, base=base)


def part_in_words(figures: pd.DataFrame, context: Context) -> str:
    """Whose rows figures are made of, to name a curve: 云泊县, or what the viewer may see where some are hidden."""
    return _said("part", context) if hidden_of(figures) else extent_in_words(context)
