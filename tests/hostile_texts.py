"""Texts that mean something to Markdown, HTML, a formula, a terminal or a format string; to a reader they are text."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from data_access.counting.recounting import recount_all
from data_access.ledgers.all import LEDGERS
from data_access.privacy import masked
from data_access.store.engine import writer_engine
from tests.databases import sqlite_url

HOSTILE = (
    "3~5日内…10~15日",
    "5*3*2米",
    "330102********1234",
    "~~已结~~",
    "**急** _急_ __急__",
    "a -> b <-> c -- d >= e <= f ~= g",
    "[重新登录](http://evil.test/)",
    "http://evil.test/?a=1&b=2 www.evil.test a@evil.test",
    "![图](x.png)",
    "1. 收到",
    "- 收到",
    "# 收到",
    "> 收到",
    "| 甲 | 乙 |\n|--|--|",
    "甲\n===\n乙",
    "甲\n\n乙",
    "$x^2$ $$y$$",
    r"\(x\) \* \\",
    ":red[急] :gray-badge[急] :small[急]",
    ':color[急]{foreground="red"}',
    ":material/home: :material_home: :streamlit: :joy:",
    "<b>急</b> <script>alert(1)</script> <!-- x -->",
    "\"'><img src=x onerror=alert(1)>",
    "&amp; &lt; &#58;",
    "`急` ``` ~~~",
    "{x} {0} {0.__class__} {{7*7}} %s %(x)s",
    "{% raw %}{{ x }}",
    "]] [[ ](",
    "=1+1",
    "@SUM(A1)",
    "+86",
    "javascript:alert(1)",
    "\u202e倒\u202c \u200b隐\ufeff",
    "\x1b[31m红\x1b[0m \x07",
    "'; DROP TABLE unit; --",
    "indicator.loss_rate.label",
    "😀 é ß \U00020000",
)
# Between these stands a hostile text, whose number the first of them says.
_BEGIN, _END = "⟦{}⟧", "⟦⟧"
_MARKED = re.compile(r"⟦(\d+)⟧([^⟦]*)⟦⟧")
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u202c\u202e\x00-\x08\x0e-\x1f]")
# Other rows and links name a unit by its code, and groups by theirs.
_NOT_ANYBODYS = {("unit", "code"), ("unit", "peer_group")}
_MARK = "UPDATE {table} SET {column} = marked({column}) WHERE {column} <> ''"


def marked(text: str) -> str:
    """A hostile text, the same for the same text, which is kept behind it."""
    number = crc32(text.encode()) % len(HOSTILE)
    return f"{_BEGIN.format(number)}{HOSTILE[number]}{_END}{text}"


def compared(shown: str) -> str:
    """A text as two are compared: signs without width say where lines may end, and blanks are as HTML has them."""
    return " ".join(_UNSEEN.sub("", shown).split())


def changed_in(shown: str) -> tuple[set[int], list[tuple[str, str]]]:
    """The numbers of the hostile texts that stand in what is shown, and those that do not stand there as stored."""
    found = [(int(number), text) for number, text in _MARKED.findall(shown)]
    wrong = [(HOSTILE[number], text) for number, text in found if compared(text) not in _as_stored(HOSTILE[number])]
    return {number for number, _ in found}, wrong


def _as_stored(text: str) -> set[str]:
    """A text, and with its personal numbers and addresses covered, as rows are read."""
    return {compared(text), compared(masked(text))}


def with_hostile_texts(demo: Path, target: Path) -> None:
    """The demo city in a file of its own, with a hostile text in every cell of a ledger that holds a text."""
    with_other_texts(demo, target, marked)
    engine = writer_engine(sqlite_url(target))
    recount_all(engine)
    engine.dispose()


def with_other_texts(demo: Path, target: Path, other: Callable[[str], str]) -> None:
    """The same with what ``other`` makes of each text; it is not counted anew."""
    shutil.copy(demo, target)
    with sqlite3.connect(target) as database:
        database.create_function("marked", 1, other, deterministic=True)
        for ledger in LEDGERS:
            for column in ledger.columns:
                if column.kind in ("text", "number") and (ledger.key, column.name) not in _NOT_ANYBODYS:
                    database.execute(_MARK.format(table=ledger.table_name, column=column.name))
    database.close()
