"""The container of workbooks from before 2007: a small file system, of which one stream is taken out."""

import struct
from collections.abc import Iterator

from data_access.files.workbook_scan import MalformedError

START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Sector numbers from here on are marks: the end of a chain, a free sector.
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5
# Numbers of sectors of the allocation table that stand in the header.
_IN_HEADER = 109


def stream(content: bytes, names: tuple[str, ...]) -> bytes:
    """The first of the named streams that the container has; raises ``MalformedError``."""
    try:
        return _Container(content).stream(names)
    except (struct.error, IndexError, ValueError) as error:
        raise MalformedError from error


class _Container:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size, self.mini_size = (1 << struct.unpack_from("<H", content, at)[0] for at in (30, 32))
        if self.size not in (512, 4096) or self.mini_size != 64:
            raise MalformedError
        self.first, _transaction, self.cutoff, mini, _minis, more, _mores = struct.unpack_from("<7I", content, 48)
        self.table = self._numbers(self._table_sectors(more))
        self.mini_table = self._numbers(self._chain(mini, self.table))
        directory = self._joined(self._chain(self.first, self.table))
        self.entries = list(self._entries(directory))

    def stream(self, names: tuple[str, ...]) -> bytes:
        root = next((entry for entry in self.entries if entry[1] == _ROOT), None)
        if root is None:
            raise MalformedError
        for wanted in names:
            for name, kind, start, size in self.entries:
                if kind == _STREAM and name.casefold() == wanted.casefold():
                    if size >= self.cutoff:
                        return self._joined(self._chain(start, self.table))[:size]
                    whole = self._joined(self._chain(root[2], self.table))
                    parts = self._chain(start, self.mini_table)
                    return b"".join(whole[at * self.mini_size : (at + 1) * self.mini_size] for at in parts)[:size]
        raise MalformedError

    def _table_sectors(self, more: int) -> Iterator[int]:
        numbers = struct.unpack_from(f"<{_IN_HEADER}I", self.content, 76)
        yield from (number for number in numbers if number < _LAST_SECTOR)
        seen: set[int] = set()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            *numbers_here, more = struct.unpack(f"<{self.size // 4}I", self._sector(more))
            yield from (number for number in numbers_here if number < _LAST_SECTOR)

    def _numbers(self, sectors: Iterator[int]) -> tuple[int, ...]:
        joined = self._joined(sectors)
        return struct.unpack(f"<{len(joined) // 4}I", joined)

    def _chain(self, sector: int, table: tuple[int, ...]) -> Iterator[int]:
        for _step in range(len(table) + 1):
            if sector >= _LAST_SECTOR:
                return
            yield sector
            sector = table[sector]
        raise MalformedError

    def _joined(self, sectors: Iterator[int]) -> bytes:
        return b"".join(map(self._sector, sectors))

    def _sector(self, number: int) -> bytes:
        part = self.content[(number + 1) * self.size : (number + 2) * self.size]
        if not part:
            raise MalformedError
        return part.ljust(self.size, b"\x00")

    def _entries(self, directory: bytes) -> Iterator[tuple[str, int, int, int]]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length = struct.unpack_from("<H", directory, at + 64)[0]
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            yield name, directory[at + 66], *struct.unpack_from("<II", directory, at + 116)
