"""Major decisions and legislation plans: which steps were kept, what was looked at afterwards, what was completed."""

import numpy as np

from data_access.demo.city import Units
from data_access.demo.profiles import yearly_rates
from data_access.demo.streams import (
    AS_OF,
    YEARS,
    Columns,
    Dates,
    Draws,
    Flags,
    Integers,
    Numbers,
    Objects,
    again,
    days,
    happened,
    number_within,
    optional,
    pick,
    records,
    stream,
    whole_counts,
    working,
    year_of,
    year_place,
)
from data_access.demo.workload import PART_OF_YEAR, dated_records
from data_access.ledgers.major_decision import MAY_NOT_APPLY, STEPS

TABLE, PLANS = "major_decision", "legislation_project"
DECISIONS = ("day", "subject", *STEPS, "consultation", "risk", "review", "hearing", "published", "catalogue", "wrong")
# Decisions of a full year by kind of unit.
A_YEAR = {"city": 7.0, "county": 4.6, "municipal_department": 0.9}
# How often each step is kept in a usual county, and from how many to how many days before the decision.
KEPT = {
    "public_participation": (0.93, 75, 110), "expert_argument": (0.88, 45, 70), "risk_assessment": (0.90, 28, 44),
    "legality_review": (0.97, 10, 25), "collective_decision": (0.985, 0, 3),
}  # fmt: skip
# Who mends findings in time keeps the steps: how much of the one comes with the other.
IN_STEP, USUALLY_MENDED = 0.3, 0.74
NOT_APPLICABLE, WITHOUT_REASON, BLANK = 0.09, 0.25, 0.1
REASONS = {"expert_argument": "不涉及专业性、技术性问题", "risk_assessment": "不涉及社会稳定、生态环境等风险"}
SHORT_CONSULTATION, SHORT_REVIEW = 0.12, 0.08
RISKS = {"low": 74, "medium": 22, "high": 4}
METHODS = ("部门论证、专家咨询", "部门论证、专家咨询、公众参与", "专家咨询、专业机构测评",
           "部门论证、专家咨询、公众参与、专业机构测评")  # fmt: skip
UNSAID = 0.012
HEARING_REQUIRED, HEARING_HELD, PUBLISHED, IN_CATALOGUE = 0.36, 0.86, 0.94, 0.9
SUBJECTS = (
    "城市公共交通票价调整", "居民生活用水价格调整", "义务教育学区划分调整", "老旧小区改造三年计划", "国土空间分区规划",
    "生活垃圾处理设施选址", "中心城区停车收费标准", "养老服务设施布局规划", "污水处理费标准调整", "农贸市场改造方案",
    "城市更新专项规划", "殡葬服务价格调整", "河道综合整治工程", "公立医院搬迁方案", "集中供热价格调整",
    "产业园区扩区方案", "历史街区保护规划", "燃气管网改造工程",
)  # fmt: skip
# How many of the decisions of the year before a government looks at in a year; few do without.
LOOKED_AT = {"0": 34, "1": 42, "2": 24}
RESULTS = ("达到预期", "基本达到预期，配套措施需要完善", "未达到预期，已启动调整")
WRONG = 0.04
CONSEQUENCES = "决策失误造成损失，对分管负责人给予诫勉，对承办机构负责人给予政务警告"

PROJECTS_A_YEAR = {"city": 11.0, "county": 3.4}
OF_PLANS = ("kind", "priority", "done", "when", "consulted", "experts", "benefit", "evaluated", "subject")
COMPLETED, COMPLETED_FIRST, LATE = 0.82, 0.93, 0.5
PROJECTS = (
    "城市生活垃圾分类管理", "电动自行车管理", "物业服务管理", "城市供水用水管理", "住宅电梯安全管理", "餐厨废弃物管理",
    "户外招牌设置管理", "公共数据共享管理", "城市停车设施管理", "养犬管理", "古树名木保护", "建设工程扬尘防治",
    "公共租赁住房管理", "行政规范性文件管理", "社会信用信息管理", "营商环境优化",
)  # fmt: skip


def generate_decisions(units: Units, seed: int, rows: int) -> Columns:
    """The ledger's columns: every decision taken by the as-of date."""
    expected = np.array([A_YEAR.get(kind, 0.0) for kind in units.kinds])[:, None] * PART_OF_YEAR * rows
    unit, decided, draws = dated_records(units, seed, TABLE, expected, DECISIONS)
    conduct = IN_STEP * (yearly_rates(units, seed, "on_time")[unit, year_place(decided)] - USUALLY_MENDED)
    steps = _steps(decided, draws, conduct)
    consulted, assessed, reviewed = (
        ~np.isnat(steps[f"{step}_on"]) for step in ("public_participation", "risk_assessment", "legality_review")
    )
    required = draws["hearing"] < HEARING_REQUIRED
    held = required & (again(draws["hearing"], 1) < HEARING_HELD + conduct)
    evaluated = _evaluated(units, seed, unit, decided)
    looked_at = ~np.isnat(evaluated)
    wrong = draws["wrong"] < WRONG
    result = np.where(wrong, RESULTS[2], np.array(RESULTS)[(draws["subject"] * 97 % 1 > 0.6).astype(int)])
    long, slow = draws["consultation"], draws["review"]
    return {
        "unit_id": np.array(units.codes, dtype=object)[unit],
        "decision_no": _numbers(units, unit, year_of(decided), "决"),
        "title": _picked(SUBJECTS, draws["subject"]),
        "in_catalogue": optional(draws["catalogue"] < 0.98, again(draws["catalogue"], 1) < IN_CATALOGUE),
        "decided_on": decided,
        **steps,
        "consultation_days": optional(consulted, np.where(long < SHORT_CONSULTATION, 10 + long * 150, 30 + long * 15)
                                      .astype(int)),
        "risk_methods": optional(assessed, _picked(METHODS, again(draws["risk"], 1))),
        "risk_result": optional(assessed, pick(draws["risk"], RISKS)),
        "legality_days": optional(reviewed, np.where(slow < SHORT_REVIEW, 3 + slow * 40, 7 + slow * 8).astype(int)),
        "hearing_required": optional(draws["published"] >= UNSAID, required),
        "hearing_on": np.where(held, working(decided - days(draws["hearing"], 30, 60)), np.datetime64("NaT")),
        "published_on": happened(decided + days(draws["published"], 2, 20), again(draws["published"], 1) < PUBLISHED),
        "evaluated_on": evaluated,
        "evaluation_result": optional(looked_at, result),
        "accountability": optional(wrong, CONSEQUENCES),
    }  # fmt: skip


def _steps(decided: Dates, draws: Draws, conduct: Numbers) -> Columns:
    """Of each step the day, whether it does not apply, and why; a few cells of what was not done stay blank."""
    columns: Columns = {}
    for step, (chance, latest, earliest) in KEPT.items():
        drawn = draws[step]
        may_not = step in MAY_NOT_APPLY
        applies: Flags = again(drawn, 1) >= (NOT_APPLICABLE if may_not else 0)
        done = applies & (drawn < chance + conduct)
        told = again(drawn, 2) >= BLANK
        day = decided - days(again(drawn, 3), latest, earliest)
        columns[f"{step}_on"] = np.where(done, working(day), np.datetime64("NaT"))
        columns[f"{step}_not_applicable"] = optional(~done & told, ~applies)
        reasoned = ~done & told & ~applies & (again(drawn, 4) >= WITHOUT_REASON)
        columns[f"{step}_reason"] = optional(reasoned, REASONS.get(step, ""))
    return columns


def _evaluated(units: Units, seed: int, unit: Integers, decided: Dates) -> Dates:
    """The day on which each was looked at, if it was: in each year one or two of those of the year before."""
    found = np.full(len(decided), np.datetime64("NaT"), dtype="datetime64[D]")
    years = year_of(decided)
    for place in np.flatnonzero(np.isin(units.kinds, ("city", "county"))):
        drawn = stream(seed, f"{TABLE}/evaluated", units.codes[place]).random((len(YEARS), 2))
        for year, (share, month) in zip(YEARS, drawn, strict=True):
            rows = np.flatnonzero((unit == place) & (years == year - 1))
            chosen = rows[: int(pick(np.array([share]), LOOKED_AT)[0])]
            for turn, row in enumerate(chosen):
                found[row] = np.datetime64(f"{year}-02-01") + np.timedelta64(int(month * 270) + 20 * turn, "D")
    return happened(working(found))


def _numbers(units: Units, unit: Integers, years: Integers, kind: str) -> Objects:
    """望澜政决〔2026〕3号."""
    short = units.frame["short_name"].to_numpy()[unit]
    running = number_within(unit, years) + 1
    parts = zip(short, years.tolist(), running.tolist(), strict=True)
    return np.array([f"{name}{kind}〔{year}〕{place}号" for name, year, place in parts], dtype=object)


def _picked(options: tuple[str, ...], drawn: Numbers) -> Objects:
    picked: Objects = np.array(options, dtype=object)[np.floor(drawn * len(options)).astype(int)]
    return picked


def generate_projects(units: Units, seed: int, rows: int) -> Columns:
    """The columns of the legislation plans of the city and the counties, year by year."""
    expected = np.array([[PROJECTS_A_YEAR.get(kind, 0.0)] * len(YEARS) for kind in units.kinds])
    counts = whole_counts(seed, PLANS, units.codes, expected) * rows
    unit, year = records(counts)
    draws = Draws(seed, PLANS, units.codes, counts.sum(axis=1), OF_PLANS)
    priority = draws["priority"] < 0.35
    in_year = draws["done"] < np.where(priority, COMPLETED_FIRST, COMPLETED)
    late = ~in_year & (again(draws["done"], 1) < LATE)
    first = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    # Most plans are completed in the second half of their year; what is late takes some months of the next.
    within = first + days(np.sqrt(draws["when"]), 60, 355)
    completed = happened(working(np.where(in_year, within, first + days(draws["when"], 370, 520))), in_year | late)
    done = ~np.isnat(completed)
    under_way = ~done & (draws["done"] < 0.97)
    gone = (np.datetime64(AS_OF) - first).astype(int)
    stage = np.where(done, "completed", np.where(~under_way, "put_off", _stage(gone, draws["when"])))
    far = done | np.isin(stage, ("consulting", "review"))
    rule = np.array([kind == "city" for kind in units.kinds])[unit] & (draws["kind"] < 0.4)
    subject = _picked(PROJECTS, draws["subject"])
    evaluated = happened(working(completed + days(draws["evaluated"], 380, 900)), draws["evaluated"] < 0.2)
    return {
        "unit_id": np.array(units.codes, dtype=object)[unit],
        "project_no": _numbers(units, unit, year, "立"),
        "title": subject + np.where(rule, "办法", "若干规定"),
        "kind": np.where(rule, "rule", "normative").astype(object),
        "planned_year": year,
        "priority": priority,
        "stage": stage.astype(object),
        "consulted": optional(far & (draws["consulted"] >= 0.01), again(draws["consulted"], 1) < 0.93),
        "hearing_or_experts": optional(far, draws["experts"] < np.where(rule, 0.7, 0.3)),
        "cost_benefit": optional(far, draws["benefit"] < np.where(rule, 0.45, 0.18)),
        "completed_on": completed,
        "evaluated_on": evaluated,
    }


def _stage(days_gone: Integers, drawn: Numbers) -> Objects:
    """How far a project is that goes on, by how much of its year is over."""
    far = days_gone / 365 * (0.35 + 0.65 * drawn)
    return np.select([far < 0.15, far < 0.35, far < 0.6], ["planned", "drafting", "consulting"], "review")
