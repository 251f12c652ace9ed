"""Who reads: the role and the units whose rows may be seen. A widget or a hidden page is never access control."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """A reader of the dashboard. ``units`` are the codes whose rows may be seen; None means all of them.

    Published aggregates of a peer group are open to every viewer; rows are cut to ``units`` by the reader.
    """

    name: str
    units: frozenset[str] | None = None
    sees_names: bool = False
    sees_unpublished: bool = True

    @property
    def scope_key(self) -> str:
        """The part of a cache key by which viewers of different role or units never share an answer."""
        scope = "all" if self.units is None else ",".join(sorted(self.units))
        return f"{scope}|names={self.sees_names}|unpublished={self.sees_unpublished}"


ALL_SEEING = Viewer("all", sees_names=True)
