"""The pages, in the order of the navigation: one declaration each."""

from dataclasses import dataclass

from panels.links import link_to, list_link


@dataclass(frozen=True)
class PageEntry:
    """A page: its file, the navigation group it stands in, the filters it offers and the link keys of its own.

    Titles stand in the catalogue under ``page.<key>`` and ``nav.<group>``. ``hidden`` pages are opened from marks and
    do not stand in the navigation.
    """

    key: str
    file: str
    group: str
    filters: tuple[str, ...]
    own_keys: tuple[str, ...] = ()
    # Whether the page is about one unit; it then opens the first one where the link names none.
    about_unit: bool = False
    # Whether a click on a unit narrows its panels to that unit (the link's key "focus").
    narrows: bool = False
    # Where else the page leads while it is narrowed: a word (``focus.<word>``) and a link each.
    ways: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    # What else its figures are counted by, though the page offers no choice of it; its stamp names it, too.
    also_by: tuple[str, ...] = ()
    # How many panels come before the browser gets time to paint what has come (``ui.first_screen``); 0: it needs none.
    in_sight: int = 0

    @property
    def url_path(self) -> str:
        return self.key

    @property
    def counted_by(self) -> tuple[str, ...]:
        """The filters that its figures depend on: its stamp names these, and none that another page has chosen."""
        return (*self.filters, *self.also_by)

    @property
    def keys(self) -> tuple[str, ...]:
        """The link's keys of its own, which of its panels is on the projector, and which show their tables."""
        return (*self.own_keys, "project", "flip")


PAGES = (
    PageEntry("overview", "overview.py", "overview", ("period", "compare"), also_by=("group",)),
    PageEntry(
        "rankings",
        "rankings.py",
        "assessment",
        ("period", "compare", "group", "versus", "county", "sector", "indicator"),
        ("indicator", "versus", "focus", "section", "units", "weights", "goals"),
    ),
    PageEntry(
        "demonstration",
        "demonstration.py",
        "assessment",
        ("group", "county", "system"),
        ("focus", "record"),
        narrows=True,
    ),
    PageEntry(
        "disputes",
        "disputes.py",
        "disputes",
        ("period", "compare", "group", "versus", "county", "system"),
        ("versus", "focus"),
        narrows=True,
        ways=(("lost", list_link("litigation", "lost")), ("rectification", link_to("rectification"))),
        in_sight=4,
    ),
    PageEntry(
        "rectification",
        "rectification.py",
        "disputes",
        ("period", "compare", "group", "versus", "county", "system"),
        ("versus", "focus", "at", "by", "light", "source", "age", "term", "order", "page"),
        narrows=True,
        ways=(("disputes", link_to("disputes")),),
        in_sight=5,
    ),
    PageEntry(
        "enforcement",
        "enforcement.py",
        "special",
        ("period", "compare", "group", "versus", "county", "system"),
        ("versus",),
    ),
    PageEntry(
        "file_reviews",
        "file_reviews.py",
        "special",
        ("period", "compare", "group", "versus", "county", "system"),
        ("versus",),
    ),
    PageEntry(
        "decisions",
        "decisions.py",
        "special",
        ("period", "compare", "group", "versus", "county", "system"),
        ("versus",),
    ),
    PageEntry(
        "capacity",
        "capacity.py",
        "special",
        ("period", "compare", "group", "versus", "county", "system"),
        ("versus",),
    ),
    PageEntry(
        "cases",
        "cases.py",
        "disputes",
        ("period", "group", "county", "system"),
        ("ledger", "which", "focus", "page"),
        narrows=True,
        hidden=True,
    ),
    PageEntry("case", "case.py", "disputes", (), ("ledger", "record"), hidden=True),
    PageEntry("item", "item.py", "disputes", (), ("record",), hidden=True),
    PageEntry("site", "site.py", "assessment", (), ("record",), hidden=True),
    PageEntry("officer", "officer.py", "special", (), ("officer",), hidden=True),
    PageEntry(
        "unit",
        "unit_archive.py",
        "archive",
        ("period", "compare", "versus"),
        ("unit", "versus", "reports"),
        about_unit=True,
        also_by=("group",),
        in_sight=3,
    ),
    PageEntry(
        "bulletins", "bulletins.py", "bulletins", ("period", "compare", "group", "county", "system"), ("sought",)
    ),
    PageEntry("definitions", "definitions.py", "definitions", (), ("day", "proof")),
    PageEntry("quality", "quality.py", "definitions", ("period", "group", "county", "system")),
)
# Pages about the dashboard itself: they have no panels, and stand among those about the data, so that the line of the
# navigation is as long for who loads and audits as for who reads; only who may see them finds them there.
ACCESS_LOG = PageEntry("access_log", "access_log.py", "definitions", (), ("who", "noted", "day", "page"))
# Where ledgers are loaded: it reads no data, for the first come from there.
INTAKE = PageEntry("intake", "intake.py", "definitions", ())
ALL_PAGES = (*PAGES, INTAKE, ACCESS_LOG)
BY_KEY = {page.key: page for page in ALL_PAGES}
