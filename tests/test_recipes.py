"""README's recipes, done word for word and counted on paper: a ledger with two indicators in a copy of the product, and
a page with the rows of a ledger in this process.
"""

import datetime as dt
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import pytest

from data_access.asked.periods import Period
from data_access.asked.selection import default_selection
from data_access.files.sources import Sheet
from data_access.loading.load import load_sheets
from data_access.reading.available import choices_for
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine, writer_engine
from exports.workbook import workbook
from panels.declare import Context
from panels.links import completed
from tests.databases import sqlite_url
from tests.test_rooms import ROOT
from tests.written import written
from ui.addresses import FIRST_SCREEN
from ui.registry import PageEntry
from ui.view import View, set_current
from wording import DECLARED, INDICATOR_WORDS, LANGUAGES

PRODUCT = ("app.py", "wording.py", "assessment", "assets", "data_access", "exports", "pages", "panels", "ui")
BLOCK = re.compile(r"```(?:python|toml|po)\n# (\S+)\n(.*?)```", re.DOTALL)
MOST_FILES, MOST_LINES = 3, 80
# Three of code and a catalogue a language; with the line in README's table and in the list of who reads rows.
MOST_FILES_OF_A_PAGE, MOST_LINES_OF_A_PAGE = 5, 35


def recipe(heading: str) -> dict[str, str]:
    """The files that a section of README gives, by their paths; those of its mirror are the same (``test_readme``)."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split(f"\n### {heading}\n")[1].split("\n### ")[0]
    return dict(BLOCK.findall(section))


# The same with a row a year: what a year says holds in each of its months, and is never summed up.
YEARLY = {
    "data_access/ledgers/yearly_post.py": """
from data_access.ledgers.columns import UNIT, YEAR, count
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.tally import Tally

YEARLY_POST = Ledger(
    "yearly_post", "年度岗位", "Yearly posts", ("unit_id", "year"),
    (UNIT, YEAR, count("posts", "核定岗位", "Posts", "10"), count("on_post", "在岗人数", "On post", "9")),
    dated_by=("year",),
)
_of = YEARLY_POST.table.c
_posts = Tally("yearly_posts", YEARLY_POST.table, _of.year, value=_of.posts, kind="yearly",
               deciding=(_of.posts, _of.on_post))
ENTRY = Entry(YEARLY_POST, (_posts, _posts.hit("yearly_posts_filled", value=_of.on_post)))
""",
    "assets/indicators/yearly_post.toml": """
[yearly_ratio]
article = 21
kind = "ratio"
of = "yearly_posts"
hit = "yearly_posts_filled"
at = "year"
better = "higher"
source = "office"
"""
    + "".join(
        f"[yearly_ratio.{language}]\n" + "".join(f'{field} = "岗位"\n' for field in sorted(INDICATOR_WORDS))
        for language in LANGUAGES
    ),
}
# Posts, people on post, qualified at the end of each month of 2026; B's people of October are blank.
TRIAL = """
import datetime as dt, sys
from pathlib import Path
from data_access.asked.periods import Period
from data_access.asked.selection import default_selection
from data_access.demo import generate
from data_access.files.sources import Sheet, read_file
from data_access.loading.load import load_files, load_sheets
from data_access.reading.available import choices_for
from data_access.reading.figures import indicator_counts
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine, writer_engine
from data_access.counting.recounting import recount_all
from data_access.upkeep.schema import migrate
from data_access.workbooks.template import write_template
from exports.workbook import workbook
from panels.charts import specification
from panels.charts.projected import projected
from panels.compare import COMPARE
from panels.county_tiles import COUNTY_TILES
from panels.declare import Context
from panels.funnel import FUNNEL
from panels.html import HTML_KINDS, html
from panels.key_figures import WEAKEST
from panels.links import linked
from panels.ranking import RANKING
from panels.scorecard import SCORECARD

folder = Path(sys.argv[1])
url = f"sqlite:///{folder / 'reporting.db'}"
engine = writer_engine(url)
migrate(engine)
write_template(folder / "template.xlsx")
assert "法制岗位" in {sheet.name for sheet in read_file(folder / "template.xlsx")}, "the template has its sheet"

def month(number): return dt.date(2026, number, 1)
rows = [("A", month(n), 10, 12 if n == 10 else 7, 9 if n == 10 else 5) for n in range(1, 11)]
rows += [("B", month(n), 8, None if n == 10 else 8, 4) for n in range(1, 11)]
counties = [("A", "甲县", "county", 1, 1), ("B", "乙县", "county", 1, 2)]
heads = ("单位代码", "单位名称", "单位类别", "方格图行", "方格图列")
units = Sheet("单位", heads, list(enumerate(counties, 2)))
posts = Sheet("法制岗位", ("单位", "月份", "核定岗位", "在岗人数", "有资格人数"), list(enumerate(rows, 2)))
end = dt.date(2026, 10, 31)
years = [("A", 2025, 10, 8), ("A", 2026, 10, 11), ("B", 2026, 4, 4)]
yearly = Sheet("年度岗位", ("单位", "年度", "核定岗位", "在岗人数"), list(enumerate(years, 2)))
assert load_sheets(engine, [units, posts, yearly], as_of=end, today=end).status == "stored"
assert load_sheets(engine, [units, posts, yearly], as_of=end, today=end).status == "unchanged"
before = recount_all(engine)
assert before is not None

with reading(reader_engine(url), ALL_SEEING) as reader:
    choices = choices_for(reader, reader.units(), end)
    usual = default_selection(choices)
    def of(grain, first, last, key):
        period = Period(grain, month(first), month(last))
        counts = indicator_counts(reader, usual.with_(period=period), [key])
        ids = reader.units().set_index("unit_id")["code"]
        members = counts[counts["level"] == "member"]
        return {ids[row.unit_id]: (row.numerator, row.denominator) for row in members.itertuples() if row.denominator}
    assert of("month", 9, 9, "posts_filled_ratio") == {"A": (7, 10), "B": (8, 8)}
    assert of("month", 10, 10, "posts_filled_ratio") == {"A": (12, 10)}
    assert of("quarter", 7, 9, "posts_filled_ratio") == {"A": (7, 10), "B": (8, 8)}
    assert of("year", 1, 10, "posts_filled_ratio") == {"A": (12, 10)}
    assert of("quarter", 7, 9, "qualified_share") == {"A": (5, 7), "B": (4, 8)}
    assert of("year", 1, 10, "qualified_share") == {"A": (9, 12)}
    assert of("month", 3, 3, "yearly_ratio") == {"A": (11, 10), "B": (4, 4)}
    assert of("year", 1, 10, "yearly_ratio") == {"A": (11, 10), "B": (4, 4)}
    before = indicator_counts(reader, usual.with_(period=Period("year", month(1), month(10))), ["yearly_ratio"])
    assert before.loc[before["level"] == "city", "denominator_compared"].tolist() == [10], "of A in the year before"
    for key, expected in (("posts_filled_ratio", "120.0%"), ("qualified_share", "75.0%")):
        year = Period("year", month(1), month(10))
        selection = usual.with_(period=year, indicator=key, unit="A", units=("A", "B"))
        context = Context(selection, reader.state(), choices)
        for panel in (RANKING, SCORECARD, FUNNEL, WEAKEST, COMPARE, COUNTY_TILES):
            figures = panel.figures(reader, context)
            finding = panel.finding(figures, context)
            chart = panel.chart(figures, finding, context)
            drawn = html if chart.kind in HTML_KINDS else specification
            assert all(drawn(linked(each, panel, context)) for each in (chart, projected(chart)))
            assert workbook(panel.question(context.words), finding, panel.table(figures, context), context)
            if panel is RANKING:
                assert expected in list(chart.data["value_text"]), list(chart.data["value_text"])
                assert "2026-10 月末" in finding.base, finding.base
            if panel is SCORECARD:
                assert any("2026-10 月末" in base for base in chart.data["base_text"])
            if panel is FUNNEL:
                assert chart.data.empty == (key == "posts_filled_ratio"), "only a share has a funnel"

made = generate()["legal_post"]
assert len(made) > 1000 and made["on_post"].notna().mean() > 0.9, "the demo city has rows of it"
print("all as on paper")
"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A copy of the product with what README says written into it, and the files README gives."""
    copy = tmp_path_factory.mktemp("product")
    for name in PRODUCT:
        source = ROOT / name
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, copy / name, ignore=ignore) if source.is_dir() else shutil.copy(source, copy / name)
    files = recipe("增加台账及其指标")
    for name, text in files.items():
        (copy / name).write_text(text, encoding="utf-8")
    for name, text in YEARLY.items():
        (copy / name).write_text(text, encoding="utf-8")
    path = copy / "data_access" / "ledgers" / "all.py"
    lines = path.read_text(encoding="utf-8")
    for name in ("legal_post", "yearly_post"):
        lines = lines.replace("    litigation,\n", f"    {name},\n    litigation,\n", 1)
        lines = lines.replace("    litigation.ENTRY,\n", f"    {name}.ENTRY,\n    litigation.ENTRY,\n", 1)
    path.write_text(lines, encoding="utf-8")
    return copy, files


def test_the_recipe_is_as_small_as_it_says(product: tuple[Path, dict[str, str]]) -> None:
    _, files = product
    assert len(files) + 1 <= MOST_FILES
    lines = [line for text in files.values() for line in text.splitlines()]
    assert len(lines) + 2 <= MOST_LINES


@pytest.mark.long
def test_a_ledger_and_two_indicators_work_everywhere_when_readme_is_followed(
    product: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    copy, _ = product
    run = [sys.executable, "-c", TRIAL, str(tmp_path)]
    ended = subprocess.run(run, cwd=copy, capture_output=True, text=True, check=False)
    assert ended.stdout.strip().endswith("all as on paper"), ended.stderr[-3000:]


# --- A page with the rows of a ledger ----------------------------------------------------------------------------

MESSAGE = re.compile(r'msgid "(.+)"\nmsgstr "(.+)"')
AS_OF = dt.date(2026, 10, 31)
OF_2026 = Period("year", dt.date(2026, 1, 1), dt.date(2026, 10, 1))
NAMES = {"A": "甲县", "B": "乙县"}
# Unit, number, title, issued, filed, result: three issued in 2026, and one of the year before that was filed in 2026.
DOCUMENTS = (
    ("A", "甲政规〔2026〕1号", "关于裁量权的规定", dt.date(2026, 3, 2), dt.date(2026, 3, 12), "conforming"),
    ("A", "甲政规〔2026〕2号", "关于市容的规定", dt.date(2026, 5, 6), dt.date(2026, 5, 20), "corrected"),
    ("B", "乙政规〔2026〕1号", "关于停车的规定", dt.date(2026, 4, 1), None, None),
    ("B", "乙政规〔2025〕9号", "关于集市的规定", dt.date(2025, 12, 3), dt.date(2026, 1, 9), "conforming"),
)


@pytest.fixture
def page_recipe(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The files of README's page; its panel can be imported, and its words are said."""
    files = recipe("增加页面")
    words = {language: dict(MESSAGE.findall(files[f"assets/locale/{folder}/LC_MESSAGES/ui.po"]))
             for language, folder in LANGUAGES.items()}  # fmt: skip
    assert words["zh"].keys() == words["en"].keys()
    for key in words["zh"]:
        monkeypatch.setitem(DECLARED, key, {language: words[language][key] for language in LANGUAGES})
    panel = ModuleType("panels.documents")
    exec(files["panels/documents.py"], vars(panel))
    monkeypatch.setitem(sys.modules, panel.__name__, panel)
    return files


def test_a_page_of_records_is_as_small_as_it_says(page_recipe: dict[str, str]) -> None:
    assert len(page_recipe) <= MOST_FILES_OF_A_PAGE
    assert sum(len(text.splitlines()) for text in page_recipe.values()) + 2 <= MOST_LINES_OF_A_PAGE


@pytest.fixture
def documents_url(migrated_file: Path, tmp_path: Path, use_database: Callable[[str], None]) -> str:
    url = sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "city.db")))
    units = [(code, name, "county") for code, name in NAMES.items()]
    heads = ("单位", "文号", "文件名称", "印发日期", "报备日期", "审查结果")
    sheets = [Sheet("单位", ("单位代码", "单位名称", "单位类别"), list(enumerate(units, 2))),
              Sheet("规范性文件", heads, list(enumerate(DOCUMENTS, 2)))]  # fmt: skip
    engine = writer_engine(url)
    assert load_sheets(engine, sheets, as_of=AS_OF, today=AS_OF).status == "stored"
    engine.dispose()
    use_database(url)
    return url


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "全市规范性文件共 3 件"), ("en", "Citywide — normative documents: 3 documents")]
)
def test_a_page_of_records_works_everywhere_when_readme_is_followed(
    page_recipe: dict[str, str], documents_url: str, language: str, said: str
) -> None:
    entry = eval(page_recipe["ui/registry.py"], {"PageEntry": PageEntry})
    with reading(reader_engine(documents_url), ALL_SEEING) as reader:
        choices = choices_for(reader, reader.units(), AS_OF)
        asked = default_selection(choices, language).with_(period=OF_2026)
        view = View(reader, Context(asked.with_(project=FIRST_SCREEN), reader.state(), choices), entry, {})
        set_current(view)
        exec(page_recipe["pages/documents.py"], {})
        ((panel, context),) = view.screens
        on_page, in_a_room = (view.picture(panel, context, screen=screen) for screen in (0, 1))
        figures, words = view.figures(panel, context), context.words
        table = panel.table(figures, context)
    assert said in on_page.finding.sentence
    assert [words.unbroken(heading()) for heading in view.headings] == [words.unbroken(on_page.finding.sentence)]
    # By the day of issue, the newest first: 6 May, 1 April, 2 March.
    for drawn in (on_page.drawing.text, in_a_room.drawing.text):
        assert re.findall(r"(.)政规〔2026〕(.)号", re.sub("<[^>]+>", "", drawn)) == [
            ("甲", "2"),
            ("乙", "1"),
            ("甲", "1"),
        ]
    links = re.findall(r'<a data-in href="([^"]+)"', completed(on_page.drawing.text, view.address))
    assert [parse_qs(urlsplit(unescape(link)).query)["unit"] for link in links] == [["A"], ["B"], ["A"]]
    shown = written(table, words)
    assert list(shown.iloc[:, 1]) == [row[1] for row in (DOCUMENTS[1], DOCUMENTS[2], DOCUMENTS[0])]
    assert words.label("review_result", "corrected") in set(shown.iloc[0])
    cut = figures.head(2).assign(total=3)
    assert {"zh": "列出最新 2 件；", "en": "Listed here are the latest 2 documents. "}[language] in panel.finding(
        cut, context
    ).base
    assert workbook(panel.question(words), on_page.finding, table, context).startswith(b"PK")
