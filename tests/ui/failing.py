"""Panels that fail, put in the place of those that a page declares."""

import importlib
import pkgutil
import sys
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
import streamlit as st

import ui
from panels.declare import Chart, Panel
from tests.every_panel import PANELS
from wording import wording

# A reader must never see it; the log must hold it.
REASON = "planted: no such column"
PARTS = ("figures", "finding", "chart", "table", "indicators", "drawing")


def fail(*_asked: Any) -> Any:
    raise LookupError(REASON)


def failing(panel: Panel, part: str, how: Callable[..., Any] = fail) -> Panel:
    """The panel with one part that fails; "drawing" is a chart that nobody can draw."""
    if part == "drawing":
        assert panel.chart is not None
        drawn = panel.chart
        return replace(panel, chart=lambda *asked: Chart("unheard of", drawn(*asked).data))
    return replace(panel, **{part: how})


def plant(monkeypatch: pytest.MonkeyPatch, *panels: Panel) -> None:
    """Put panels in the place of those with their keys, wherever a page or a part of one finds them by name.

    Nothing is kept from before, so that the panels are asked.
    """
    # A part of a page that is imported later would take the planted panels for its own, for good. The frame is run.
    for name in {part.name for part in pkgutil.iter_modules(ui.__path__, "ui.")} - {"ui.frame"}:
        importlib.import_module(name)
    declared = {panel.key: panel for panel in PANELS}
    planted = {id(declared[panel.key]): panel for panel in panels}
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] in ("panels", "ui")]:
        _replace_in(module, planted, monkeypatch)
    st.cache_data.clear()


def _replace_in(module: ModuleType, planted: dict[int, Panel], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in list(vars(module).items()):
        if id(value) in planted:
            monkeypatch.setattr(module, name, planted[id(value)])
        elif isinstance(value, dict):
            for key in [key for key, item in value.items() if id(item) in planted]:
                monkeypatch.setitem(value, key, planted[id(value[key])])


def notice(panel: Panel, language: str = "zh") -> str:
    """What is said in the place of a panel that failed."""
    words = wording(language)
    return words("wrong.panel", question=panel.question(words))
