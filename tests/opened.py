"""What a page over a reader's database begins with: the state of the data and what can be chosen."""

from functools import lru_cache

from data_access.asked.choices import Choices
from data_access.reading.available import choices_for
from data_access.reading.reader import Reader
from data_access.reading.readiness import State


# A reader sees the same data as long as it is open, and many a test asks it.
@lru_cache(8)
def opened(reader: Reader) -> tuple[State, Choices]:
    """The state and the choices of a reader, read once."""
    state = reader.state()
    return state, choices_for(reader, reader.units(), state.data_as_of)
