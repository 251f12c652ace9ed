"""The suite itself: nothing tested is a failure, and what workers share is started once and stopped by the last."""

import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.shared import running_for_all
from tests.test_rooms import ROOT


@pytest.mark.long
def test_a_run_without_a_test_fails_and_says_so() -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/data"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 5
    assert "No test was collected" in ended.stdout


def test_what_all_workers_use_is_started_once_and_stopped_by_the_last(tmp_path: Path) -> None:
    done: list[str] = []

    def start() -> str:
        done.append("started")
        return "its name"

    def shared() -> AbstractContextManager[str]:
        return running_for_all(tmp_path / "note", start, lambda name: done.append(f"stopped {name}"))

    with shared() as first:
        with shared() as second:
            assert (first, second, done) == ("its name", "its name", ["started"])
        assert done == ["started"]
    assert done == ["started", "stopped its name"]
    with shared():
        assert done[2:] == ["started"]
