"""The assessment that a viewer may see: today's for those who make it, what was published for everybody else."""

from data_access.asked.periods import Period
from data_access.publishing.evidence import evidence
from data_access.publishing.publications import publication_of, published
from data_access.reading.assessed import Assessed, assess, judged
from data_access.reading.hidden import UNPUBLISHED
from data_access.reading.reader import Reader


def seen_assessment(reader: Reader, group: str, period: Period) -> Assessed | None:
    """``assess`` for who sees what is not published; else the group as the publication of exactly these months has it.

    None where there is none, which is then noted as hidden: nobody is told that there is no score, place or veto.
    """
    if reader.viewer.sees_unpublished:
        return assess(reader, group, period)
    number = publication_of(reader, period)
    found = evidence(reader)[number] if number else None
    if found is None or number is None or not found.intact or group not in found.ranks:
        reader.note_hidden({UNPUBLISHED: 1})
        return None

    def of_then() -> Assessed:
        content = published(reader, number)
        with content.declared.standing():
            return judged(content.scheme, group, content.period, content.groups[group].inputs, content.rules)

    kept: Assessed = reader.kept("published_assessment", (number, group), of_then)
    return kept
