"""An item that its column closes and no event does: the events are believed, so that no figure follows the column."""

import pandas as pd

from data_access.demo.stories import CONTRADICTED, CONTRADICTED_ITEM, CONTRADICTED_ON


def with_contradicted_item(items: pd.DataFrame) -> pd.DataFrame:
    """The ledger of items, of which one was entered as closed while its own course goes on."""
    entered = items["unit_id"].eq(CONTRADICTED) & items["item_no"].eq(CONTRADICTED_ITEM)
    return items.assign(closed_on=items["closed_on"].mask(entered, CONTRADICTED_ON))
