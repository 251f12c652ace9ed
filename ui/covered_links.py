"""What an address does not tell: before an audience the code of a unit that is called by no name, and a person's number
to whoever reads logs. For the server it stays the code.

What stands in a code's place is known to this process alone: in another one the link names an unknown unit.
"""

import re
from collections.abc import Mapping

import streamlit as st

from data_access.asked.page_keys import SEPARATOR
from data_access.asked.selection import Choices
from data_access.reading.covered import MASK, covered_code, is_covered, is_covered_code

# The keys of a link that name units.
_OF_UNITS = ("county", "unit", "focus", "units")
# Where a session keeps what stands in place of which code: what writes into its link knows no choices.
_COVERS = "covers"


# An officer's number in a link; where the page names nobody it says so.
_OF_A_PERSON = re.compile(r"((?:^|[?&])officer=)(?!none(?:&|$))[^&]*")


def without_persons(link: str) -> str:
    """A link, or its query, as a log keeps it and who sees no names may read it: without an officer's number."""
    return _OF_A_PERSON.sub(rf"\1{MASK}", link)


def remember_covers(choices: Choices) -> None:
    """Note what stands in place of which code while this page is on screen; nothing without an audience."""
    hidden = (code for code, name in choices.names.items() if is_covered(name))
    st.session_state[_COVERS] = {code: covered_code(code) for code in hidden}


def covered(query: Mapping[str, str]) -> dict[str, str]:
    """A query as an address may show it to whom the page on screen is shown."""
    covers = st.session_state.get(_COVERS, {})
    return _replaced(query, covers) if covers else dict(query)


def uncovered(query: Mapping[str, str], choices: Choices) -> dict[str, str]:
    """A query with the codes that it stands for."""
    if not any(is_covered_code(part) for key in _OF_UNITS for part in query.get(key, "").split(SEPARATOR)):
        return dict(query)
    return _replaced(query, {covered_code(code): code for code in choices.names})


def _replaced(query: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    def of_units(value: str) -> str:
        return SEPARATOR.join(others.get(part, part) for part in value.split(SEPARATOR))

    return {key: of_units(value) if key in _OF_UNITS else value for key, value in query.items()}
