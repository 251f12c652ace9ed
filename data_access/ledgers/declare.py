"""Ledgers: one declaration per sheet that an office keeps.

A ledger drives the blank workbook, the validation, the load and the data dictionary. Headers stand here in both
languages because they are the contract of a file; the labels of codes stand in the catalogues (``outcome.revoked``).
"""

from dataclasses import dataclass
from typing import Literal

from data_access.ledgers.counting_rules import SHIPPED

# "group" and "item" are texts of which some words are known by their labels (see ``known_words``): a peer group, and
# what a scheme scores (an indicator, a reviewer group, or a mark item of the city's own).
ColumnKind = Literal["text", "code", "date", "integer", "decimal", "flag", "unit", "month_day", "group", "item"]

UNIT_KINDS = ("city", "county", "municipal_department", "county_department", "township")
SECTORS = (
    "public_security", "market_regulation", "natural_resources", "housing", "urban_management", "human_resources",
    "ecology", "transport", "health", "education", "agriculture", "emergency_management", "water", "culture_tourism",
    "commerce", "civil_affairs", "justice", "finance", "statistics", "development_reform", "audit", "veterans",
    "science_technology", "industry", "government_services", "township",
)  # fmt: skip
INSTANCES = ("first", "second", "retrial")
DEFENDANT_ROLES = ("first", "co")
PLAINTIFF_KINDS = ("person", "company", "organisation")
HEAD_ATTENDED = ("chief", "deputy", "other_head", "staff", "none")
LITIGATION_OUTCOMES = (
    "claim_dismissed", "suit_dismissed", "revoked", "partly_revoked", "altered", "confirmed_illegal", "void",
    "ordered_to_perform", "ordered_to_pay", "agreement_judgment", "mediated", "withdrawn", "withdrawn_after_change",
    "transferred", "terminated",
)  # fmt: skip
RECONSIDERATION_OUTCOMES = (
    "upheld", "dismissed", "revoked", "altered", "confirmed_illegal", "ordered_to_perform", "mediated", "settled",
    "withdrawn_after_change", "withdrawn", "terminated",
)  # fmt: skip
PROCEDURES = ("ordinary", "simplified")
ACCEPTANCES = ("accepted", "refused", "transferred", "withdrawn")
HEARING_MODES = ("written", "field", "hearing")
SUGGESTIONS = ("none", "opinion", "proposal")
PETITION_CHANNELS = ("visit", "letter", "online", "hotline")
PETITION_OUTCOMES = ("resolved", "explained", "transferred", "sued", "repeated")
MEETING_PARTNERS = ("court", "petition_office", "prosecutor")
RECTIFICATION_SOURCES = (
    "assessment", "case_file_review", "reconsideration_opinion", "judicial_suggestion", "external_review",
    "inspection", "meeting",
)  # fmt: skip
SEVERITIES = ("minor", "ordinary", "serious")
RECTIFICATION_EVENTS = (
    "assigned", "started", "submitted", "returned", "extended", "closed", "reminded", "supervised",
)  # fmt: skip
SITE_LEVELS = ("provincial", "municipal", "county")
SITE_STATES = ("cultivating", "applied", "assessed", "designated", "reviewed", "warned", "revoked")
SITE_EVENTS = (
    "cultivated", "applied", "assessed", "designated", "reviewed", "warned", "restored", "revoked", "exchange",
)  # fmt: skip
# Ledgers that units hand in period by period, so that silence can be told from "nothing to report" and from nought.
REPORTED_LEDGERS = ("litigation", "reconsideration", "rectification")
FREQUENCIES = ("month", "quarter", "year")
MATERIAL_STATES = ("submitted", "accepted", "returned")
REVIEW_RESULTS = ("conforming", "corrected", "revoked", "pending")
COUNTING_RULES = tuple(dict.fromkeys(rule for rule, _from, _value in SHIPPED))
AVERAGE_SCOPES = ("city", "peer_group")
AVERAGE_METHODS = ("pooled", "mean_of_rates")
SCHEME_COMPONENTS = ("daily", "annual", "external")
MISSING_POLICIES = ("zero", "block")
MARK_COMPONENTS = ("annual", "adjustment")
REVIEWER_GROUPS = ("public", "companies", "deputies", "lawyers")
# The first two are computed as well (article 18); the others are only ever recorded (article 4).
VETO_CLAUSES = (
    "appearance", "loss", "serious_violation", "mass_incident", "judgment_refused", "falsified_data", "other",
)  # fmt: skip
VETO_SOURCES = ("computed", "recorded")
VETO_STATUSES = ("proposed", "confirmed", "appealed", "lifted", "rejected")
USES_OF_RESULTS = ("award", "promotion_reference", "talk", "notice")


@dataclass(frozen=True)
class LedgerColumn:
    """One column of a ledger.

    ``codes`` are the allowed values of a code column, whose labels stand under ``labels`` in the catalogues
    (``labels="outcome"`` → ``outcome.revoked``); a file may hold the code or its label in any language.
    ``event`` marks a date that has happened: it may not lie in the future, and the latest one dates the ledger.
    ``not_before`` names a column of the same row whose date must not be later than this one.
    """

    name: str
    zh: str
    en: str
    kind: ColumnKind = "text"
    required: bool = False
    codes: tuple[str, ...] = ()
    labels: str = ""
    default: str | int | float | bool | None = None
    event: bool = False
    not_before: str = ""
    example: str = ""


@dataclass(frozen=True)
class Ledger:
    """One sheet of the workbook and the table it fills; ``natural_key`` lists database columns, unit first.

    ``dated_by`` names the columns whose first filled one puts a row into a period (a year stands for all its months);
    a ledger without them is never replaced by period. ``named_by`` is the column of the key by which people name a row
    (default: the second).
    """

    key: str
    table: str
    zh: str
    en: str
    natural_key: tuple[str, ...]
    columns: tuple[LedgerColumn, ...]
    parent: str = ""
    several_defendants: bool = False
    dated_by: tuple[str, ...] = ()
    named_by: str = ""

    def column(self, name: str) -> LedgerColumn:
        """The column of that database name; ``KeyError`` when the ledger has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"ledger {self.key} has no column {name}")


def _text(name: str, zh: str, en: str, example: str = "", required: bool = False) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "text", required, example=example)


def _date(
    name: str, zh: str, en: str, example: str = "", required: bool = False, not_before: str = "", event: bool = True
) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "date", required, event=event, not_before=not_before, example=example)


def _code(
    name: str, zh: str, en: str, codes: tuple[str, ...], labels: str, required: bool = False, default: str | None = None
) -> LedgerColumn:
    example = default or codes[0]
    return LedgerColumn(name, zh, en, "code", required, codes, labels, default, example=example)


def _flag(name: str, zh: str, en: str, example: str = "", default: bool | None = None) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "flag", default=default, example=example)


def _count(
    name: str, zh: str, en: str, example: str = "", default: int | None = None, required: bool = False
) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "integer", required, default=default, example=example)


def _decimal(
    name: str, zh: str, en: str, example: str = "", default: float | None = None, required: bool = False
) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "decimal", required, default=default, example=example)


def _group(required: bool) -> LedgerColumn:
    return LedgerColumn("peer_group", "同类组", "Peer group", "group", required, example="counties")


def _item(name: str, example: str) -> LedgerColumn:
    return LedgerColumn(name, "考核项目", "Assessment item", "item", required=True, example=example)


def _unit(name: str, zh: str, en: str, example: str = "", required: bool = True) -> LedgerColumn:
    return LedgerColumn(name, zh, en, "unit", required, example=example)


_UNIT = _unit("unit_id", "单位", "Unit", "C01-natural_resources")
_YEAR = LedgerColumn("year", "年度", "Year", "integer", required=True, example="2026")
_VERSION = _count("version", "版本", "Version", "1", required=True)
_RESPONDENT = _unit("unit_id", "被申请人", "Respondent", "C01-natural_resources")
_DEFENDANT = _unit("unit_id", "被告", "Defendant", "C01-natural_resources")

UNITS = Ledger(
    "unit",
    "unit",
    "单位",
    "Units",
    ("code",),
    (
        _text("code", "单位代码", "Unit code", "C01-natural_resources", required=True),
        _text("name", "单位名称", "Unit name", "甲县自然资源局", required=True),
        _text("short_name", "简称", "Short name"),
        _text("pinyin", "拼音首字母", "Initials"),
        _code("kind", "单位类别", "Kind", UNIT_KINDS, "unit_kind", required=True, default="county_department"),
        _unit("county_id", "所属县区", "County", "C01", required=False),
        LedgerColumn("sector", "系统", "Sector", "code", codes=SECTORS, labels="sector", example="natural_resources"),
        _text("peer_group", "同类组", "Peer group"),
        _date("active_from", "启用日期", "Active from", event=False),
        _date("active_to", "停用日期", "Active to", event=False),
        _unit("merged_into", "并入单位", "Merged into", required=False),
        _count("sort_order", "排序", "Order"),
        _count("tile_row", "方格图行", "Tile row"),
        _count("tile_col", "方格图列", "Tile column"),
        _flag("archive_keeper", "是否建档", "Keeps an archive", "yes", default=False),
        _flag("officer_archive_pilot", "执法人员档案试点", "Officer archive pilot", "no", default=False),
    ),
)

LITIGATION = Ledger(
    "litigation",
    "litigation_case",
    "行政诉讼",
    "Litigation",
    ("unit_id", "case_no", "instance"),
    (
        _DEFENDANT,
        _text("case_no", "案号", "Case no.", "(2026)某0101行初12号", required=True),
        _code("instance", "审级", "Instance", INSTANCES, "instance", required=True, default="first"),
        _code("defendant_role", "被告地位", "Defendant's role", DEFENDANT_ROLES, "defendant_role", default="first"),
        _text("first_instance_case_no", "一审案号", "First-instance case no."),
        _text("court", "法院", "Court", "某县人民法院"),
        _text("matter", "案由", "Matter", "土地征收"),
        _code("plaintiff_kind", "原告类别", "Plaintiff", PLAINTIFF_KINDS, "plaintiff_kind"),
        _date("filed_on", "立案日期", "Filed on", "2026-03-02"),
        _date("heard_on", "开庭日期", "Heard on", "2026-04-10", not_before="filed_on"),
        _code("head_attended", "负责人出庭", "Head attended", HEAD_ATTENDED, "head_attended"),
        _flag("head_spoke", "负责人发言", "Head spoke", "yes"),
        _text("absence_reason", "未出庭原因", "Reason of absence"),
        _flag("absence_excused", "未出庭有正当理由", "Absence excused"),
        _flag("observed_trial", "旁听庭审", "Trial observed"),
        _date("closed_on", "结案日期", "Closed on", "2026-05-20", not_before="filed_on"),
        _code("outcome", "裁判结果", "Outcome", LITIGATION_OUTCOMES, "litigation_outcome"),
        _date("effective_on", "生效日期", "Effective on", not_before="closed_on"),
        _flag("judicial_suggestion", "司法建议", "Judicial suggestion"),
        _text("reconsideration_case_no", "复议案号", "Reconsideration case no."),
    ),
    several_defendants=True,
    dated_by=("filed_on", "heard_on", "closed_on"),
)

RECONSIDERATION = Ledger(
    "reconsideration",
    "reconsideration_case",
    "行政复议",
    "Reconsideration",
    ("unit_id", "case_no"),
    (
        _RESPONDENT,
        _text("case_no", "案号", "Case no.", "某政复〔2026〕15号", required=True),
        _code("defendant_role", "被申请人地位", "Role", DEFENDANT_ROLES, "defendant_role", default="first"),
        _unit("organ_id", "复议机关", "Reconsideration organ", "C01", required=False),
        _text("matter", "事项类别", "Matter", "行政处罚"),
        _code("procedure", "审理程序", "Procedure", PROCEDURES, "procedure", default="ordinary"),
        _date("received_on", "收到日期", "Received on", "2026-02-10"),
        _date(
            "decision_on_acceptance_on",
            "受理决定日期",
            "Decision on acceptance",
            "2026-02-14",
            not_before="received_on",
        ),
        _code("acceptance", "受理情况", "Acceptance", ACCEPTANCES, "acceptance", default="accepted"),
        _date("accepted_on", "受理日期", "Accepted on", "2026-02-14", not_before="received_on"),
        _code("hearing_mode", "审理方式", "Hearing mode", HEARING_MODES, "hearing_mode"),
        _count("suspended_days", "中止天数", "Days suspended", "0"),
        _count("extended_days", "延长天数", "Days extended", "0"),
        _date("closed_on", "审结日期", "Closed on", "2026-04-02", not_before="received_on"),
        _code("outcome", "审理结果", "Outcome", RECONSIDERATION_OUTCOMES, "reconsideration_outcome"),
        _code("suggestion", "意见书建议书", "Opinion or proposal", SUGGESTIONS, "suggestion", default="none"),
        _date("opinion_due_on", "意见书回复期限", "Opinion due on", event=False),
        _date("opinion_answered_on", "意见书回复日期", "Opinion answered on", not_before="closed_on"),
        _date("sued_on", "起诉日期", "Sued on", not_before="closed_on"),
    ),
    several_defendants=True,
    dated_by=("received_on", "decision_on_acceptance_on", "accepted_on", "closed_on"),
)

PETITION = Ledger(
    "petition",
    "petition",
    "信访",
    "Petitions",
    ("unit_id", "petition_no"),
    (
        _unit("unit_id", "责任单位", "Responsible unit", "C01-natural_resources"),
        _text("petition_no", "信访编号", "Petition no.", "某信〔2026〕21号", required=True),
        _code("channel", "信访渠道", "Channel", PETITION_CHANNELS, "petition_channel"),
        _text("reconsideration_case_no", "复议案号", "Reconsideration case no."),
        _text("matter", "信访事项", "Matter", "征地补偿"),
        _date("received_on", "收到日期", "Received on", "2026-03-02"),
        _date("closed_on", "办结日期", "Closed on", "2026-04-03", not_before="received_on"),
        _code("outcome", "办理结果", "Outcome", PETITION_OUTCOMES, "petition_outcome"),
        _flag("repeated", "重复信访", "Repeated", "no"),
        _flag("rated", "群众参评", "Rated", "yes"),
        _flag("satisfied", "群众满意", "Satisfied", "yes"),
    ),
    dated_by=("received_on", "closed_on"),
)

JOINT_MEETING = Ledger(
    "joint_meeting",
    "joint_meeting",
    "联席会议",
    "Joint meetings",
    ("unit_id", "meeting_no"),
    (
        _unit("unit_id", "召集单位", "Convening unit", "C01"),
        _text("meeting_no", "会议编号", "Meeting no.", "某联〔2026〕1号", required=True),
        _date("held_on", "召开日期", "Held on", "2026-03-18"),
        _code("partner", "联席单位", "Partner", MEETING_PARTNERS, "meeting_partner"),
        _text("topic", "议题", "Topic", "征地补偿争议会商"),
        _count("cases_discussed", "会商案件数", "Cases discussed", "6"),
        _count("resolved", "化解案件数", "Cases resolved", "4"),
    ),
    dated_by=("held_on",),
)

RECTIFICATION = Ledger(
    "rectification",
    "rectification",
    "整改事项",
    "Rectification",
    ("unit_id", "item_no"),
    (
        _UNIT,
        _text("item_no", "编号", "Item no.", "ZG-2026-0001", required=True),
        _code("source", "来源", "Source", RECTIFICATION_SOURCES, "rectification_source", required=True),
        _text("source_no", "来源文号", "Source no."),
        _text("category", "问题类别", "Category", "程序瑕疵"),
        _text("issue", "问题", "Issue", "未告知听证权利"),
        _text("measure", "整改措施", "Measure"),
        _text("responsible_person", "责任人", "Responsible person"),
        _text("checker", "验收人", "Checker"),
        _code("severity", "严重程度", "Severity", SEVERITIES, "severity", default="ordinary"),
        _date("assigned_on", "交办日期", "Assigned on", "2026-03-01", required=True),
        _date("due_on", "整改期限", "Due on", "2026-04-30", required=True, not_before="assigned_on", event=False),
        _date("extended_on", "批准延期日期", "Extended on", not_before="assigned_on"),
        _date("extended_due_on", "延期后期限", "Extended due on", not_before="due_on", event=False),
        _text("extension_approved_by", "延期批准人", "Extension approved by"),
        _date("submitted_on", "报验日期", "Submitted on", not_before="assigned_on"),
        _date("closed_on", "销号日期", "Closed on", not_before="assigned_on"),
        _count("returned_count", "退回次数", "Times returned", "0", default=0),
        _count("attachment_count", "附件数", "Attachments", "1"),
        _text("closure_text", "销号说明", "Closing text"),
        _text("recurrence_of", "复发自", "Recurrence of"),
    ),
    dated_by=("assigned_on",),
)

RECTIFICATION_EVENT = Ledger(
    "rectification_event",
    "rectification_event",
    "整改事件",
    "Rectification events",
    ("unit_id", "item_no", "occurred_on", "kind", "seq"),
    (
        _UNIT,
        _text("item_no", "编号", "Item no.", "ZG-2026-0001", required=True),
        _date("occurred_on", "发生日期", "Occurred on", "2026-03-01", required=True),
        _code("kind", "事件", "Event", RECTIFICATION_EVENTS, "rectification_event", required=True),
        _count("seq", "序号", "Sequence", "1", default=1),
        _date("new_due_on", "新期限", "New due date", event=False),
        _text("note", "说明", "Note"),
        _text("actor", "经办", "Actor"),
    ),
    parent="rectification",
    dated_by=("occurred_on",),
)

DEMONSTRATION_SITE = Ledger(
    "demonstration_site",
    "demonstration_site",
    "示范点",
    "Demonstration sites",
    ("unit_id", "site_no"),
    (
        _UNIT,
        _text("site_no", "编号", "Site no.", "SF-001", required=True),
        _text("name", "名称", "Name", "某局行政执法示范点", required=True),
        _code("level", "级别", "Level", SITE_LEVELS, "site_level", required=True, default="municipal"),
        _text("highlight", "亮点", "Highlight"),
        _code("state", "状态", "State", SITE_STATES, "site_state", required=True),
        _date("state_since", "状态起始日期", "State since", "2025-06-01"),
    ),
    dated_by=("state_since",),
)

DEMONSTRATION_EVENT = Ledger(
    "demonstration_event",
    "demonstration_event",
    "示范点事件",
    "Demonstration events",
    ("unit_id", "site_no", "occurred_on", "kind", "seq"),
    (
        _UNIT,
        _text("site_no", "编号", "Site no.", "SF-001", required=True),
        _date("occurred_on", "发生日期", "Occurred on", "2025-06-01", required=True),
        _code("kind", "事件", "Event", SITE_EVENTS, "site_event", required=True),
        _count("seq", "序号", "Sequence", "1", default=1),
        _text("batch", "批次", "Batch"),
        _text("note", "说明", "Note"),
    ),
    parent="demonstration_site",
    dated_by=("occurred_on",),
)

ARCHIVE_REQUIREMENT = Ledger(
    "archive_requirement",
    "archive_requirement",
    "档案要求",
    "Archive requirements",
    ("year", "unit_kind", "item_no"),
    (
        _YEAR,
        _code(
            "unit_kind", "单位类别", "Unit kind", UNIT_KINDS, "unit_kind", required=True, default="county_department"
        ),
        _text("item_no", "材料编号", "Item no.", "01", required=True),
        _text("title", "材料名称", "Title", "年度依法行政工作计划", required=True),
        LedgerColumn("article", "对应条款", "Article", "integer", example="3"),
        LedgerColumn(
            "due_month_day", "报送期限(月-日)", "Due (month-day)", "month_day", required=True, example="03-31"
        ),
    ),
)

ARCHIVE_MATERIAL = Ledger(
    "archive_material",
    "archive_material",
    "档案材料",
    "Archive materials",
    ("unit_id", "year", "item_no"),
    (
        _UNIT,
        _YEAR,
        _text("item_no", "材料编号", "Item no.", "01", required=True),
        _date("due_on", "报送期限", "Due on", "2026-03-31", event=False),
        _date("submitted_on", "报送日期", "Submitted on", "2026-03-20"),
        _code("state", "状态", "State", MATERIAL_STATES, "material_state", required=True, default="submitted"),
        _text("title", "材料名称", "Title"),
        _text("file_uri", "文件", "File"),
        _text("sha256", "文件校验值", "File checksum"),
        _text("returned_reason", "退回原因", "Reason of return"),
    ),
    dated_by=("year",),
)

REPORTING_DUTY = Ledger(
    "reporting_duty",
    "reporting_duty",
    "报送要求",
    "Reporting duties",
    ("unit_kind", "ledger"),
    (
        _code("unit_kind", "单位类别", "Unit kind", UNIT_KINDS, "unit_kind", required=True, default="county"),
        _code("ledger", "台账", "Ledger", REPORTED_LEDGERS, "ledger", required=True, default="litigation"),
        _code("frequency", "报送周期", "Frequency", FREQUENCIES, "frequency", required=True, default="month"),
        LedgerColumn("due_day", "次月几日前", "Due on day of next month", "integer", required=True, example="10"),
        _date("from_month", "自何月起", "From month", "2026-01-01", required=True, event=False),
    ),
)

LEDGER_REPORT = Ledger(
    "ledger_report",
    "ledger_report",
    "报送情况",
    "Reports",
    ("unit_id", "ledger", "month"),
    (
        _UNIT,
        _code("ledger", "台账", "Ledger", REPORTED_LEDGERS, "ledger", required=True, default="litigation"),
        _date("month", "月份", "Month", "2026-03-01", required=True, event=False),
        _date("reported_on", "报送日期", "Reported on", "2026-04-08"),
        _flag("nothing_to_report", "无案件可报", "Nothing to report", "yes", default=False),
    ),
    dated_by=("month",),
)

COUNTING_RULE = Ledger(
    "counting_rule",
    "counting_rule",
    "计数规则",
    "Counting rules",
    ("rule", "from_date"),
    (
        _code("rule", "规则", "Rule", COUNTING_RULES, "counting_rule", required=True, default="filing_limit_days"),
        _date("from_date", "自何日起", "From date", "2026-01-01", required=True, event=False),
        _count("value", "天数", "Days", "15", required=True),
    ),
)

SCHEME = Ledger(
    "scheme",
    "scheme",
    "考核方案",
    "Scheme",
    ("year", "version"),
    (
        _YEAR,
        _VERSION,
        _text("name", "方案名称", "Name", "2026年度依法行政考核方案", required=True),
        _code("average_scope", "平均数范围", "Average of", AVERAGE_SCOPES, "average_scope", default="city"),
        _code("average_method", "平均数算法", "Kind of average", AVERAGE_METHODS, "average_method", default="pooled"),
        _count("small_denominator", "样本少于（件）", "Few cases below", "10", 10),
        _count("veto_last_n", "否决名次", "Veto places", "3", 3),
        _decimal("w_daily", "日常考核权重", "Weight of daily", "50", required=True),
        _decimal("w_annual", "年度考核权重", "Weight of annual", "30", required=True),
        _decimal("w_external", "外部评议权重", "Weight of external", "20", required=True),
        _decimal("adjustment_cap", "加减分上限", "Cap of adjustments", "5", 5.0),
        _decimal("grade_excellent", "优秀线", "Excellent from", "90", 90.0),
        _decimal("grade_good", "良好线", "Good from", "80", 80.0),
        _decimal("grade_pass", "合格线", "Pass from", "60", 60.0),
    ),
    named_by="version",
)

SCHEME_ITEM = Ledger(
    "scheme_item",
    "scheme_item",
    "考核方案项目",
    "Scheme items",
    ("year", "version", "peer_group", "component", "key"),
    (
        _YEAR,
        _VERSION,
        _group(required=True),
        _code("component", "组成部分", "Component", SCHEME_COMPONENTS, "component", required=True, default="daily"),
        _item("key", "appearance_rate"),
        _decimal("weight", "权重", "Weight", "100", required=True),
        _decimal("floor", "零分值", "Floor", "0.5"),
        _decimal("target", "满分值", "Target", "0.95"),
        _code("missing_policy", "未报送时", "When missing", MISSING_POLICIES, "missing_policy", default="block"),
    ),
    parent="scheme",
    named_by="key",
)

NORMATIVE_DOCUMENT = Ledger(
    "normative_document",
    "normative_document",
    "规范性文件",
    "Normative documents",
    ("unit_id", "document_no"),
    (
        _UNIT,
        _text("document_no", "文号", "Document no.", "某政规〔2026〕3号", required=True),
        _text("title", "文件名称", "Title", "关于规范行政裁量权的规定"),
        _date("issued_on", "印发日期", "Issued on", "2026-03-02"),
        _date("filed_on", "报备日期", "Filed on", "2026-03-12", not_before="issued_on"),
        _flag("direct_interest", "涉及群众切身利益", "Direct interest", "yes"),
        _flag("major_disagreement", "有重大分歧", "Major disagreement", "no"),
        _flag("consulted", "公开征求意见", "Consulted", "yes"),
        _flag("hearing_held", "举行听证", "Hearing held", "no"),
        _flag("legality_reviewed", "合法性审查", "Legality reviewed", "yes"),
        _flag("collectively_decided", "集体讨论决定", "Decided collectively", "yes"),
        _code("review_result", "审查结果", "Review result", REVIEW_RESULTS, "review_result"),
        _date("expires_on", "有效期至", "Expires on", not_before="issued_on", event=False),
    ),
    dated_by=("issued_on", "filed_on"),
)

ASSESSMENT_MARK = Ledger(
    "assessment_mark",
    "assessment_mark",
    "考核评分",
    "Assessment marks",
    ("unit_id", "year", "component", "item"),
    (
        _UNIT,
        _YEAR,
        _code(
            "component", "评分类别", "Kind of mark", MARK_COMPONENTS, "mark_component", required=True, default="annual"
        ),
        _item("item", "plan"),
        _decimal("score", "得分", "Score", "92", required=True),
        _decimal("maximum", "满分", "Maximum", "100"),
        _text("reason", "扣分理由", "Reason", "年度计划未公开，扣 8 分"),
        _date("recorded_on", "评分日期", "Recorded on", "2026-09-20"),
        _text("assessor", "评分人", "Assessor"),
    ),
    dated_by=("year",),
    named_by="item",
)

EXTERNAL_REVIEW = Ledger(
    "external_review",
    "external_review",
    "外部评议",
    "External reviews",
    ("unit_id", "year", "reviewer_group"),
    (
        _UNIT,
        _YEAR,
        _code("reviewer_group", "评议群体", "Reviewers", REVIEWER_GROUPS, "reviewer_group", required=True),
        _count("respondents", "有效问卷数", "Respondents", "120", required=True),
        _decimal("mean_score", "平均分", "Mean score", "86.5", required=True),
    ),
    dated_by=("year",),
    named_by="reviewer_group",
)

VETO_EVENT = Ledger(
    "veto_event",
    "veto_event",
    "一票否决",
    "Vetoes",
    ("unit_id", "veto_no"),
    (
        _UNIT,
        _text("veto_no", "编号", "Veto no.", "FJ-2026-001", required=True),
        _YEAR,
        _group(required=False),
        _code("clause", "否决情形", "Clause", VETO_CLAUSES, "veto_clause", required=True, default="serious_violation"),
        _code("source", "来源", "Source", VETO_SOURCES, "veto_source", required=True, default="recorded"),
        _text("figure", "数值", "Figure"),
        _text("base", "基数", "Base"),
        _text("average", "平均数", "Average"),
        _date("occurred_on", "发生日期", "Occurred on", "2026-05-18"),
        _date("ends_on", "截止日期", "Ends on", "2027-05-17", not_before="occurred_on", event=False),
        _text("description", "事由", "Description", "违法强制拆除被确认违法"),
        _text("document", "认定文号", "Document", "某法督〔2026〕7号"),
        _code("status", "状态", "Status", VETO_STATUSES, "veto_status", required=True, default="proposed"),
        _date("decided_on", "认定日期", "Decided on", "2026-06-10"),
        _text("decided_by", "认定机关", "Decided by"),
    ),
    dated_by=("year",),
)

USE_OF_RESULT = Ledger(
    "use_of_result",
    "use_of_result",
    "结果运用",
    "Uses of results",
    ("unit_id", "year", "kind", "seq"),
    (
        _UNIT,
        _YEAR,
        _code("kind", "运用方式", "Kind of use", USES_OF_RESULTS, "use_of_result", required=True),
        _count("seq", "序号", "Sequence", "1", 1),
        _date("decided_on", "决定日期", "Decided on", "2026-02-20"),
        _text("note", "说明", "Note", "授予年度先进单位"),
    ),
    dated_by=("year",),
    named_by="kind",
)

LEDGERS: tuple[Ledger, ...] = (
    UNITS,
    ARCHIVE_REQUIREMENT,
    REPORTING_DUTY,
    COUNTING_RULE,
    SCHEME,
    SCHEME_ITEM,
    LITIGATION,
    RECONSIDERATION,
    PETITION,
    JOINT_MEETING,
    NORMATIVE_DOCUMENT,
    RECTIFICATION,
    RECTIFICATION_EVENT,
    DEMONSTRATION_SITE,
    DEMONSTRATION_EVENT,
    ARCHIVE_MATERIAL,
    ASSESSMENT_MARK,
    EXTERNAL_REVIEW,
    VETO_EVENT,
    USE_OF_RESULT,
    # The last: what was loaded before it is a report, too.
    LEDGER_REPORT,
)
BY_KEY = {ledger.key: ledger for ledger in LEDGERS}
