"""README in two languages: each block has its counterpart, and what both name is there as they say it.

README.md speaks to Chinese readers, README.en.md is its complete mirror. A block is a heading, a paragraph, an item of
a list, a table, a picture or a piece of code; blocks are compared one by one, in their order.
"""

import ast
import csv
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click
import pytest
from typer.main import get_command

from assessment.indicators import SMALL_DENOMINATOR
from assessment.robustness import DRAWS
from data_access.__main__ import app
from data_access.files.limits import MEGABYTE, MOST_BYTES, MOST_ROWS, MOST_SHEETS, MOST_UNPACKED
from tests.catalogues import Message
from tests.readme_tables import READMES, read
from tests.test_glossary import breaches
from tests.test_rooms import MAY_IMPORT, ROOT
from ui.registry import PAGES
from ui.shell import FLOOR
from wording import wording

BLOCK = re.compile(r"^```[\s\S]*?\n```|(?:^\|.*\n?)+|^[#!<-].*|(?:^(?![#!<|-]|```).+\n?)+", re.MULTILINE)
CODE, LINK, NUMBER = re.compile(r"`([^`\n]+)`"), re.compile(r"\]\(([^)]+)\)"), re.compile(r"\d[\d,.]*\d")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
each_readme = pytest.mark.parametrize("language", list(READMES))


@dataclass(frozen=True)
class Block:
    """A block of a README, and what must be the same in its counterpart."""

    text: str
    section: str

    @property
    def kind(self) -> str:
        kinds = {"#": "heading", "-": "item", "|": "table", "!": "picture", "<": "mark"}
        return "code" if self.text.startswith("```") else kinds.get(self.text[0], "paragraph")

    @property
    def shape(self) -> tuple[str, ...]:
        """What the counterpart has, too: level, cells, pictures; its code, links and figures."""
        match self.kind:
            case "heading":
                return self.text.split()[0], *marks_in(self.text)
            case "code":
                return tuple(code_lines(self.text))
            case "table":
                return tuple(f"{line.count(' | ')} {marks_in(line)}" for line in self.text.splitlines())
            case _:
                return tuple(marks_in(self.text))


def marks_in(text: str) -> list[str]:
    """What a text has in any language: its code, links and numbers of two digits or more, in alphabetical order."""
    codes = [code for code in CODE.findall(text) if not NOT_ASCII.search(code)]
    # Chinese writes the number of an article as a word.
    plain = LINK.sub("]", CODE.sub("", re.sub(r"article \d+", "", text)))
    links = [link.replace("-zh-", "-language-").replace("-en-", "-language-") for link in LINK.findall(text)]
    links = ["the other language" if link.startswith("README") else link for link in links]
    return sorted([*codes, *links, *NUMBER.findall(plain)])


def code_lines(text: str) -> Iterator[str]:
    """The lines of a piece of code; those of a shell without their comments, which are said in either language."""
    shell = text.startswith("```sh\n")
    for line in text.splitlines():
        yield line.partition(" #")[0].rstrip() if shell else line


@cache
def blocks(language: str) -> list[Block]:
    found, section = [], ""
    for match in BLOCK.finditer(read(READMES[language])):
        text = match[0].rstrip("\n")
        section = text if text.startswith("#") else section
        found.append(Block(text, section))
    return found


def differences(ours: list[Block], theirs: list[Block]) -> Iterator[str]:
    """Where two READMEs part: from there on nothing can be compared."""
    for one, other in zip_longest(ours, theirs):
        if one is None or other is None or (one.kind, one.shape) != (other.kind, other.shape):
            for each in (one, other):
                yield f"{each.section} | {each.text[:120]!r} | {each.kind} {each.shape}" if each else "the end"
            return


def test_each_block_of_readme_has_its_counterpart_in_the_other_language() -> None:
    assert list(differences(blocks("zh"), blocks("en"))) == []


def added_to_one(text: str) -> list[str]:
    """What is said of a README into which somebody has put a block more, in one language alone."""
    ours = blocks("zh")
    return list(differences([*ours[:9], Block(text, ""), *ours[9:]], blocks("en")))


@pytest.mark.parametrize(
    "text", ["## 附录", "- 多出一条。", "多出一段。", "```sh\nmake run\n```", "![图](docs/pictures/x.png)"]
)
def test_what_is_added_to_one_language_alone_is_found(text: str) -> None:
    assert added_to_one(text)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("- 最长 `30` 秒。", "- At most `20` seconds."),
        ("浏览器须为 112 版。", "The browser must be of version 109."),
        ("| 甲 | 乙 |\n|---|---|\n| `a` | 1 |", "| A | B |\n|---|---|\n| `b` | 1 |"),
        ("## 领导", "### For leaders"),
        ("见 [别处](docs/nginx.conf)。", "See [elsewhere](docs/several_processes.md)."),
        ("```python\na = 1  # 一\n```", "```python\na = 2  # 一\n```"),
    ],
)
def test_what_is_changed_in_one_language_alone_is_found(zh: str, en: str) -> None:
    assert list(differences([Block(zh, "")], [Block(en, "")]))


def test_each_language_is_spoken_to_its_readers() -> None:
    """Every sentence of README.md is Chinese; its mirror has Chinese names and quotations alone."""
    chinese, spoken = re.compile(r"[\u4e00-\u9fff]"), ("heading", "item", "paragraph")
    said, mirrored = ([each.text for each in blocks(language) if each.kind in spoken] for language in ("zh", "en"))
    assert [text for text in said if not chinese.search(text)] == ["[English](README.en.md)"]
    assert [text for text in mirrored if len(chinese.findall(text)) > len(text) / 4] == []


GUIDES = {"zh": ("有哪些页面", "领导", "会议"), "en": ("The pages", "For leaders", "For meetings")}


@each_readme
def test_the_guides_of_leaders_and_meetings_keep_to_the_glossary(language: str) -> None:
    chapters = dict(re.findall(r"^## (.+)\n([\s\S]+?)(?=^## |\Z)", read(READMES[language]), re.MULTILINE))
    told = [Message(name, "readme.guide", False, (LINK.sub("]", chapters[name]),)) for name in GUIDES[language]]
    assert list(breaches(told, language)) == []


# --- What README names is there ----------------------------------------------------------------------------------


def shell_lines() -> Iterator[str]:
    """Each command of a piece of shell code; the two languages have the same."""
    for block in blocks("zh"):
        if block.text.startswith("```sh\n"):
            yield from (line for line in list(code_lines(block.text))[1:-1] if line.strip())


def codes() -> list[str]:
    """Whatever stands in README as code within a line."""
    return sorted({code for language in READMES for block in blocks(language) if block.kind != "code"
                   for code in CODE.findall(block.text)})  # fmt: skip


def test_every_command_that_readme_shows_can_be_typed_so() -> None:
    known: Any = get_command(app)
    whole = [shlex.split(line)[3:] for line in shell_lines() if line.startswith("python -m data_access ")]
    assert whole
    for name, *words in whole:
        try:
            known.commands[name].make_context(name, words)
        except (KeyError, click.UsageError) as error:
            pytest.fail(f"README shows what cannot be typed: {name} {' '.join(words)}: {error!r}")


def options() -> set[str]:
    """Every option that a command of ours or a program of the tests takes."""
    known: Any = get_command(app)
    groups = [known, *(each for each in known.commands.values() if hasattr(each, "commands"))]
    commands = [command for group in groups for command in group.commands.values()]
    taken = {option for command in commands for each in command.params for option in each.opts}
    for path in (ROOT / "tests").rglob("*.py"):
        taken |= set(re.findall(r'add_argument\("(--[a-z0-9-]+)"', read(path)))
    return taken


def test_every_option_that_readme_names_is_one() -> None:
    shell = [block.text for language in READMES for block in blocks(language) if block.text.startswith("```sh\n")]
    named = {
        option for code in [*codes(), *shell] for option in re.findall(r"(?<!\S)--[a-z][a-z0-9-]*(?![a-z0-9.-])", code)
    }
    assert named
    assert named - options() == set()


def test_every_make_target_that_readme_shows_is_one() -> None:
    makefile = read(ROOT / "Makefile").replace("$(VENV)", ".venv")
    named = {name for line in [*shell_lines(), *codes()] for name in re.findall(r"\bmake ([a-z.][\w./-]*)", line)}
    assert [name for name in sorted(named) if not re.search(rf"^{re.escape(name)}:", makefile, re.M)] == []


def is_a_path(code: str) -> bool:
    return bool(re.fullmatch(r"[a-z_.][\w.*@-]*(/[\w.*@-]*)+|\w+\.(py|toml|md|conf|json)", code))


# What only a run makes.
MADE = {"var/", "var/access/", "var/intake/", "var/signed_out/", "var/viewers.toml", ".streamlit/secrets.toml",
        "/oauth2callback"}  # fmt: skip


def test_every_path_that_readme_names_is_there() -> None:
    """From the top of the repository; the rooms inside ``data_access/`` are named as its table names them."""
    places = (ROOT, ROOT / "data_access")
    named = [code for code in codes() if is_a_path(code) and code not in MADE]
    assert len(named) > 40
    assert [path for path in named if not any(any(place.glob(path.rstrip("/"))) for place in places)] == []


@each_readme
def test_every_link_and_picture_of_readme_is_there(language: str) -> None:
    links = [link for block in blocks(language) if block.kind != "code" for link in LINK.findall(block.text)]
    assert len(links) > 10
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_function_that_readme_names_is_there() -> None:
    """A name with dots that begins with a room: its file is there and defines its last part."""
    rooms = {room.removesuffix(".py") for room in MAY_IMPORT}
    named = [code.split(".") for code in codes() if re.fullmatch(r"\w+(\.\w+)+", code)]
    named = [parts for parts in named if parts[0] in rooms and parts[-1] not in ("py", "po", "toml")]
    assert len(named) > 5
    assert [".".join(parts) for parts in named if parts[-1] not in defined(parts[:-1])] == []


def defined(parts: list[str]) -> set[str]:
    """The functions and classes of a module."""
    path = ROOT.joinpath(*parts)
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    body = ast.parse(read(file)).body if file.exists() else []
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


# What readers are told to press or to look for, as the screen calls it.
LABELS = ("panel.as_table", "panel.project", "panel.download", "panel.definitions", "filter.reset", "live.update")


@each_readme
def test_readme_calls_what_is_pressed_as_the_screen_does(language: str) -> None:
    words, text = wording(language), read(READMES[language])
    assert [key for key in LABELS if words(key) not in text] == []
    for version, key in ((9, "live.newer"), (8, "live.keep")):
        assert words(key, version=str(version)) in text


@each_readme
def test_readme_says_what_each_page_answers(language: str) -> None:
    words = wording(language)
    answered = next(each for each in blocks(language) if each.kind == "table")
    assert [page.key for page in PAGES if words(f"page.{page.key}") not in answered.text] == []


def excerpt() -> list[dict[str, str]]:
    with Path(ROOT / "tests" / "data" / "ombudsman_excerpt.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@each_readme
def test_the_figures_of_readme_are_those_of_the_program(language: str) -> None:
    text, authorities = read(READMES[language]), {row["authority"] for row in excerpt()}
    limits = [f"{MOST_BYTES // MEGABYTE} MB", f"{MOST_UNPACKED // MEGABYTE} MB", f"{MOST_ROWS:,}", f"{MOST_SHEETS} "]
    browsers = [f"{name.title()} {version}" for name, version in FLOOR.items()]
    others = [f"{DRAWS:,} ", f"{SMALL_DENOMINATOR} ", f"{len(excerpt())} ", f"{len(authorities)} "]
    assert [figure for figure in (*limits, *browsers, *others) if figure not in text] == []
