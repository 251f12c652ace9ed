"""What a load says that it did to scores, vetoes and published figures, worked out by hand."""

from sqlalchemy import Engine

from data_access.commands.change_console import effects_in_words
from data_access.loading.effects import PublicationChange, VetoChange
from data_access.publishing.load_effects import effects_of
from tests.data_access.assessed_city import MARKS, case, load, marks, of_ledger
from wording import wording


def test_a_loss_more_costs_four_points_brings_a_veto_and_leaves_the_publication_behind(published_city: Engine) -> None:
    # 2/10 lost instead of 1/10: 60 instead of 80 of an indicator of 40 %, of a component of 50 %. Tied with 乙.
    lost = of_ledger("litigation", [case("C1", 5, lost=True)])
    effects = load(published_city, lost, effects=effects_of).effects
    assert effects is not None
    assert effects.rescored is not None
    ((unit, before, now),) = [(each.unit, each.before, each.now) for each in effects.rescored]
    assert (unit, round((before or 0) - (now or 0), 2)) == ("甲县", 4.0)
    assert effects.vetoes == (VetoChange("甲县", "loss", proposed=True),)
    # The city's own figures are those that the veto's average rests on.
    assert effects.publications == (PublicationChange("2025-1", ("", "甲县")),)
    # One line: 50 % of 68 and of 60, 30 % of 90, 20 % of 81.5.
    assert effects_in_words(effects, wording("zh")) == (
        "对考核的影响：1 个单位本年度得分有变化（甲县 77.30→73.30）；"
        "一票否决有 1 处变化（甲县新触及“败诉率高于平均且名次靠前”）；"
        "发布 2025-1 中，全市、甲县的数字与现有数据不再一致。"
    )
    # Back again: what agrees once more is no news of the publication, the veto that goes is.
    back = load(published_city, of_ledger("litigation", [case("C1", 5)]), effects=effects_of).effects
    assert back is not None
    assert (back.vetoes, back.publications) == ((VetoChange("甲县", "loss", proposed=False),), ())
    line = effects_in_words(back, wording("zh"))
    assert ("甲县 73.30→77.30" in line, "甲县不再触及" in line, "没有新的不一致" in line) == (True, True, True)


def test_a_mark_counts_though_no_case_is_touched_and_what_a_publication_does_not_rest_on_leaves_it(
    published_city: Engine,
) -> None:
    effects = load(published_city, marks({**MARKS, "C4": 80}), effects=effects_of).effects
    assert effects is not None
    ((unit, before, now),) = [(each.unit, each.before, each.now) for each in effects.rescored or ()]
    assert (unit, round((now or 0) - (before or 0), 2)) == ("丁县", 3.0)
    assert (effects.vetoes, effects.publications) == ((), (PublicationChange("2025-1", ("丁县",)),))
    later = case("C1", 99, heard_on="2025-07-03", closed_on="2025-07-20")
    effects = load(published_city, of_ledger("litigation", [later]), effects=effects_of).effects
    assert effects is not None
    assert effects.publications == ()
