"""The settings of Streamlit are read as they are written: a slip in one would be passed over in silence."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit import config

from tests.running_app import ROOT

WRITTEN = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def options(section: dict[str, Any], name: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in section.items():
        yield from options(value, f"{name}{key}.") if isinstance(value, dict) else [(f"{name}{key}", value)]


@pytest.mark.parametrize(("option", "value"), list(options(WRITTEN)))
def test_streamlit_knows_every_option_and_its_kind_of_value(option: str, value: object) -> None:
    known = config.get_config_options()
    assert option in known
    usual = known[option].default_val
    assert usual in (None, "auto") or isinstance(value, type(usual)), f"{option} is usually {usual!r}"


def test_nothing_that_keeps_the_server_closed_is_left_out() -> None:
    written = dict(options(WRITTEN))
    assert not written["browser.gatherUsageStats"]
    assert written["server.address"] == "127.0.0.1"
    assert written["client.showErrorDetails"] == "none"
