"""Takes pictures of the pages: ``python -m tests.pictures [--out docs/pictures] [--pages rankings] …``.

Starts the app over the demo city and over the excerpt, or uses one that runs already (``--url``), and photographs each
view of ``VIEWS`` in each size and language as ``name-language-size.png``.
"""

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, expect, sync_playwright

from tests.databases import WRITERS, sqlite_url
from tests.running_app import BROWSER_ARGUMENTS, ROOT, browser_path, running_app, settled
from wording import LANGUAGES


@dataclass(frozen=True)
class View:
    """One picture: ``database`` is "demo" or "excerpt", ``path`` the page with its query, ``marker`` what must show."""

    name: str
    database: str
    path: str
    marker: str = ".list"


VIEWS = (
    View("overview", "demo", "/"),
    View("rankings", "demo", "/rankings"),
    View("unit", "demo", "/unit?unit=C07"),
    View("disputes", "demo", "/disputes"),
    View("rectification", "demo", "/rectification"),
    View("demonstration", "demo", "/demonstration"),
    View("enforcement", "demo", "/enforcement"),
    View("decisions", "demo", "/decisions"),
    View("projected", "demo", "/disputes?project=appearance_and_loss"),
    View("excerpt-rankings", "excerpt", "/rankings?period=2022-04~2026-03&indicator=direct_correction_rate"),
)
SIZES = ("1920x1080", "1280x720")


def main() -> None:
    options = _options()
    views = [view for view in VIEWS if not options.pages or view.name in options.pages]
    if not views:
        raise SystemExit(f"no such view; choose from {', '.join(view.name for view in VIEWS)}")
    options.out.mkdir(parents=True, exist_ok=True)
    with _addresses({view.database for view in views}, options.url) as addresses, _browser() as browser:
        for view in views:
            for size in options.sizes:
                for language in options.languages:
                    path = options.out / f"{view.name}-{language}-{size}.png"
                    _take(browser, addresses[view.database], view, size, language, path)
                    print(path)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Take pictures of the pages.")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--pages", nargs="+", default=[], help="names of VIEWS; all when left out")
    parser.add_argument("--sizes", nargs="+", default=list(SIZES))
    parser.add_argument("--languages", nargs="+", default=list(LANGUAGES), choices=list(LANGUAGES))
    parser.add_argument("--url", help="the address of an app that runs already; nothing is started then")
    return parser.parse_args()


@contextmanager
def _addresses(databases: Iterable[str], url: str | None) -> Iterator[dict[str, str]]:
    """The address of an app over each database."""
    with ExitStack() as stack:
        if url:
            yield dict.fromkeys(databases, url.rstrip("/"))
            return
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        addresses = {}
        for name in sorted(databases):
            WRITERS[name](folder / f"{name}.db")
            app = running_app(sqlite_url(folder / f"{name}.db"), folder / f"{name}.log")
            addresses[name] = stack.enter_context(app)
        yield addresses


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(BROWSER_ARGUMENTS))
        yield browser
        browser.close()


def _take(browser: Browser, address: str, view: View, size: str, language: str, path: Path) -> None:
    width, height = (int(side) for side in size.split("x"))
    page = browser.new_page(viewport={"width": width, "height": height}, locale=LANGUAGES[language].replace("_", "-"))
    joint = "&" if urlsplit(view.path).query else "?"
    page.goto(f"{address}{view.path}{joint}{urlencode({'lang': language})}")
    settled(page, view.marker)
    # Widgets, fonts and charts are drawn after the script has ended.
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path)
    page.close()


if __name__ == "__main__":
    main()
