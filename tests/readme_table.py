"""README's table of ledgers, written from their declarations: ``python -m tests.readme_table``."""

from data_access.ledgers.all import LEDGERS
from tests.test_rooms import ROOT

README = ROOT / "README.md"
BEGIN, END = "<!-- ledgers: written by `make fix` -->\n", "<!-- end of ledgers -->\n"


def table() -> str:
    """The lines of the table: key, sheets and columns of each ledger, in the order of the workbook."""
    rows = ["| ledger | sheet 中文 | sheet English | columns |", "|---|---|---|---|"]
    for ledger in LEDGERS:
        headers = " · ".join(f"**{column.zh}**" if column.required else column.zh for column in ledger.columns)
        rows.append(f"| `{ledger.key}` | {ledger.zh} | {ledger.en} | {headers} |")
    return "\n".join(rows) + "\n"


def written(text: str) -> str:
    """The text of README with the table of today between its marks; ``ValueError`` where a mark is missing."""
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"expected {BEGIN.strip()} and {END.strip()} in README.md")
    return before + BEGIN + table() + END + after


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
