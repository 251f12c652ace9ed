"""A panel's finding as it is told: of whom it is, what was counted, and how many reports are missing behind it."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from data_access.reading.extent import extent_of
from data_access.reading.gaps import missing_reports
from data_access.reading.reader import Reader
from panels.declare import Context, Finding, Panel, not_loaded
from panels.phrases import extent_in_words
from panels.population import lead, note
from panels.seen import finding_as_seen, hidden_of
from wording import begun, within


def missing(reader: Reader, context: Context) -> dict[str, int]:
    """By ledger the reports of the period that are missing of the extent of the selection."""
    period = context.selection.period
    return missing_reports(reader, extent_of(reader, context.selection), period.first, period.last)


def told(panel: Panel, figures: pd.DataFrame, missing: Mapping[str, int], context: Context) -> Finding:
    """The finding, which begins with whom it speaks of, and whose base also says what is ``missing`` of the ledgers
    that it rests on, and of whom. For who may see some rows alone it is of these, and says how many are hidden.

    A panel whose rows name the missing reports of each unit says it there.
    """
    words = context.words
    # Who sees a part of the city's rows is told of "all units", of those he may see, and not of the whole city.
    part = replace(context, is_part=panel.told_of == "rows" and bool(hidden_of(figures)))
    finding = finding_as_seen(panel, _of_whom(panel, _once_begun(panel, figures, part), context), figures, context)
    finding = _begun(finding)
    own = [] if panel.names_missing else [key for key in panel.rests_on(context) if missing.get(key)]
    if not own:
        return finding
    counts = [
        words("base.missing_of", ledger=words.label("ledger", key), count=words.number(missing[key])) for key in own
    ]
    said = words("base.missing", extent=extent_in_words(context), reports=words.join(counts))
    return replace(finding, base=finding.base + said)


def _once_begun(panel: Panel, figures: pd.DataFrame, context: Context) -> Finding:
    """The panel's finding; where a ledger it needs was never loaded, or of a period before all its ledgers begin, that
    nobody knows: none told is not none there.
    """
    found, ledgers = panel.finding(figures, context), panel.rests_on(context)
    if lacks := panel.lacks(context):
        return not_loaded(lacks, found.base, context)
    first = context.choices.begun_after(context.selection.period.last, *ledgers)
    if first is None or "period" in panel.ignores or panel.population == "record":
        return found
    words = context.words
    named = words.join([words.label("ledger", ledger) for ledger in ledgers])
    month = words("period.month", year=first.year, month=first.month)
    return Finding(words("panel.before_its_ledgers", ledgers=named, month=month), base=found.base)


def _begun(finding: Finding) -> Finding:
    """The finding begun with a capital; in Chinese no blank stands behind the bracket that a value ends with."""
    sentence, base = (begun(text).replace("） ", "）") for text in (finding.sentence, finding.base))
    return replace(finding, sentence=sentence, base=base)


def _without_name(sentence: str, whom: str, context: Context) -> str:
    """The sentence without the one unit's name it begins with, where ``whom`` it is told of begins with it, too.

    禾丘县各系统合计：禾丘县败诉率 12.1% names the county twice; 禾丘县的 and 禾丘县公安局 are left as they are.
    """
    names = context.choices.names.values()
    name = max((each for each in names if sentence.startswith(each)), key=len, default="")
    opening = name if context.words.language == "zh" else name + ": "
    its = name + context.words("population.whose")
    if not name or not whom.startswith(name) or not sentence.startswith(opening) or sentence.startswith(its):
        return sentence
    rest, again = sentence.removeprefix(opening).removeprefix("："), context.words("sentence.separator") + opening
    others = any(each.startswith(name) and each != name and each in rest for each in names)
    return rest if others else rest.replace(again, again.removesuffix(opening))


def _of_whom(panel: Panel, finding: Finding, context: Context) -> Finding:
    whom = lead(panel, finding.sentence, context)
    sentence = finding.sentence
    if whom:
        sentence = _without_name(sentence, whom, context)
        # One colon in a line is enough.
        key = "population.led_on" if any(colon in sentence for colon in ":：") else "population.led"
        named = sentence.startswith(tuple(context.choices.names.values()))
        sentence = context.words(key, whom=whom, said=sentence if named else within(sentence))
    return replace(finding, sentence=sentence, base=finding.base + note(panel, context))
