"""What the cases are about, by system, and the words of their results with their weights."""

LITIGATION_MATTERS = {
    "government": {"土地征收": 42, "房屋征收补偿": 22, "信息公开": 10, "行政不作为": 9, "行政赔偿": 6, "行政强制": 7,
        "行政协议": 4},
    "public_security": {"行政处罚": 62, "行政不作为": 14, "行政强制": 10, "信息公开": 6, "行政赔偿": 4,
        "户籍管理": 4},
    "natural_resources": {"土地征收": 34, "不动产登记": 20, "行政处罚": 14, "土地权属": 10, "行政许可": 8,
        "信息公开": 8, "行政不作为": 6},
    "human_resources": {"工伤认定": 74, "社会保险": 12, "劳动监察": 8, "行政不作为": 6},
    "housing": {"房屋登记": 26, "房屋征收补偿": 28, "物业管理": 10, "行政许可": 10, "行政处罚": 12, "信息公开": 8,
        "行政不作为": 6},
    "urban_management": {"行政强制": 44, "行政处罚": 36, "行政不作为": 10, "行政赔偿": 10},
    "market_regulation": {"投诉举报处理": 38, "行政处罚": 36, "行政许可": 12, "行政登记": 14},
    "transport": {"行政处罚": 58, "行政许可": 18, "行政强制": 14, "行政不作为": 10},
    "ecology": {"行政处罚": 66, "行政许可": 16, "行政不作为": 18},
    "health": {"行政处罚": 44, "医疗保障": 20, "行政许可": 18, "行政不作为": 18},
    "agriculture": {"行政处罚": 34, "土地承包经营权": 36, "行政不作为": 18, "行政许可": 12},
    "township": {"行政强制": 34, "土地权属": 22, "宅基地审批": 20, "信息公开": 12, "行政不作为": 12},
}  # fmt: skip
OTHER_MATTERS = {"信息公开": 30, "行政不作为": 24, "行政处罚": 24, "行政许可": 22}
RECONSIDERATION_MATTERS = {
    **LITIGATION_MATTERS,
    "market_regulation": {"投诉举报处理": 62, "行政处罚": 22, "行政登记": 8, "行政许可": 8},
    "public_security": {"行政处罚": 52, "交通处罚": 26, "信息公开": 8, "行政不作为": 8, "行政强制": 6},
}

PETITION_MATTERS = {
    "government": {"征地补偿": 34, "房屋拆迁安置": 30, "历史遗留问题": 20, "基础设施建设": 16},
    "natural_resources": {"征地补偿": 46, "不动产登记": 24, "违法占地": 18, "宅基地审批": 12},
    "housing": {"安置房交付": 30, "物业管理": 32, "房屋质量": 22, "公积金与维修资金": 16},
    "human_resources": {"拖欠工资": 54, "社会保险": 28, "劳动关系": 18},
    "urban_management": {"违法建设": 38, "占道经营": 26, "噪声扰民": 24, "垃圾清运": 12},
    "public_security": {"交通管理": 32, "治安处理": 40, "户籍管理": 28},
    "agriculture": {"土地承包": 48, "惠农补贴": 34, "农资质量": 18},
    "education": {"入学安排": 62, "校外培训退费": 38},
    "health": {"医疗纠纷": 54, "医保报销": 46},
    "civil_affairs": {"低保救助": 58, "养老服务": 42},
    "ecology": {"噪声扰民": 38, "异味污染": 40, "污水排放": 22},
    "transport": {"客运服务": 46, "道路养护": 54},
    "market_regulation": {"消费纠纷": 64, "食品安全": 36},
    "township": {"宅基地审批": 28, "土地权属": 26, "村务公开": 24, "低保救助": 22},
}  # fmt: skip
OTHER_PETITIONS = {"办事效率": 44, "政策咨询": 34, "政务公开": 22}
PETITION_CHANNELS_EARLY = {"visit": 36, "letter": 24, "online": 26, "hotline": 14}
PETITION_CHANNELS = {"visit": 19, "letter": 9, "online": 55, "hotline": 17}

LOST_OUTCOMES = {
    "revoked": 34, "confirmed_illegal": 28, "ordered_to_perform": 19, "ordered_to_pay": 6, "partly_revoked": 5,
    "agreement_judgment": 3, "altered": 3, "void": 2,
}  # fmt: skip
KEPT_OUTCOMES = {
    "claim_dismissed": 64, "suit_dismissed": 17, "withdrawn": 8, "withdrawn_after_change": 5, "mediated": 4,
    "transferred": 1, "terminated": 1,
}  # fmt: skip
UNHEARD_OUTCOMES = {"withdrawn": 58, "withdrawn_after_change": 24, "suit_dismissed": 16, "transferred": 2}
JUDGED = ("claim_dismissed", "suit_dismissed", *LOST_OUTCOMES)

HEADS = {"deputy": 62, "other_head": 25, "chief": 13}
NO_HEADS = {"staff": 86, "none": 14}
ABSENCE_REASONS = {
    "参加上级会议": 30, "同日另有公务": 26, "处置突发事件": 10, "外出培训": 8, "因病请假": 4, "未说明原因": 22,
}  # fmt: skip
EXCUSING = ("处置突发事件", "因病请假")
PLAINTIFFS = {"person": 72, "company": 24, "organisation": 4}

DIRECT_CORRECTIONS = {"revoked": 38, "confirmed_illegal": 25, "ordered_to_perform": 29, "altered": 8}
# Since the revised law of 2024 more is mediated and settled; before, more was decided.
OTHER_RESULTS_BEFORE = {
    "upheld": 52, "dismissed": 17, "mediated": 4, "settled": 9, "withdrawn_after_change": 6, "withdrawn": 7,
    "terminated": 5,
}  # fmt: skip
OTHER_RESULTS_SINCE = {
    "upheld": 47, "dismissed": 16, "mediated": 10, "settled": 13, "withdrawn_after_change": 6, "withdrawn": 4,
    "terminated": 4,
}  # fmt: skip
ACCEPTANCE = {"accepted": 88, "refused": 6, "transferred": 2, "withdrawn": 4}
MODES_BEFORE = {"written": 86, "field": 6, "hearing": 8}
MODES_SINCE = {"written": 56, "field": 19, "hearing": 25}


def matters_of(table: dict[str, dict[str, int]], kind: str, sector: str | None) -> str:
    """The key of a unit's matters in a table: its system, "government", or "other"."""
    if kind in ("city", "county"):
        return "government"
    return sector if sector in table else "other"
