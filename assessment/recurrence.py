"""What makes two items of rectification ones about the same matter, and when such a mark is still a signal."""

import hashlib
import re

# The share of a city's items that a mark may fall on and still be a signal (domain: one item in ten).
MOST_MARKED = 0.1
# In what two texts about the same matter may differ: figures, and how they are punctuated.
_NO_WORDS = re.compile(r"[\W\d_]+")
KEY_BYTES = 16


def matter(category: str | None, source: str | None, issue: str | None) -> str | None:
    """A key that items share of one category which one source found in the same words; None where these are blank.

    “抽查的31份案卷中，4份未告知申辩权利” and “抽查的 8 份案卷中 2 份未告知申辩权利。” are about one matter.
    """
    words = _NO_WORDS.sub("", issue or "").lower()
    if not words or not category:
        return None
    return hashlib.blake2b(repr((category, source, words)).encode(), digest_size=KEY_BYTES).hexdigest()


def is_signal(marked: int, of_all: int) -> bool:
    """Whether a mark that falls on so many of all items still tells some of them from the others."""
    return marked <= MOST_MARKED * of_all
