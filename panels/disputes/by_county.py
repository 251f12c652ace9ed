"""Under whose name a unit's cases are added up: its county's, or that of the units that belong to no county."""

from data_access.asked.selection import Selection
from data_access.reading.mergers import looked_at
from data_access.reading.reader import Reader
from panels.declare import Context

# The row of the units of the city itself.
OF_CITY = "municipal"


def row_of_units(reader: Reader, selection: Selection) -> dict[int, str]:
    """By a unit's number the code of the county that it is counted in (``mergers``), or ``OF_CITY``; in the order in
    which counties are read.
    """
    units = looked_at(reader, selection.closely, selection.period)
    return {
        int(unit_id): str(county) if county == county and county else OF_CITY
        for unit_id, county in zip(units["unit_id"], units["county"], strict=True)
    }


def row_of_closely(reader: Reader, selection: Selection) -> str:
    """The row of the unit looked at closely; '' for none."""
    units = reader.units()
    unit_ids = units.loc[units["code"] == selection.closely, "unit_id"]
    return row_of_units(reader, selection.with_(unit="", focus=""))[int(unit_ids.iat[0])] if len(unit_ids) else ""


def row_in_words(row: str, context: Context) -> str:
    """The county's name, or what the city's own units are called together."""
    return context.words("municipal_units") if row == OF_CITY else context.choices.name(row)
