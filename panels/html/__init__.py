"""Lists, tables and cards as HTML: text that can be selected, found, copied, printed and read aloud.

A kind is a function that prepares what its template of the same name shows; templates escape every text of the data,
and the browser lays out columns and lines.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from panels.declare import Chart, Table
from panels.html.bars import bars
from panels.html.board import board
from panels.html.chain import chain
from panels.html.compare import compare
from panels.html.fields import fields
from panels.html.gantt import gantt
from panels.html.grid import grid
from panels.html.key_figures import key_figures
from panels.html.notes import notes
from panels.html.pair import pair
from panels.html.pareto import pareto
from panels.html.places import places
from panels.html.ranking import ranking
from panels.html.rows import in_parts, is_in_clauses, is_unparted, rows
from panels.html.scorecard import scorecard
from panels.html.scores import scores
from panels.html.stack import stack
from panels.html.table import prepared
from panels.html.tiles import tiles
from panels.html.tree import tree
from panels.html.whole import by_word, clauses, has_long_name, whole
from panels.look import BADGES, css_tokens, plain_colours_first
from wording import Wording, begun, by_clause, together

Prepare = Callable[[Chart], Mapping[str, Any]]

HTML_KINDS: dict[str, Prepare] = {
    "bars": bars,
    "board": board,
    "chain": chain,
    "compare": compare,
    "fields": fields,
    "gantt": gantt,
    "grid": grid,
    "key_figures": key_figures,
    "notes": notes,
    "pair": pair,
    "pareto": pareto,
    "places": places,
    "ranking": ranking,
    "rows": rows,
    "scorecard": scorecard,
    "scores": scores,
    "stack": stack,
    "tiles": tiles,
    "tree": tree,
}


def _shown(value: Any) -> Any:
    """What a template shows of a value: nothing of what is unknown, figures never apart from their measure words."""
    if value is None:
        return ""
    # What a macro made has been through here; a link is no text.
    is_text = isinstance(value, str) and not isinstance(value, Markup) and not value.startswith("@")
    return together(value) if is_text else value


# From so many rows on a list scrolls in its own frame (base.css).
ROWS_THAT_SCROLL = 17
# Of so many rows a screen is not filled from its top, which would leave most of it blank; so of cards in one line.
FEW_ROWS = 3
FEW_ITEMS = {"key_figures": 3, "stack": 2}
_STEPPED_TO = re.compile(r"<a |tabindex=")
_STYLES = Path(__file__).parent / "styles"
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_shown,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals["BADGES"] = BADGES
_TEMPLATES.filters["in_parts"] = lambda text: in_parts(text or "")
_TEMPLATES.filters["begun"] = lambda text: begun(text or "")
_TEMPLATES.tests["in_clauses"] = is_in_clauses
_TEMPLATES.tests["unparted"] = is_unparted
_TEMPLATES.tests["long_name"] = lambda text: has_long_name(text or "")
_TEMPLATES.filters["whole"] = lambda text: whole(text or "")
_TEMPLATES.filters["clauses"] = lambda text: clauses(text or "")
_TEMPLATES.filters["by_word"] = lambda text: by_word(text or "")
_TEMPLATES.filters["by_clause"] = lambda text: by_clause(text or "")


def html(chart: Chart, title: str = "") -> str:
    """The HTML of a linked chart of a kind in ``HTML_KINDS``, called ``title`` when read aloud.

    ``panels.links.completed`` completes the links in it.

    Raises ``KeyError`` for any other kind.
    """
    prepared = HTML_KINDS[chart.kind](chart)
    template = _TEMPLATES.get_template(f"{chart.kind}.html")
    drawn = template.render(title=title, labels=chart.labels, options=chart.options, **prepared)
    return _framed(drawn, few=bool(chart.options.get("projected")) and _is_short(drawn, chart.kind))


def table_html(table: Table, title: str, words: Wording) -> str:
    """The HTML of a panel's table, called ``title`` when read aloud; ``panels.links.completed`` completes its links."""
    drawn = _TEMPLATES.get_template("table.html").render(title=title, **prepared(table, words))
    return _framed(drawn)


def style_sheet(*, dark: bool = False) -> str:
    """The style sheet of all kinds, with the colours of both themes.

    Where a browser cannot choose between them by itself it takes those of the theme asked for.
    """
    # What all kinds share comes first, so that a kind may say otherwise.
    sheets = sorted(_STYLES.glob("*.css"), key=lambda sheet: (sheet.stem != "base", sheet.stem))
    kinds = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    return "\n".join([css_tokens(dark=dark), plain_colours_first(kinds, dark=dark)])


def is_long(drawn: str) -> bool:
    """Whether a list has more rows than most of a screen holds."""
    return max(drawn.count("<tr"), drawn.count("<li"), drawn.count("<tbody")) >= ROWS_THAT_SCROLL


def _is_short(drawn: str, kind: str) -> bool:
    """Whether a list has so few rows that it stands in the middle of a screen with its headline (theme.css)."""
    if kind in FEW_ITEMS:
        return drawn.count("<li") <= FEW_ITEMS[kind]
    return 0 < drawn.count("<tr") - drawn.count("<thead") <= FEW_ROWS


def _framed(drawn: str, *, few: bool = False) -> str:
    """A list in its frame, which the keyboard reaches where it scrolls and holds nothing else to step to."""
    steps = ' tabindex="0"' if is_long(drawn) and not _STEPPED_TO.search(drawn) else ""
    return f'<div class="frame-of-list{" few-rows" if few else ""}"{steps}>{drawn}</div>'
