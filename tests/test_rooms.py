"""The rooms of the house: who may import whom, and what may be done where.

The tables are the architecture; README shows them to people, this file holds them. The tests read the source only.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parent.parent

# A room may import itself, ``wording``, and these of ours.
MAY_IMPORT: dict[str, set[str]] = {
    "app.py": {"ui", "exports", "data_access"},
    "pages": {"ui", "panels", "exports", "assessment", "data_access"},
    "panels": {"assessment", "data_access"},
    "assessment": set(),
    "data_access": {"assessment"},
    "exports": {"panels", "assessment", "data_access"},
    "ui": {"panels", "exports", "assessment", "data_access"},
    "wording.py": set(),
}
# A library, and the only places that may import it. A place is a room or a file.
ONLY_IN: dict[str, set[str]] = {
    "sqlalchemy": {"data_access"},
    "alembic": {"data_access"},
    "psycopg": {"data_access"},
    "cryptography": {"data_access/publishing/signing.py"},
    "sqlite3": {"data_access"},
    "streamlit": {"app.py", "pages", "ui", "data_access/reading/cached.py"},
    "altair": {"panels"},
    "plotly": {"panels"},
    "vl_convert": {"exports"},
    "pptx": {"exports"},
    "docx": {"exports"},
    "typst": {"exports"},
    # The blank workbook is a ledger's other face, so it stands beside the ledgers.
    "xlsxwriter": {"exports", "data_access/workbooks"},
    "gettext": {"wording.py"},
    "babel": {"wording.py"},
    "pypinyin": {"panels/spelling.py"},
}
# Rooms of pure rules: nothing but these beyond the standard library.
PURE: dict[str, set[str]] = {
    "assessment": {"numpy", "pandas", "chinese_calendar"},
    "wording.py": {"babel"},
}
# Where Chinese may stand in code: headers and marks of ledgers, words that their cells may hold, invented names, words
# by which numbers of persons are known.
CHINESE_IN_CODE = {
    "data_access/ledgers",
    "data_access/checking/intake.py",
    "data_access/checking/conversion.py",
    "data_access/checking/counted_days.py",
    "data_access/checking/english_periods.py",
    "data_access/checking/joined_numbers.py",
    "data_access/checking/named_persons.py",
    "data_access/checking/nearness.py",
    "data_access/checking/shown_cells.py",
    "data_access/checking/slips.py",
    "data_access/checking/titled_units.py",
    "data_access/checking/unit_names.py",
    "data_access/checking/unitless_sheets.py",
    "data_access/checking/last_days.py",
    "data_access/checking/written_dates.py",
    "data_access/checking/written_periods.py",
    "data_access/demo",
    "data_access/files/cell_text.py",
    "data_access/privacy.py",
}
NO_ROOM = {"utils", "helpers", "services", "models", "core", "common"}
NO_CLOCK = {"assessment", "panels", "pages"}
LONGEST_PAGE = 60
LONGEST_FILE = 300

SQL = re.compile(
    r"\bSELECT\s.+\sFROM\s|\bINSERT\s+INTO\s|\bUPDATE\s+\S+\s+SET\s|\bDELETE\s+FROM\s|\bPRAGMA\s"
    r"|\b(?:CREATE|DROP|ALTER)\s+(?:TABLE|VIEW|INDEX|DATABASE)\s"
    r"|^\s*(?:select\s.+\sfrom\s\w+|insert\s+into\s\w+|delete\s+from\s\w+)",
    re.DOTALL,
)
CHINESE = re.compile(r"[\u3400-\u9fff]")


def sources(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Each Python file of the product under ``root``: its path in the repository and its syntax tree."""
    # What is installed beside them is many times as much: it is not even walked.
    tops = [top for top in root.iterdir() if not top.name.startswith(".") and top.name not in {"tests", "var"}]
    for path in sorted(path for top in tops for path in ([top] if top.suffix == ".py" else top.rglob("*.py"))):
        name = path.relative_to(root).as_posix()
        if "/versions/" not in name:
            yield name, _parsed(path.read_text(encoding="utf-8"))


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All of a syntax tree, walked once for all rules."""
    return tuple(ast.walk(tree))


def room_of(name: str) -> str:
    return name.split("/")[0]


def stands_in(name: str, places: set[str]) -> bool:
    return any(name == place or name.startswith(f"{place}/") for place in places)


def imports(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and top-level name of everything imported, inside functions and by ``import_module`` too."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")[0]
            inside = name.split("/")[: -node.level] if node.level else []
            yield node.lineno, inside[0] if inside else module
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from ((node.lineno, str(a.value).split(".")[0]) for a in node.args[:1] if isinstance(a, ast.Constant))


@cache
def literals(tree: ast.Module) -> tuple[tuple[int, str], ...]:
    """Line and text of every string in the code, an f-string as one text; docstrings are not code."""
    return tuple(_literals(tree))


def _literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    seen = {id(node.value) for node in nodes(tree) if isinstance(node, ast.Expr)}
    for node in nodes(tree):
        if isinstance(node, ast.JoinedStr):
            seen.update(id(part) for part in node.values)
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            yield node.lineno, "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in seen:
            yield node.lineno, node.value


def forbidden_imports(root: Path) -> Iterator[str]:
    ours = {place.removesuffix(".py") for place in MAY_IMPORT}
    for name, tree in sources(root):
        room = room_of(name)
        allowed = MAY_IMPORT.get(room, set()) | {room.removesuffix(".py"), "wording"}
        for line, module in imports(name, tree):
            if module in ours and module not in allowed:
                yield f"{name}:{line}: {room} may not import {module}"


def misplaced_libraries(root: Path) -> Iterator[str]:
    for name, tree in sources(root):
        for line, module in imports(name, tree):
            if module in ONLY_IN and not stands_in(name, ONLY_IN[module]):
                yield f"{name}:{line}: {module} belongs to {', '.join(sorted(ONLY_IN[module]))} only"


def impure_imports(root: Path) -> Iterator[str]:
    ours = {place.removesuffix(".py") for place in MAY_IMPORT}
    for name, tree in sources(root):
        if room_of(name) in PURE:
            allowed = PURE[room_of(name)] | sys.stdlib_module_names | ours
            yield from (
                f"{name}:{line}: {room_of(name)} is pure, it may not import {module}"
                for line, module in imports(name, tree)
                if module not in allowed
            )


def sql_outside_data_access(root: Path) -> Iterator[str]:
    for name, tree in sources(root):
        if room_of(name) != "data_access":
            yield from (f"{name}:{line}: SQL outside data_access" for line, text in literals(tree) if SQL.search(text))


def chinese_in_code(root: Path) -> Iterator[str]:
    for name, tree in sources(root):
        if not stands_in(name, CHINESE_IN_CODE):
            for line, text in literals(tree):
                if CHINESE.search(text):
                    yield f"{name}:{line}: {text!r} belongs into a catalogue under assets/locale"


def rules_that_ask_the_clock(root: Path) -> Iterator[str]:
    for name, tree in sources(root):
        if room_of(name) in NO_CLOCK:
            for node in nodes(tree):
                if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}:
                    yield f"{name}:{node.lineno}: asks the clock; every figure stands at data_as_of"


def long_files(root: Path) -> Iterator[str]:
    for name, _ in sources(root):
        lines = len((root / name).read_text(encoding="utf-8").splitlines())
        most = LONGEST_PAGE if room_of(name) == "pages" else LONGEST_FILE
        if lines > most:
            yield f"{name}: {lines} lines, at most {most}; which concept is missing?"


def rooms_nobody_declared(root: Path) -> Iterator[str]:
    for name, _ in sources(root):
        if room_of(name) not in MAY_IMPORT:
            yield f"{name}: no such room; the rooms are {', '.join(MAY_IMPORT)}"
        for part in name.removesuffix(".py").split("/"):
            if part in NO_ROOM:
                yield f"{name}: {part} says nothing about what lives there"


RULES = {
    "a room imports only the rooms it may": forbidden_imports,
    "a library is imported only where it belongs": misplaced_libraries,
    "the pure rooms import nothing but their few libraries": impure_imports,
    "SQL stands in data_access only": sql_outside_data_access,
    "Chinese for readers stands in catalogues": chinese_in_code,
    "nothing that makes a figure asks the clock": rules_that_ask_the_clock,
    "pages and files are short": long_files,
    "every file lives in a declared room": rooms_nobody_declared,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_its_rule_that(rule: str) -> None:
    complaints = list(RULES[rule](ROOT))
    assert not complaints, "\n" + "\n".join(complaints)


def test_the_rooms_of_data_access_import_only_those_below_them_and_nothing_goes_in_a_circle() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml")) == EXIT_STATUS_SUCCESS


def test_the_walk_sees_the_files_of_the_product() -> None:
    assert {"wording.py", "data_access/store/engine.py"} <= {name for name, _ in sources(ROOT)}


@pytest.mark.parametrize(
    ("rule", "file", "text"),
    [
        (forbidden_imports, "assessment/rates.py", "def f():\n    from data_access import engine\n"),
        (forbidden_imports, "data_access/loading/load.py", "import importlib as i\ni.import_module('panels.a')\n"),
        (forbidden_imports, "wording.py", "import ui.frame\n"),
        (misplaced_libraries, "pages/rankings.py", "from sqlalchemy import select\n"),
        (misplaced_libraries, "panels/ranking.py", "import streamlit as st\n"),
        (misplaced_libraries, "data_access/loading/load.py", "import xlsxwriter\n"),
        (impure_imports, "assessment/rates.py", "import requests\n"),
        (sql_outside_data_access, "pages/rankings.py", "QUERY = '''SELECT a,\n  b FROM unit '''\n"),
        (sql_outside_data_access, "ui/filters.py", "q = f'select {x} from unit'\n"),
        (chinese_in_code, "pages/rankings.py", "title = '县区排名'\n"),
        (chinese_in_code, "ui/frame.py", "title = f'{n} 件'\n"),
        (rules_that_ask_the_clock, "assessment/lights.py", "import datetime\nd = datetime.date.today()\n"),
        (long_files, "pages/rankings.py", "x = 1\n" * 61),
        (long_files, "ui/frame.py", "x = 1\n" * 301),
        (rooms_nobody_declared, "reports/sheet.py", "x = 1\n"),
        (rooms_nobody_declared, "ui/utils.py", "x = 1\n"),
    ],
)  # fmt: skip
def test_each_rule_finds_a_planted_violation(
    rule: Callable[[Path], Iterator[str]], file: str, text: str, tmp_path: Path
) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert [complaint.split(":")[0] for complaint in rule(tmp_path)] == [file]


def test_prose_and_declared_places_are_no_violation(tmp_path: Path) -> None:
    for room in ("workbooks", "ledgers"):
        (tmp_path / "data_access" / room).mkdir(parents=True)
    book = tmp_path / "data_access" / "workbooks" / "template.py"
    book.write_text("import xlsxwriter\nfrom assessment import rates\n")
    (tmp_path / "data_access" / "ledgers" / "litigation.py").write_text("HEADER = '单位'\n", encoding="utf-8")
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "frame.py").write_text(
        '"""选择 a county from the list; SELECT x FROM y ."""\n# 注释\nTIP = "Select a county from the list"\n',
        encoding="utf-8",
    )
    assert [complaint for rule in RULES.values() for complaint in rule(tmp_path)] == []
