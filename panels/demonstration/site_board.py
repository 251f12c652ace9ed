"""Where does every site stand? One column a state, one card a site."""

import pandas as pd

from assessment.demonstration import CULTIVATED, WITH_PLATE
from data_access.ledgers.demonstration_site import SITE_STATES
from data_access.reading.reader import Reader
from panels.columns import SITE
from panels.declare import Chart, Context, Finding, Panel, Table
from panels.demonstration.judged_sites import rests_on, shown_sites
from panels.demonstration.site_words import SUGGESTION_BADGES, as_of_in_words, site_in_words, site_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, heads, tabled

# A longer column ends in a card that says how many more there are.
MOST_CARDS = 8
COUNTED = {"plated": WITH_PLATE, "warned": ("warned",), "cultivated": CULTIVATED, "revoked": ("revoked",)}


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Every site shown, the gravest suggestion first; columns as ``judged_sites``."""
    return shown_sites(reader, context)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many sites are being cultivated, have a plate, have been warned and have lost it."""
    words, who = context.words, extent_in_words(context)
    if figures.empty:
        return Finding(words("demonstration.none", who=who), "plain", as_of_in_words(context))
    base, about = _base(figures, context), _about(figures)
    if len(figures) == 1:
        only = figures.iloc[0]
        state, since = words.label("site_stands", only["state"]), words.date(only["since"])
        sentence = words("site_board.single", site=site_in_words(only, words), state=state, since=since)
        return Finding(sentence, "plain", base, about)
    of = {name: int(figures["state"].isin(states).sum()) for name, states in COUNTED.items()}
    parts = [words("site_board.warned", plated=words.number(of["plated"]), n=of["warned"]) if of["warned"] else
             words("site_board.plated", n=of["plated"])]  # fmt: skip
    parts += [words(f"site_board.{name}", n=of[name]) for name in ("cultivated", "revoked") if of[name]]
    sentence = words("site_board.counts", who=who, n=len(figures), parts=words("sentence.comma").join(parts))
    return Finding(sentence, "watch" if of["warned"] else "plain", base, about)


def _about(figures: pd.DataFrame) -> str:
    """The unit of the gravest suggestion, unless it is to be praised."""
    first = figures.iloc[0]
    return str(first["code"]) if first["suggested"] in ("revoke", "warn") else ""


def _base(figures: pd.DataFrame, context: Context) -> str:
    words = context.words
    contradicted = int(figures["contradicted"].astype(bool).sum())
    base = words("site_board.base")
    base += words("site_board.contradicted", n=contradicted) if contradicted else ""
    return base + as_of_in_words(context)


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "board": the gravest suggestion of a column first, then those longest in their state."""
    words, about = context.words, found.about
    parts, heads = [], []
    for state in SITE_STATES if len(figures) else ():
        column = figures[figures["state"] == state]
        waiting = column[column["suggested"] == ""].sort_values("since", key=pd.to_datetime, kind="stable")
        parts.append(_cards(pd.concat([column[column["suggested"] != ""], waiting]), state, about, context))
        heads.append({"label": words.label("site_state", state), "text": words.number(len(column)), "tone": "plain"})
    names = ["column", "place", "text", "badge", "badge_text", "code", "tone"]
    data = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)
    return Chart("board", data, options={"columns": pd.DataFrame(heads, columns=["label", "text", "tone"])})


def _cards(sites: pd.DataFrame, state: str, about: str, context: Context) -> pd.DataFrame:
    """The cards of one column; of a long one the first, and how many more."""
    words = context.words
    shown = sites if len(sites) <= MOST_CARDS else sites.head(MOST_CARDS - 1)
    cards = pd.DataFrame(
        {
            "text": shown["short_name"],
            "badge": [SUGGESTION_BADGES[kind] for kind in shown["suggested"]],
            "badge_text": [words(f"site_board.badge.{kind}") if kind else "" for kind in shown["suggested"]],
            "code": [site_link(row) for _, row in shown.iterrows()],
            "tone": ["accent" if code == about else "plain" for code in shown["code"]],
        },
        dtype=object,
    )
    if len(shown) < len(sites):
        more = words("site_board.more", n=len(sites) - len(shown))
        cards.loc[len(sites)] = {"text": more, "badge": "", "badge_text": "", "code": "", "tone": "plain"}
    return cards.assign(column=words.label("site_state", state), place=range(len(cards)))


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every site with its state by its events, and what the ledger's columns say where they say something else."""
    in_order = figures.sort_values("state", key=lambda states: states.map(SITE_STATES.index), kind="stable")
    return tabled(in_order, HEADS, context)


def _recorded(site: Record, context: Context) -> str:
    """What the ledger's columns say where the events say something else."""
    words = context.words
    if not site["contradicted"]:
        return ""
    state, since = words.label("site_state", site["recorded_state"]), words.date(site["recorded_since"])
    return words("site_board.recorded", state=state, since=since)


HEADS = heads(
    SITE,
    *("state", "site_no", "name", "unit", "county", "level", "since"),
    Head("events", "demonstration.head.events", "integer"),
    Head("recorded", "site_board.head.recorded", said=_recorded),
)
SITE_BOARD = Panel(
    "site_board",
    read,
    finding,
    chart,
    table,
    drill="link",
    ledgers=rests_on,
    needs=("demonstration_site",),
    ignores=("period", "compare"),
)
