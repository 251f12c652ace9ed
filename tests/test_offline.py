"""The settings that keep the app offline, quiet and fast; the browser tests see that they work."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.test_rooms import ROOT

WANTED = [
    ("browser", "gatherUsageStats", False),
    ("client", "toolbarMode", "minimal"),
    ("client", "showErrorDetails", "none"),
    ("client", "showErrorLinks", False),
    ("server", "headless", True),
    ("server", "address", "127.0.0.1"),
    ("server", "fileWatcherType", "none"),
    ("server", "maxWidgetStateSize", 1),
    ("server", "maxMessageSize", 50),
    ("logger", "hideWelcomeMessage", True),
    ("runner", "magicEnabled", False),
    ("runner", "postScriptGC", False),
]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def options(values: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """The full name of every option, such as ``theme.dark.textColor``."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from options(value, f"{prefix}{name}.")
        else:
            yield prefix + name


@pytest.mark.parametrize(("section", "option", "value"), WANTED)
def test_streamlit_is_told_to(section: str, option: str, value: object) -> None:
    assert CONFIG[section][option] == value


def test_streamlit_knows_every_option_that_is_set() -> None:
    from streamlit.config import get_config_options

    assert sorted(set(options(CONFIG)) - set(get_config_options())) == []


def test_no_theme_asks_another_machine_for_a_font() -> None:
    assert "http" not in str(CONFIG["theme"])
