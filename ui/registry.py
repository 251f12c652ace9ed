"""The pages, in the order of the navigation: one declaration each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageEntry:
    """A page: its file, the navigation group it stands in, the filters it offers and the link keys of its own.

    Titles stand in the catalogue under ``page.<key>`` and ``nav.<group>``; a page without a group stands alone.
    """

    key: str
    file: str
    group: str
    filters: tuple[str, ...]
    own_keys: tuple[str, ...] = ()
    # Whether it is about one unit and so opens one even when the link names none.
    about_unit: bool = False

    @property
    def url_path(self) -> str:
        return self.key


PAGES = (
    PageEntry("overview", "overview.py", "overview", ("period", "compare")),
    PageEntry(
        "rankings",
        "rankings.py",
        "assessment",
        ("period", "compare", "group", "county", "sector", "indicator"),
        ("indicator", "focus", "section", "units", "weights", "goals"),
    ),
    PageEntry("unit", "unit_archive.py", "archive", ("period", "compare"), ("unit",), about_unit=True),
)
BY_KEY = {page.key: page for page in PAGES}
