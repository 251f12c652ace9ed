"""A table as text, for tests that read its cells."""

import pandas as pd

from panels.declare import Table, cell
from wording import Wording


def written(table: Table, words: Wording) -> pd.DataFrame:
    """The table with its headings and its values as readers write them."""
    return pd.DataFrame(
        {
            column.heading: [cell(value, column.kind, words) for value in table.data[column.name]]
            for column in table.columns
        }
    )
