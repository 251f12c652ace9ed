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

# For each kind of chart the page and the panel that stand for it where one of a kind tells as much as all.
OF_EACH_KIND: dict[str, tuple[str, str]] = {
    "bars": ("rankings", "score_parts"),
    "board": ("demonstration", "site_board"),
    "bump": ("rankings", "rank_history"),
    "chain": ("disputes", "dispute_chain"),
    "compare": ("rankings compared", "compare"),
    "control": ("disputes", "rate_trend"),
    "fields": ("case", "record"),
    "gantt": ("capacity", "plan"),
    "funnel": ("rankings by an indicator", "funnel"),
    "grid": ("disputes", "county_sector_matrix"),
    "key_figures": ("overview", "key_figures"),
    "lines": ("rectification", "burn_down"),
    "notes": ("rankings", "whole_cases"),
    "pair": ("disputes", "appearance_and_loss"),
    "pareto": ("disputes", "matter_concentration"),
    "places": ("rankings tried", "what_if"),
    "ranking": ("rankings by an indicator", "ranking"),
    "rows": ("cases", "case_list"),
    "scorecard": ("unit", "scorecard"),
    "scores": ("rankings", "scores"),
    "stack": ("disputes", "outcome_mix"),
    "steps": ("rectification", "time_to_close"),
    "tiles": ("overview", "county_tiles"),
    "timeline": ("unit", "timeline"),
}
