"""Which known names a name that nobody knows comes nearest to: what a refusal offers first."""

from collections.abc import Mapping
from difflib import get_close_matches

from data_access.files.cell_text import plain

# Names share so much of their signs, or one stands within the other.
LIKE, MOST_OFFERED = 0.45, 3


def near(name: object, known: Mapping[str, str]) -> tuple[str, ...]:
    """The tokens of the known names (name → token) that are most like a name, the nearest first; none that is not."""
    text, tokens = plain(name), {plain(each): token for each, token in known.items()}
    within = [each for each in tokens if len(each) > 1 and len(text) > 1 and (each in text or text in each)]
    alike = get_close_matches(text, tokens, n=2 * MOST_OFFERED, cutoff=LIKE)
    return tuple(dict.fromkeys(tokens[each] for each in (*within, *alike)))[:MOST_OFFERED]
