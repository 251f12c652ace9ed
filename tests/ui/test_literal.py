"""No text is read as Markdown: what ledgers and links hold stands on the screen letter for letter.

What a browser makes of it is shown in ``tests/browser/test_text_is_text.py``.
"""

import ast
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st

from tests.test_rooms import ROOT, room_of, sources
from ui.literal import literal, with_commands

# What Streamlit reads as Markdown, by the name of the parameter; of these functions the body is text already.
MARKDOWN = ("body", "label", "help", "tabs", "text", "caption")
PLAIN_BODY = {"text", "html", "code", "json", "latex"}
# Options of these are Markdown, too; those of a list that opens are text.
MARKDOWN_OPTIONS = {"segmented_control", "pills", "radio"}
# They read as Markdown what is not said by a parameter.
FORBIDDEN = {"write", "write_stream", "table", "echo", "help", "metric", "tabs"}
# What makes Markdown that shows a text as it is.
MAKERS = {"literal", "with_commands", "headline", "projected_headline"}
# Of ours, with methods that are called like some of Streamlit's.
NOT_STREAMLIT = {"log", "panel", "page", "file", "os"}


def _markdown_of(name: str) -> tuple[list[str], set[str]]:
    """The parameters of a function of Streamlit's, in order, and those that are read as Markdown."""
    function: Any = getattr(st, name, None)
    if name.startswith("_") or not callable(function) or inspect.isclass(function):
        return [], set()
    names = list(inspect.signature(function).parameters)
    return names, {each for each in names if each in MARKDOWN and not (each == "body" and name in PLAIN_BODY)}


def _is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in MAKERS
    if isinstance(node, ast.Lambda):
        return _is_literal(node.body)
    return isinstance(node, ast.Constant) and node.value is None


def _given(call: ast.Call, names: list[str]) -> Iterator[tuple[str, ast.expr]]:
    yield from zip(names, call.args, strict=False)
    yield from ((each.arg, each.value) for each in call.keywords if each.arg)


def read_as_markdown(tree: ast.AST) -> list[str]:
    """The places of a source where Streamlit would read a text as Markdown that did not pass ``literal``."""
    found = []
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in called and ast.unparse(node.value) == "st":
            # A function that is called by another name is not seen here.
            found += [f"{node.lineno}: st.{node.attr} by another name"] if _markdown_of(node.attr)[1] else []
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        receiver, name = ast.unparse(node.func.value), node.func.attr
        names, markdown = _markdown_of(name)
        if receiver in NOT_STREAMLIT or not names:
            continue
        if name in FORBIDDEN:
            found.append(f"{node.lineno}: {name}")
        markdown |= {"format_func"} if name in MARKDOWN_OPTIONS else set()
        found += [f"{node.lineno}: {key} of {name}" for key, value in _given(node, names)
                  if key in markdown and not _is_literal(value)]  # fmt: skip
        # A label without its own function for the options shows them as they are.
        if name in MARKDOWN_OPTIONS and "format_func" not in dict(_given(node, names)):
            found.append(f"{node.lineno}: options of {name}")
    return found


def test_every_text_that_streamlit_reads_as_markdown_passes_the_one_edge() -> None:
    shown = [(name, tree) for name, tree in sources(ROOT) if room_of(name) in ("app.py", "ui", "pages")]
    assert {name: found for name, tree in shown if (found := read_as_markdown(tree))} == {}
    assert sum(ast.unparse(tree).count("literal(") for _, tree in shown) > 40


@pytest.mark.parametrize(
    "code",
    [
        "st.caption(name)",
        "st.caption(body=f'{name}')",
        "st.title(words('x'))",
        "st.warning(literal(a) + b)",
        "place.badge(name)",
        "st.button(literal(a), help=name)",
        "st.popover(name)",
        "st.write(literal(a))",
        "st.table(frame)",
        "st.segmented_control(literal(a), b, format_func=say)",
        "st.segmented_control(literal(a), b)",
        "widget = st.segmented_control if row else st.selectbox",
        "st.expander(name)",
        "st.toast(name)",
        "st.text(a, help=name)",
    ],
)
def test_a_text_that_did_not_pass_it_is_found(code: str) -> None:
    assert read_as_markdown(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "st.caption(literal(name), width='content')",
        "st.title(headline(a, b), anchor=False)",
        "st.text(name)",
        "st.segmented_control(literal(a), b, format_func=lambda each: literal(say(each)))",
        "st.selectbox(literal(a), b, format_func=say)",
        "log.warning('x')",
        "words.label('a', b)",
    ],
)
def test_what_passed_it_is_not(code: str) -> None:
    assert read_as_markdown(ast.parse(code)) == []


# --- What it writes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("甲县败诉率 22%(2/9),位列第 1;样本少", "甲县败诉率 22%(2/9),位列第 1;样本少"),
        ("3~5日内…10~15日", r"3\~5日内…10\~15日"),
        ("1. 收到", r"1\. 收到"),
        ("- 收到", r"\- 收到"),
        ("一\n二\r\n三", "一&#10;二&#10;三"),
        ("a -> b", r"a -:color[]\> b"),
        ("www.a.b", "www:color[].a.b"),
        ("见: 附件", "见: 附件"),
    ],
)
def test_a_text_is_written_as_plainly_as_it_can_be(text: str, markdown: str) -> None:
    assert literal(text) == markdown


def test_a_command_in_a_sentence_keeps_its_look_and_the_rest_is_literal() -> None:
    assert with_commands("先 `make *x*`，再 *看*") == r"先 `make *x*`，再 \*看\*"
