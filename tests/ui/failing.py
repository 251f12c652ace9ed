"""Panels that fail, put in the place of those that a page declares."""

import sys
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
import streamlit as st

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


def plant(monkeypatch: pytest.MonkeyPatch, panel: Panel) -> None:
    """Put a panel in the place of the one with its key, wherever a page or a part of one finds it by name.

    Nothing is kept from before, so that the panel is asked.
    """
    (declared,) = (each for each in PANELS if each.key == panel.key)
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] in ("panels", "ui")]:
        _replace_in(module, declared, panel, monkeypatch)
    st.cache_data.clear()


def _replace_in(module: ModuleType, declared: Panel, panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in list(vars(module).items()):
        if value is declared:
            monkeypatch.setattr(module, name, panel)
        elif isinstance(value, dict):
            for key in [key for key, item in value.items() if item is declared]:
                monkeypatch.setitem(value, key, panel)


def notice(panel: Panel, language: str = "zh") -> str:
    """What is said in the place of a panel that failed."""
    words = wording(language)
    return words("wrong.panel", question=panel.question(words))
