"""What exists is documented: both READMEs name every make target, page, ledger, command, setting and room."""

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from typer.main import get_command

from data_access.__main__ import app
from tests.readme_tables import READMES, read, written
from tests.test_rooms import MAY_IMPORT, ROOT, sources


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
    """Each environment variable that code reads: asked for by its name, or by a constant called …SETTING."""
    for _, tree in sources(ROOT):
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                    yield from [text] if name.endswith("SETTING") else []
                case ast.Call(func=function, args=[ast.Constant(value=str(text)), *_]):
                    yield from [text] if ast.unparse(function).endswith(("environ.get", "getenv")) else []
                case ast.Subscript(value=value, slice=ast.Constant(value=str(text))):
                    yield from [text] if ast.unparse(value).endswith("environ") else []


def rooms() -> Iterator[str]:
    """Each room as README's table writes it."""
    yield from (f"`{room}`" if room.endswith(".py") else f"`{room}/`" for room in MAY_IMPORT)
    inner = sorted(path.name for path in (ROOT / "data_access").iterdir() if (path / "__init__.py").exists())
    yield from (f"| `{room}/` |" for room in inner)


@pytest.mark.parametrize("language", list(READMES))
@pytest.mark.parametrize("things", [make_targets, pages, commands, settings, rooms])
def test_readme_names_all(things: Callable[[], Iterator[str]], language: str) -> None:
    readme = read(READMES[language])
    wanted = list(things())
    assert wanted, f"there are no {things.__name__}: the test looks in the wrong place"
    missing = [thing for thing in wanted if thing not in readme]
    assert not missing, f"{READMES[language].name} does not name these {things.__name__}: {', '.join(missing)}"


@pytest.mark.parametrize("language", list(READMES))
def test_readme_has_ledgers_and_pages_as_they_are_declared(language: str) -> None:
    text = read(READMES[language])
    assert written(text, language) == text, "README's tables are of before: make fix writes them"


def test_settings_are_found_by_name_and_by_constant() -> None:
    assert {"REPORTING_DATABASE_URL", "DASHBOARD_PICTURES", "XDG_CACHE_HOME"} <= set(settings())
