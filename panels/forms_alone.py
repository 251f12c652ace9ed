"""What forms alone tell behind a panel of cases: figures carry it, so that no sentence takes its cases for all."""

from collections.abc import Sequence

import pandas as pd

from data_access.reading.extent import Extent
from data_access.reading.forms_alone import FormsAlone, forms_alone
from data_access.reading.reader import Reader
from panels.declare import Context
from panels.forms_words import count_in_words, untold_in_words
from wording import Wording, within

# Where a frame keeps it, beside what is hidden of it (``panels.seen``).
_FORMS = "forms"
# So many units are named; more are counted.
MOST_NAMED = 3


def with_forms(
    figures: pd.DataFrame, tallies: Sequence[str], reader: Reader, extent: Extent, context: Context
) -> pd.DataFrame:
    """The frame, which knows what forms alone tell of some tallies over the period and what they leave untold."""
    known = figures.copy(deep=False)
    known.attrs = {**figures.attrs, _FORMS: forms_alone(reader, tallies, extent, context.selection.period)}
    return known


def forms_of(figures: pd.DataFrame, *tallies: str) -> FormsAlone:
    """What forms alone tell behind figures, of some of the tallies or of all."""
    found: FormsAlone = figures.attrs.get(_FORMS, FormsAlone())
    return found.of(*tallies) if tallies else found


def listed_alone(sentence: str, figures: pd.DataFrame, words: Wording) -> str:
    """A sentence about cases, limited to those that have rows where forms tell of more, or leave some untold."""
    return words("forms_alone.listed", said=within(sentence)) if forms_of(figures) else sentence


def none_or_untold(sentence: str, figures: pd.DataFrame, words: Wording, *tallies: str) -> str:
    """A sentence that denies that there is any; where forms tell of some, or leave it untold, that."""
    forms = forms_of(figures, *tallies)
    if forms.numbers:
        return words("forms_alone.no_rows", counts=_counts(forms, words))
    return words("forms_alone.unknown", said=_untold(forms, words)) if forms.untold else sentence


def beside_the_rows(figures: pd.DataFrame, words: Wording, *, included: bool = False) -> str:
    """For the base: what forms alone tell, and whether it is ``included`` in the figures; whom they leave untold."""
    forms = forms_of(figures)
    key = "forms_alone.included" if included else "forms_alone.beside"
    told = words(key, counts=_counts(forms, words)) if forms.numbers else ""
    return told + untold_beside(figures, words)


def untold_beside(figures: pd.DataFrame, words: Wording) -> str:
    """For the base: whose figures forms leave untold, and why; '' where all are told."""
    forms = forms_of(figures)
    return words("forms_alone.untold", said=_untold(forms, words)) if forms.untold else ""


def _counts(forms: FormsAlone, words: Wording) -> str:
    return words.join(
        [words("forms_alone.count", count=count_in_words(key, words), value=words.number(n))
         for key, n in forms.numbers.items()]
    )  # fmt: skip


def _untold(forms: FormsAlone, words: Wording) -> str:
    """乙县只有 2026 年上半年合计；丙县缺 2026 年 4 月的报表."""
    said = [
        words("forms_alone.of_units", units=_units(units, words), why=untold_in_words(why, words))
        for why, units in forms.by_reason().items()
    ]
    return words("sentence.separator").join(said)


def _units(units: Sequence[str], words: Wording) -> str:
    return words.join(list(units)) if len(units) <= MOST_NAMED else words("forms_alone.units", n=len(units))
