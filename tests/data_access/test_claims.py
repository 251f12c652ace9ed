"""What somebody copied from a screen, a paper or a receipt is answered by what can be proved of it."""

import pytest
from sqlalchemy import Engine, update

from data_access.reading.available import choices_for
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.tables import publication
from panels.declare import Context
from panels.definitions.proof import PROOF
from tests.panels.checks import check_whole
from tests.panels.given import asked


def proved(city: Engine, text: str, language: str = "zh", viewer: Viewer = ALL_SEEING) -> tuple[str, str]:
    """Level and sentence of what was typed, about a city with one publication of data version 1; whole in all parts."""
    with reading(city, viewer) as reader:
        choices, state = choices_for(reader, reader.units(), reader.state().data_as_of), reader.state()
        context = Context(asked(language, proof=text).selection, state, choices)
        figures = PROOF.figures(reader, context)
    check_whole(PROOF, figures, context, draw=True)
    found = PROOF.finding(figures, context)
    return found.level, found.sentence


CLAIMS = {
    "nothing typed": ("", "good", "1 次发布"),
    "the data as they stand": ("v2", "plain", "库中现有"),
    "no version yet": ("v3", "watch", "另一个库"),
    "a whole stamp": ("数据截至 2025-07-31　·　发布编号 2025-1　·　数据版本 2　·　2025年", "plain", "库中现有"),
    "a stamp of English": ("As of 2025-07-31 · publication 2025-1 · data version 2", "plain", "库中现有"),
    "another day": ("数据截至 2025-11-30　·　数据版本 2", "bad", "2025-11-30"),
    "a day that is none": ("数据截至 2025-13-30　·　数据版本 2", "watch", "2025-13-30"),
    "an unknown publication": ("发布编号 2025-7 · 数据版本 2", "bad", "2025-7"),
    "a publication made later": ("发布编号 2025-1 · 数据版本 1", "bad", "v2 才发布"),
    "made-up data": ("数据版本 2 · 演示数据，单位均为虚构", "bad", "演示数据"),
    "a publication": ("2025-1", "good", "完好"),
    "none of that number": ("2025-9", "watch", "2025-9"),
    "a receipt cut short": ("2025-1 88d4 266f", "watch", "8 位"),
    "a receipt of another": ("2025-1 " + "0" * 64, "bad", "不一致"),
    "a receipt alone, unknown": ("0" * 64, "watch", "0000 0000 0000"),
    "no claim": ("甲乙丙", "watch", "甲乙丙"),
}


@pytest.mark.one_in(2)
@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_a_stamp_or_publication_is_answered_by_what_can_be_proved_of_it(
    published_city: Engine,
    claim: tuple[str, str, str],
) -> None:
    text, level, says = claim
    found, sentence = proved(published_city, text)
    assert (found, says in sentence) == (level, True), sentence
    assert proved(published_city, text, "en")[0] == level


def test_a_receipt_proves_its_publication_with_a_number_or_without_and_a_slip_is_told_from_forgery(
    published_city: Engine,
) -> None:
    with published_city.connect() as connection:
        sha256 = str(connection.execute(publication.select()).one().sha256)
    slip = sha256[:-1] + ("0" if sha256[-1] != "0" else "1")
    assert proved(published_city, f"2025-1 {sha256.upper()}") == proved(published_city, sha256)
    assert proved(published_city, sha256)[0] == "good"
    assert proved(published_city, f"2025-1 {slip}")[0] == "watch"
    with published_city.begin() as connection:
        content = bytes(connection.execute(publication.select()).one().content)
        connection.execute(update(publication).values(content=content.replace(b"88.6,", b"98.6,")))
    assert proved(published_city, "2025-1")[0] == "bad"
    assert proved(published_city, "")[0] == "bad"
    assert proved(published_city, "v1")[0] == "bad"
