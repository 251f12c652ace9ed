"""One thing that is wrong with a scheme, as a value that the edge says in words."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class SchemeFault:
    """One thing that is wrong: a code and the values its sentence needs, all as text."""

    code: str
    values: dict[str, str]


def fault_of(code: str, **values: object) -> SchemeFault:
    """A fault with its values as text."""
    return SchemeFault(code, {name: _text(value) for name, value in values.items()})


def _text(value: object) -> str:
    return f"{float(value):.10g}" if isinstance(value, (float, Fraction)) else str(value)
