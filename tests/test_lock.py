"""``requirements.lock`` names every package that the dashboard installs, at one version, with hashes of its files."""

import re
import socket
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.audit_dependencies import NOT_REACHABLE, ROOT, say_when_not_reachable

LINE = re.compile(
    r"^(?P<requirement>\S.*?) \\\n(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def direct() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def locked() -> dict[str, Requirement]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = [Requirement(line["requirement"]) for line in LINE.finditer(text)]
    assert len(found) == len(re.findall(r"^\S+==", text, re.MULTILINE)), "every package has hashes"
    return {canonicalize_name(each.name): each for each in found}


def needed() -> Iterator[tuple[str, Requirement]]:
    """Each package that is installed for the dashboard: for whose sake, and what that one asks for."""
    waiting = [("requirements.txt", each) for each in direct()]
    seen: set[str] = set()
    while waiting:
        whose, requirement = waiting.pop()
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        yield whose, requirement
        try:
            inner = distribution(requirement.name).requires or []
        except PackageNotFoundError:
            continue
        asked = [Requirement(line) for line in inner]
        extras = ("", *sorted(requirement.extras))
        waiting += [
            (requirement.name, each)
            for each in asked
            if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in extras)
        ]


def test_every_package_that_is_installed_is_locked_at_a_version_that_is_asked_for() -> None:
    known = locked()
    wrong = []
    for whose, requirement in needed():
        lock = known.get(canonicalize_name(requirement.name))
        version = next(iter(lock.specifier)).version if lock else "no version"
        if lock is None or not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{whose} needs {requirement}, locked is {version}: make lock")
    assert wrong == []


def test_what_is_locked_is_one_version_of_each_package() -> None:
    assert len(locked()) >= 60
    assert [str(each) for each in locked().values() if not str(each.specifier).startswith("==")] == []


def test_where_nobody_can_be_asked_a_sentence_says_that_nothing_was_audited(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/v1/query"
    assert say_when_not_reachable(url) == NOT_REACHABLE
    assert "were not audited" in capsys.readouterr().out
