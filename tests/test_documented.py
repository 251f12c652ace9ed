"""What exists is documented: README names every make target, page, ledger, command, setting and room."""

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from typer.main import get_command

from data_access.__main__ import app
from tests.readme_table import written
from tests.test_rooms import MAY_IMPORT, ROOT, sources

README = ROOT / "README.md"


def make_targets() -> Iterator[str]:
    """Each target that `make help` shows, as a user types it."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    yield from (f"make {target}" for target in re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def pages() -> Iterator[str]:
    """The file of each page."""
    yield from (f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py")))


def commands() -> Iterator[str]:
    """Each command as a user types it."""
    command: Any = get_command(app)
    yield from (f"python -m data_access {name}" for name in command.commands)


def settings() -> Iterator[str]:
    """Each environment variable that code reads: asked for by its name, or by a constant called …_SETTING."""
    for _, tree in sources(ROOT):
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                    yield from [text] if name.endswith("_SETTING") else []
                case ast.Call(func=function, args=[ast.Constant(value=str(text)), *_]):
                    yield from [text] if ast.unparse(function).endswith(("environ.get", "getenv")) else []
                case ast.Subscript(value=value, slice=ast.Constant(value=str(text))):
                    yield from [text] if ast.unparse(value).endswith("environ") else []


def rooms() -> Iterator[str]:
    """Each room as README's table writes it."""
    yield from (f"`{room}`" if room.endswith(".py") else f"`{room}/`" for room in MAY_IMPORT)
    inner = sorted(path.name for path in (ROOT / "data_access").iterdir() if (path / "__init__.py").exists())
    yield from (f"| `{room}/` |" for room in inner)


@pytest.mark.parametrize("things", [make_targets, pages, commands, settings, rooms])
def test_readme_names_all(things: Callable[[], Iterator[str]]) -> None:
    readme = README.read_text(encoding="utf-8") if README.exists() else ""
    wanted = list(things())
    assert wanted, f"there are no {things.__name__}: the test looks in the wrong place"
    missing = [thing for thing in wanted if thing not in readme]
    assert not missing, f"README does not name these {things.__name__}: {', '.join(missing)}"


def test_readme_has_the_ledgers_as_they_are_declared() -> None:
    text = README.read_text(encoding="utf-8")
    assert written(text) == text, "README's table of ledgers is of before: make fix writes it"


def test_the_setting_of_the_database_is_among_the_settings() -> None:
    assert "REPORTING_DATABASE_URL" in settings()
