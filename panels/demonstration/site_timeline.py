"""How did one site come to where it stands? The chosen one, else the one on which a decision is most urgent."""

import pandas as pd

from data_access.reading.reader import Reader
from data_access.reading.sites import EVENT_COLUMNS, site_events
from panels.declare import Context, Finding
from panels.demonstration.judged_sites import judged_sites, known_to, rests_on, shown_sites
from panels.demonstration.site_words import EVENT_BADGES, as_of_in_words, site_in_words, site_link
from panels.links import record_parts
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, records

ROWS_SHOWN = 9
OF_SITE = ["code", "unit", "site_no", "name", "state", "since", "plated_on", "last_exchange"]
COLUMNS = [*OF_SITE, *EVENT_COLUMNS]


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The events of one site in order, the site's own columns before those of each; one row without an event (kind
    None) for a site that has none. Empty when there is no site to show.
    """
    site = _the_site(reader, context)
    if site is None:
        return pd.DataFrame(columns=COLUMNS)
    events = site_events(reader, str(site["code"]), str(site["site_no"]), known_to(context))
    if events.empty:
        events = pd.DataFrame([dict.fromkeys(EVENT_COLUMNS)])
    about = pd.DataFrame([site[OF_SITE].tolist()] * len(events), columns=OF_SITE, dtype=object)
    rows = pd.concat([about, events.astype(object)], axis=1)
    return rows.where(rows.notna(), None)


def _the_site(reader: Reader, context: Context) -> pd.Series | None:
    """The site that the link names if the viewer may see it, else the first of those shown."""
    everywhere = judged_sites(reader, context)
    code, number, _ = record_parts(context.selection.record)
    named = everywhere[(everywhere["code"] == code) & (everywhere["site_no"] == number)]
    sites = named if len(named) else shown_sites(reader, context)
    return None if sites.empty else sites.iloc[0]


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Since when it has its plate, since when its state, and when experience was last exchanged."""
    words = context.words
    if figures.empty:
        return Finding(words("demonstration.none", who=extent_in_words(context)), "plain", as_of_in_words(context))
    site = figures.iloc[0]
    name, about = site_in_words(site, words), str(site["code"])
    base = words("site_timeline.base", name=site["name"], number=site["site_no"]) + as_of_in_words(context)
    if site["kind"] is None:
        state = words.label("site_stands", site["state"])
        return Finding(words("site_timeline.no_events", site=name, state=state), "plain", base, about)
    sentence = words("site_timeline.steps", site=name, steps=words("sentence.comma").join(_steps(site, context)))
    return Finding(sentence, "watch" if site["state"] in ("warned", "revoked") else "plain", base, about)


def _steps(site: pd.Series, context: Context) -> list[str]:
    """What led to where the site stands, in the order of time."""
    words, steps = context.words, []
    if site["plated_on"] and site["plated_on"] != site["since"]:
        steps.append((site["plated_on"], words("site_timeline.plated", day=words.date(site["plated_on"]))))
    if site["last_exchange"]:
        steps.append((site["last_exchange"], words("site_timeline.exchanged", day=words.date(site["last_exchange"]))))
    if site["since"]:
        state, days = words.label("site_stands", site["state"]), (known_to(context) - site["since"]).days
        said = words("site_timeline.since", day=words.date(site["since"]), state=state, n=days)
        steps.append((site["since"], said))
    return [said for _, said in sorted(steps)]


def row(event: Record, context: Context) -> Row:
    words, kind = context.words, event["kind"]
    note, batch = (str(event[name] or "") for name in ("note", "batch"))
    badge = EVENT_BADGES.get(kind, "submitted")
    return Row(badge, words.label("site_event", kind), words.date(event["occurred_on"]), note, batch, site_link(event))


HEADS = (
    Head("occurred_on", "site_timeline.head.day", "date"),
    Head("kind", "site_timeline.head.event", vocabulary="site_event"),
    Head("batch", "site_timeline.head.batch"),
    Head("note", "site_timeline.head.note"),
)
SITE_TIMELINE = records(
    "site_timeline",
    read,
    finding,
    row,
    HEADS,
    within=lambda figures: figures[figures["kind"].notna()],
    first=lambda events, _context: events.tail(ROWS_SHOWN),
    asks=("record",),
    ledgers=rests_on,
    needs=("demonstration_site",),
    ignores=("period", "compare"),
)
