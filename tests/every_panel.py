"""All panels that are declared, found where they are declared."""

import importlib
import pkgutil

import panels
from panels.declare import Panel


def every_panel() -> tuple[Panel, ...]:
    """Each panel once, by key."""
    names = [module.name for module in pkgutil.walk_packages(panels.__path__, "panels.")]
    declared = [value for name in names for value in vars(importlib.import_module(name)).values()]
    found = {panel.key: panel for panel in declared if isinstance(panel, Panel)}
    assert {id(panel) for panel in declared if isinstance(panel, Panel)} == {id(panel) for panel in found.values()}
    return tuple(found[key] for key in sorted(found))


PANELS = every_panel()
