"""What a link names in vain: said once, however much it is."""

from collections.abc import Sequence

import streamlit as st

from ui.literal import literal
from wording import Wording

# So many values are named, each by so many of its characters; the others are counted.
MOST_NAMED, LONGEST_NAMED = 3, 40


def say_unknown(unknown: Sequence[tuple[str, str]], words: Wording) -> None:
    """A warning on the page, where there is anything to warn of."""
    if unknown:
        st.warning(literal(unknown_in_words(unknown, words)))


def unknown_in_words(unknown: Sequence[tuple[str, str]], words: Wording) -> str:
    """The keys and values of a link that do not exist: the first of them named, the others counted."""
    named = [
        words("address.value", key=words.label("address", key), value=_beginning(value))
        for key, value in unknown[:MOST_NAMED]
    ]
    if others := len(unknown) - len(named):
        named.append(words("address.others", n=others))
    return words("address.unknown", named=words.join(named))


def _beginning(value: str) -> str:
    return value if len(value) <= LONGEST_NAMED else value[:LONGEST_NAMED] + "…"
