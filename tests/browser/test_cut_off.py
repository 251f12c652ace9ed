"""In a network without a way out the dashboard starts and every page is shown; where there is one, nothing takes it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks.looks import Looks
from tests.cut_off import CAUGHT, NO_ROUTE
from tests.databases import sqlite_url
from tests.running_app import ROOT
from ui.registry import ACCESS_LOG, ALL_PAGES, INTAKE, PAGES
from wording import wording

# A user's own network, in which nothing is connected.
ALONE = ("unshare", "--map-root-user", "--net")
# What a page with its panels says at least, in letters.
LEAST = 100


def may_be_alone() -> bool:
    return bool(shutil.which("unshare")) and not subprocess.run((*ALONE, "true"), capture_output=True).returncode


@pytest.mark.exhaustive
@pytest.mark.skipif(not may_be_alone(), reason="this machine lets nobody make a network of their own (unshare)")
@pytest.mark.parametrize("route", [NO_ROUTE, CAUGHT])
def test_every_page_is_shown_and_nothing_leaves_this_machine(
    demo_file: Path, tmp_path: Path, use_database: Callable[[str], None], route: str
) -> None:
    use_database(sqlite_url(demo_file))
    looks = Looks(demo_file).every_page()
    asked = [*(look.address for look in looks), *(f"/{page.url_path}" for page in (INTAKE, ACCESS_LOG))]
    command = (*ALONE, sys.executable, "-m", "tests.cut_off", route, str(demo_file), str(tmp_path))
    given = "\n".join(asked)
    ended = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert found["left"] == []
    failed = wording("zh")("wrong.rest_holds")
    assert [address for address, text in found["texts"].items() if len(text) < LEAST or failed in text] == []
    paths = {address.split("?")[0] for address in found["texts"]}
    assert paths == {"/", *(f"/{page.url_path}" for page in ALL_PAGES if page is not PAGES[0])}
