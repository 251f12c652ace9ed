"""Where the links of a page lead, with the filters that it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl, urlencode

from data_access.asked.selection import Selection
from panels.links import HERE, completed, completed_json, pairs_of
from ui.covered_links import covered
from ui.registry import BY_KEY, PAGES, PageEntry

# The page of a unit on the projector begins with its first panel.
FIRST_SCREEN = "first"
# The key by which a link names a list of rows.
LISTED = "which"
# The panels of a day's pages: who looks at one again does not wait until its hundreds of links are written anew.
MOST_KEPT = 400


@dataclass(frozen=True)
class Addresses:
    """The addresses on one page over one selection; before an audience they name nothing that is covered."""

    page: PageEntry
    selection: Selection
    before_audience: bool = False

    def query(self, page: str, own: Mapping[str, str]) -> dict[str, str]:
        """The query of another page with the same filters and these of its keys, as an address may show it."""
        query = self.selection.with_(project="").to_query(BY_KEY[page].own_keys) | dict(own)
        return covered(query) if self.before_audience else query

    def of(self, link: str) -> str:
        """Where a link that ``panels.links`` made leads, with the same filters; from a screen, to a unit's own."""
        page, own = pairs_of(link)
        if page == HERE:
            page = self.page.key
            # Another choice begins a list anew.
            own = own if "project" in own or "page" not in self.page.own_keys else {"page": "page=1", **own}
        if self.page.about_unit and "focus" in BY_KEY[page].own_keys and "focus" not in own and LISTED in own:
            # A list that the page of a unit opens is of that unit.
            own["focus"] = urlencode({"focus": self.selection.unit})
        if self.selection.project and BY_KEY[page].about_unit:
            own["project"] = f"project={FIRST_SCREEN}"
        path = "" if page == PAGES[0].key else BY_KEY[page].url_path
        if self.before_audience:
            said = dict(parse_qsl("&".join(own.values())))
            return f"./{path}?{urlencode(self.query(page, said))}"
        return f"./{path}?{'&'.join((self._carried(page) | own).values())}"

    def in_html(self, text: str) -> str:
        """HTML with these addresses in place of its links."""
        return self._in(text, completed)

    def in_json(self, text: str) -> str:
        """The same in a specification written as JSON."""
        return self._in(text, completed_json)

    def _in(self, text: str, complete: "_Complete") -> str:
        # Before an audience the same link is covered otherwise each time the server starts or somebody else looks.
        return complete(text, self.of) if self.before_audience else _completed(text, self, complete)

    def _carried(self, page: str) -> dict[str, str]:
        """By key what an address of a page carries of the filters, as it is written there."""
        if page not in self._carried_to:
            query = self.selection.with_(project="").to_query(BY_KEY[page].own_keys)
            self._carried_to[page] = {key: urlencode({key: value}) for key, value in query.items()}
        return self._carried_to[page]

    @cached_property
    def _carried_to(self) -> dict[str, dict[str, str]]:
        """The same by page: a page has hundreds of links."""
        return {}


_Complete = Callable[[str, Callable[[str], str]], str]


@lru_cache(MOST_KEPT)
def _completed(text: str, addresses: Addresses, complete: _Complete) -> str:
    return complete(text, addresses.of)
