"""In a network without a way out the dashboard starts and every page is shown."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running_app import ROOT
from ui.registry import PAGES

# A user's own network, in which nothing is connected.
ALONE = ("unshare", "--map-root-user", "--net")
# What a page with its panels sends at least.
LEAST = 5_000


def may_be_alone() -> bool:
    return bool(shutil.which("unshare")) and not subprocess.run((*ALONE, "true"), capture_output=True).returncode


@pytest.mark.exhaustive
@pytest.mark.skipif(not may_be_alone(), reason="this machine lets nobody make a network of their own (unshare)")
def test_every_page_is_shown_where_there_is_no_way_out(demo_file: Path, tmp_path: Path) -> None:
    command = (*ALONE, sys.executable, "-m", "tests.cut_off", str(demo_file), str(tmp_path / "log"))
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    shown = [line.split(maxsplit=1) for line in ended.stdout.splitlines()]
    assert {address.split("?")[0] for _, address in shown} == {"/", *(f"/{page.url_path}" for page in PAGES[1:])}
    assert [address for size, address in shown if int(size) < LEAST] == []
