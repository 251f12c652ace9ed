"""The policy clause by clause: where each thing that it asks for is kept, counted and shown.

One document, ``assets/clauses.toml``, holds a section a clause; names are those of the other declarations.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "assets" / "clauses.toml"


@dataclass(frozen=True)
class Clause:
    """``key`` is article and number (6.2), ``zh`` and ``en`` what is asked for. ``columns`` are ``ledger.column``, and
    ``page`` is the key of the page on which the first of the ``panels`` stands.

    A clause without panels is not shown yet.
    """

    key: str
    zh: str
    en: str
    columns: tuple[str, ...]
    indicators: tuple[str, ...]
    panels: tuple[str, ...]
    page: str

    @property
    def article(self) -> int:
        return int(self.key.partition(".")[0])

    @property
    def ledgers(self) -> tuple[str, ...]:
        """The keys of its ledgers, each once."""
        return tuple(dict.fromkeys(column.partition(".")[0] for column in self.columns))

    def asked_for(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def read_clauses(document: Path = DOCUMENT) -> tuple[Clause, ...]:
    """All clauses in their order; ``TypeError`` where a section lacks a name or has one that means nothing."""
    empty: dict[str, tuple[str, ...]] = {"indicators": (), "panels": ()}
    sections = tomllib.loads(document.read_text(encoding="utf-8"))
    made = {key: empty | {name: tuple(value) if isinstance(value, list) else value for name, value in section.items()}
            for key, section in sections.items()}  # fmt: skip
    return tuple(Clause(key, **section) for key, section in made.items())


CLAUSES = read_clauses()
