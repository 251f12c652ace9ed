"""The shared texts of a workbook from before 2007, of which some are struck out in part.

They stand in one record that goes on in others; a text that is cut there says anew how wide its signs are.
"""

import struct
from collections.abc import Collection, Sequence

_WIDE, _MORE, _IN_FONTS = 0x01, 0x04, 0x08
_COUNTS = 8


def old_texts_struck(parts: Sequence[bytes], fonts: Collection[int]) -> frozenset[int]:
    """The numbers of the texts in the record and those it goes on in, a part of which is in one of the ``fonts``.

    What is damaged ends the look: it says nothing of the cells.
    """
    found: set[int] = set()
    reader = _Reader(parts)
    try:
        number = struct.unpack_from("<I", reader.take(_COUNTS), 4)[0]
        for text in range(number):
            if reader.fonts_of_text().intersection(fonts):
                found.add(text)
    except (struct.error, IndexError):
        pass
    return frozenset(found)


class _Reader:
    def __init__(self, parts: Sequence[bytes]) -> None:
        self.parts, self.part, self.at = parts, 0, 0

    def take(self, size: int) -> bytes:
        """So many bytes, wherever the record is cut."""
        taken = b""
        while len(taken) < size:
            if self.at >= len(self.parts[self.part]):
                self.part, self.at = self.part + 1, 0
            more = self.parts[self.part][self.at : self.at + size - len(taken)]
            self.at += len(more)
            taken += more
        return taken

    def fonts_of_text(self) -> set[int]:
        """Go past a text; the fonts of its parts."""
        length, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & _IN_FONTS else 0
        beyond = struct.unpack("<I", self.take(4))[0] if flags & _MORE else 0
        self._pass(length, wide=bool(flags & _WIDE))
        fonts = struct.unpack(f"<{2 * runs}H", self.take(4 * runs))[1::2]
        self.take(beyond)
        return set(fonts)

    def _pass(self, signs: int, *, wide: bool) -> None:
        while signs:
            width = 2 if wide else 1
            here = min(signs, (len(self.parts[self.part]) - self.at) // width)
            self.at, signs = self.at + here * width, signs - here
            if signs:
                self.part, self.at = self.part + 1, 1
                wide = bool(self.parts[self.part][0] & _WIDE)
