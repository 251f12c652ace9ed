"""The stories planted in the demo city, declared as data: the generation follows them, tests and pages check them.

They hold for ``rows=1`` and any size, except that larger cities have further, unremarkable counties.
"""

import datetime as dt
from dataclasses import dataclass

from data_access.demo.streams import AS_OF

IMPROVING = "C05"
FALLING = "C07"
SINGLE_CASE = "C10"
RARELY_IN_COURT = "C09"
CORRECTED = "C08"
PAPER_CLOSER = "C02-urban_management"
PAPER_CLOSING_TEXT = "已按要求整改到位，建章立制，长效管理，申请销号。"
PAPER_CLOSURES_FROM = dt.date(2026, 1, 1)
BAD_SITE = "SF-006"
BAD_SITE_UNIT = "C06-transport"
SILENT = "M-health"
SEVERAL_BLANK = "C04-public_security"
DEEMED = "C02"
SHARED_HEADS = "C01"
REVERSED = "C03-urban_management"
ONE_CASE = "M-data"
EXCUSED = "C09-natural_resources"
# Suits entered wrong, of which one stands with both.
DOUBTED, DOUBTED_WITH = "M-gardens", "M-forestry"
# An item that is open by its events and closed by its column.
CONTRADICTED, CONTRADICTED_ITEM = "C04-ecology", "ZG-2026-0407-004"
CONTRADICTED_ON = dt.date(2026, 10, 15)
STUCK_FROM = dt.date(2026, 3, 1)
# Half a year whose ranking was published before the correction.
PUBLISHED = (dt.date(2026, 1, 1), dt.date(2026, 6, 30))
CORRECTED_CASES = 3


@dataclass(frozen=True)
class Figure:
    """What is found for one indicator and period: between ``low`` and ``high`` (a share, a count or a place).

    ``base`` is the exact (numerator, denominator) where the story depends on single cases.
    """

    indicator: str
    first: dt.date
    last: dt.date
    low: float
    high: float
    base: tuple[int, int] | None = None


@dataclass(frozen=True)
class Story:
    """One planted story: the unit it is about, what a reader finds, and the figures that show it."""

    key: str
    unit: str
    finds: str
    figures: tuple[Figure, ...]
    record: str = ""


def _year(indicator: str, year: int, low: float, high: float, base: tuple[int, int] | None = None) -> Figure:
    return Figure(indicator, dt.date(year, 1, 1), min(dt.date(year, 12, 31), AS_OF), low, high, base)


def _years(indicator: str, *bounds: tuple[int, float, float]) -> tuple[Figure, ...]:
    return tuple(_year(indicator, year, low, high) for year, low, high in bounds)


STORIES = (
    Story(
        "improving_county",
        IMPROVING,
        "穗原县连续三年向好：败诉率逐年下降，出庭应诉率和按期整改率逐年上升。",
        (
            *_years("loss_rate", (2023, 0.20, 0.24), (2024, 0.15, 0.19), (2025, 0.10, 0.14), (2026, 0.04, 0.09)),
            *_years("appearance_rate", (2023, 0.46, 0.54), (2024, 0.64, 0.72), (2025, 0.80, 0.88), (2026, 0.93, 1)),
            *_years(
                "rectification_on_time_rate", (2023, 0.45, 0.62), (2024, 0.6, 0.76), (2025, 0.74, 0.88), (2026, 0.87, 1)
            ),
        ),
    ),
    Story(
        "falling_county",
        FALLING,
        "云泊县三年连降：败诉率升到全市第一，出庭应诉率、按期整改率逐年下滑。",
        (
            *_years("loss_rate", (2023, 0.07, 0.11), (2024, 0.12, 0.16), (2025, 0.18, 0.22), (2026, 0.25, 0.31)),
            *_years("appearance_rate", (2023, 0.77, 0.83), (2024, 0.73, 0.79), (2025, 0.69, 0.75), (2026, 0.64, 0.71)),
            *_years(
                "rectification_on_time_rate",
                (2023, 0.7, 0.88),
                (2024, 0.6, 0.78),
                (2025, 0.48, 0.68),
                (2026, 0.25, 0.5),
            ),
        ),
    ),
    Story(
        "single_case_veto",
        SINGLE_CASE,
        "禾丘县 2026 年 1—10 月结案 9 件、败诉 2 件，败诉率 22.2%，列前三且高于全市；"
        "少败 1 件即不否决，样本少，请复核。",
        (_year("loss_rate", 2026, 0.222, 0.223, (2, 9)),),
    ),
    Story(
        "rarely_in_court",
        RARELY_IN_COURT,
        "丹崖县 2026 年出庭应诉率全市最低，低于全市平均且列后三位。",
        (_year("appearance_rate", 2026, 0.6, 0.7),),
    ),
    Story(
        "paper_closures",
        PAPER_CLOSER,
        "栖梧区城市管理局 2026 年到期的整改全部在到期前两天内销号，无附件，销号说明一字不差："
        "按期率 100%，实为纸面销号。",
        (
            _year("rectification_on_time_rate", 2026, 1, 1),
            _year("paper_closures", 2026, 10, 40),
        ),
    ),
    Story(
        "site_to_lose_its_plate",
        BAD_SITE_UNIT,
        "柏峪县交通运输局的示范点一年多前被限期整改，至今仍有 3 项以上逾期,24 个月没有交流活动，应当摘牌。",
        (Figure("overdue_items", STUCK_FROM, AS_OF, 3, 30),),
        BAD_SITE,
    ),
    Story(
        "correction_moves_a_rank",
        CORRECTED,
        "竹汀县 2026 年上半年出庭应诉率 100%，公布时居前三；核查发现 3 件实为工作人员出庭"
        "（其中 1 件有共同被告的负责人出庭，仍算出庭），更正后退出前三。",
        (Figure("appearance_rate", *PUBLISHED, 1, 1),),
    ),
    Story(
        "silent_months",
        SILENT,
        "澄衡市卫生健康委员会 2026 年有 2 个月的行政诉讼没有报送，也没有报无案件：它的出庭应诉率、败诉率视同未报送。",
        (_year("silent_months", 2026, 2, 2),),
    ),
    Story(
        "blank_outcomes",
        SEVERAL_BLANK,
        "鹿屏市公安局 2026 年有 2 件一审审结而没有填裁判结果：不算败诉，也不算没有败诉，注明 2 件未填。",
        (_year("blank_outcomes", 2026, 2, 2),),
    ),
    Story(
        "deemed_acceptance",
        DEEMED,
        "栖梧区 2026 年 10 月 20 日收到的一件复议申请，五个工作日内没有决定，视为受理，按未在期限内决定计。",
        (_year("deemed_acceptances", 2026, 1, 1),),
        "栖梧政复〔2026〕467号",
    ),
    Story(
        "heads_of_co_defendants",
        SHARED_HEADS,
        "望澜区 2026 年有几件只派了工作人员，但共同被告的负责人出了庭，这几件算负责人出庭。",
        (_year("shared_heads", 2026, 2, 10),),
    ),
    Story(
        "contradicted_item",
        CONTRADICTED,
        "鹿屏市生态环境局的一件整改，台账写着 2026 年 10 月 15 日销号，办理记录里没有销号：按记录算在办，并列出矛盾。",
        (_year("contradicted_items", 2026, 1, 1),),
        CONTRADICTED_ITEM,
    ),
    Story(
        "reversed_loss",
        REVERSED,
        "砚川区城市管理局 2026 年一审败诉的一件，二审已经改判：一审败诉率照算，生效败诉率不算。",
        (_year("reversed_losses", 2026, 1, 1),),
        "(2025)演0103行初99号",
    ),
    Story(
        "too_few_to_compare",
        ONE_CASE,
        "澄衡市数据局 2026 年一审只审结 1 件：样本少，不作比较。",
        (_year("closed_suits", 2026, 1, 1),),
    ),
    Story(
        "excused_absence",
        EXCUSED,
        "丹崖县自然资源局 2026 年有 1 件负责人因正当理由没有出庭：仍算未出庭，单列。",
        (_year("excused_absences", 2026, 1, 1),),
    ),
    Story(
        "suits_that_cannot_be_right",
        DOUBTED,
        "澄衡市园林绿化中心有 3 件诉讼填得自相矛盾：没出庭却有发言，出了庭却没有开庭日期，一案与林草局都记为第一被告。",
        (_year("doubtful_suits", 2026, 3, 3),),
    ),
)
