"""Of whom a panel speaks, in words: said where a filter, or a county with units of its own, leaves room for doubt.

A filter never turns into "only" or "none": a sentence about what it leaves begins with it, a panel that does not follow
it says so in its base.
"""

from data_access.asked.selection import COUNTIES_GROUP, group_in_words
from panels.declare import AT_ANY_TIME, Context, Panel
from panels.phrases import extent_in_words

# Those that show what the filters leave, but count and rank among the whole peer group.
AMONG_ALL = ("listed", "ranked")


def lead(panel: Panel, sentence: str, context: Context) -> str:
    """Whom the sentence speaks of, to begin it with; '' where it is the whole, or says so itself."""
    if panel.population == "record":
        return ""
    whom = _of_archive(panel, context) if context.selection.unit else _of_page(panel, context)
    return "" if _begins_with(sentence, whom, context) else whom


def _begins_with(sentence: str, whom: str, context: Context) -> bool:
    """Whether a sentence names them first, and not a unit whose name begins with theirs (甲县 and 甲县公安局)."""
    longer = [name for name in context.choices.names.values() if name.startswith(whom) and name != whom]
    return sentence.startswith(whom) and not any(sentence.startswith(name) for name in longer)


def _of_archive(panel: Panel, context: Context) -> str:
    """Of a county's archive, whose figures are mostly those of the whole county: what is of its government alone."""
    own = panel.population == "own" and is_county(context)
    return context.words("population.own_level") if own else ""


def is_county(context: Context) -> bool:
    """Whether the page is about a county, which stands for all of its units."""
    return context.selection.unit in dict(context.choices.counties)


def _of_page(panel: Panel, context: Context) -> str:
    words, selection = context.words, context.selection
    if panel.population in ("extent", "filters"):
        narrowed = extent_in_words(context if panel.population == "extent" else context.with_(focus=""))
        return "" if narrowed == words("city") else narrowed
    if panel.population == "city":
        # Definitions, settings and proofs are of no unit at all.
        if set(AT_ANY_TIME) <= set(panel.ignores):
            return ""
        return words("city") if _filtered(context) or not _of_counties(context) else ""
    if not _filtered(context):
        return ""
    if panel.population == "listed":
        whom = _followed(context)
        every = selection.sectors and _of_counties(context)
        group = group_in_words(selection.group, words)
        return words("population.every_system", whom=whom or group) if every else whom
    if panel.population in ("ranked", "group"):
        return words("population.whole_group", group=group_in_words(selection.group, words))
    return ""


def _filtered(context: Context) -> bool:
    return bool(context.selection.counties or context.selection.sectors)


def _followed(context: Context) -> str:
    """What of the filters a list of units follows, in words: a county has departments of every system."""
    by_sector = () if _of_counties(context) else context.selection.sectors
    if not (by_sector or context.selection.counties):
        return ""
    return extent_in_words(context.with_(sectors=by_sector, focus="", group=COUNTIES_GROUP))


def _of_counties(context: Context) -> bool:
    return context.selection.group == COUNTIES_GROUP


def note(panel: Panel, context: Context) -> str:
    """What the base adds about the population; '' where the sentence and the filters say it all."""
    words, selection = context.words, context.selection
    if selection.unit:
        whole = panel.population in ("whole", "extent") and is_county(context)
        return words("population.whole_county") if whole else ""
    if not _filtered(context):
        return ""
    group = group_in_words(selection.group, words)
    if panel.population in AMONG_ALL:
        said = words("population.among_all", group=group) if _followed(context) else ""
        by_no_system = selection.sectors and _of_counties(context)
        return said + (words("population.every_sector") if by_no_system else "")
    if panel.population in ("group", "named"):
        return words("population.unfiltered", whom=words("population.whole_group", group=group))
    return words("population.unfiltered", whom=words("city")) if panel.population == "city" else ""
