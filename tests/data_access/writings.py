"""How clerks write what a ledger asks for, and what it means: tables worked out by hand, in both languages."""

# --- One record, one number ---------------------------------------------------------------------------------------

CASE = "(2026)浙01行初12号"
CASES = (
    CASE,
    "（2026）浙01行初12号",
    "（2026)浙01行初12号",
    "(2026）浙01行初12号",
    "〔2026〕浙01行初12号",
    "[2026]浙01行初12号",
    "［2026］浙01行初12号",
    "【2026】浙01行初12号",
    "〈2026〉浙01行初12号",
    "《2026》浙01行初12号",
    "<2026>浙01行初12号",
    "{2026}浙01行初12号",
    "﹝2026﹞浙01行初12号",
    "「2026」浙01行初12号",
    "((2026))浙01行初12号",
    "2026浙01行初12号",
    "2026年浙01行初12号",
    "2026浙01行初12",
    "(2026)浙01行初12",
    "(2026)浙01行初第12号",
    "（2026）浙01行初字第12号",
    "(2026)浙01行初012号",
    "(2026)浙01行初第0012号",
    "（２０２６）浙０１行初１２号",
    "(2026) 浙 01 行初 12 号",
    "(2026)浙01行初　12号",
    " (2026)浙01行初12号 ",
    "(2026)-浙01-行初-12",
    "2026-浙01行初-12号",
    "2026—浙01—行初—12",
    "(2026)浙01行初_12号",
    "(2026)浙01行初12號",
    "(二〇二六)浙01行初12号",
    "案号：(2026)浙01行初12号",
    "“(2026)浙01行初12号”",
    "(2026)浙01行初12号。",
)
OTHER_CASES = (
    "(2026)浙01行初12号之一",
    "(2026)浙01行初12-1号",
    "(2026)浙01行初120号",
    "(2026)浙01行初1号",
    "(2026)浙0101行初12号",
    "(2026)浙1行初12号",
    "(2026)浙01行终12号",
    "(2026)浙01行赔初12号",
    "(2025)浙01行初12号",
    "(2026)苏01行初12号",
)
ITEM = "ZG-2026-0001"
ITEMS = (
    ITEM,
    "zg-2026-0001",
    "Zg-2026-0001",
    "ＺＧ-２０２６-０００１",
    "ZG－2026－0001",
    "ZG—2026—0001",
    "ZG–2026–0001",
    "ZG‐2026‐0001",
    "ZG−2026−0001",
    "ZG--2026--0001",
    "ZG_2026_0001",
    "ZG 2026 0001",
    "ZG/2026/0001",
    "ZG.2026.0001",
    "ZG2026-0001",
    "ZG20260001",
    "ZG〔2026〕0001号",
    "ZG(2026)0001",
    "ZG【2026】第0001号",
    "编号：ZG-2026-0001",
    " ZG-2026-0001",
)
OTHER_ITEMS = ("ZG-2026-001", "ZG-2026-1", "ZG-2026-00010", "ZG-2025-0001", "ZX-2026-0001", "ZG-2026-0001-1")
DOCUMENT = "某政规〔2026〕3号"
DOCUMENTS = (
    DOCUMENT,
    "某政规(2026)3号",
    "某政规（2026）3号",
    "某政规[2026]3号",
    "某政规【2026】第3号",
    "某政规2026-3",
    "某政规2026年第3号",
    "某政规〔2026〕03号",
    "某政规〔二〇二六〕3号",
    "某政规 〔2026〕 3 号",
    "某政规﹝2026﹞3號",
)
OTHER_DOCUMENTS = ("某政规〔2026〕13号", "某政〔2026〕3号", "某政规〔2025〕3号", "某政规〔2026〕3-1号")

# --- Nothing said -------------------------------------------------------------------------------------------------

PLACEHOLDERS = (
    "无", "（无）", "无。", "没有", "暂无", "尚无", "不详", "不明", "未知", "待定", "待补", "待核实", "未填", "不适用",
    "/", "／", "//", "\\", "-", "--", "－", "—", "——", "–", "…", "……", "·", ".", "、", "N/A", "n/a", "NA",
    "nil", "unknown", "TBD", "not applicable", "同上", "〃", "ditto", "　", " ",
)  # fmt: skip
# What looks like nothing and is something.
SOMETHING = ("无证经营", "未知名公司", "A/B", "-1", "待定岗", "0", "×")

# --- Yes and no ---------------------------------------------------------------------------------------------------

YES = ("是", "有", "已", "√", "✓", "✔", "☑", "✅", "Y", "y", "Yes", "TRUE", "1", 1, 1.0, True, " 是 ", "ｙｅｓ")
NO = ("否", "无", "未", "没有", "×", "✗", "✖", "❌", "☐", "N", "n", "No", "FALSE", "0", 0, 0.0, False)
NEITHER = ("也许", "是否", "2", "部分")

# --- Who came to court: the word, the unit, and who that is ---------------------------------------------------------

DEPARTMENT, COUNTY, TOWN = "C01-nr", "C01", "C01-T1"
ATTENDED = (
    ("正职", DEPARTMENT, "chief"),
    ("主要负责人", DEPARTMENT, "chief"),
    ("一把手", DEPARTMENT, "chief"),
    ("法定代表人", DEPARTMENT, "chief"),
    ("局长", DEPARTMENT, "chief"),
    ("主任", DEPARTMENT, "chief"),
    ("副局长", DEPARTMENT, "deputy"),
    ("分管副局长", DEPARTMENT, "deputy"),
    ("分管负责人", DEPARTMENT, "deputy"),
    ("分管领导", DEPARTMENT, "deputy"),
    ("副职领导", DEPARTMENT, "deputy"),
    ("deputy director", DEPARTMENT, "deputy"),
    ("县长", COUNTY, "chief"),
    ("副县长", COUNTY, "deputy"),
    ("镇长", TOWN, "chief"),
    ("副镇长", TOWN, "deputy"),
    ("主任", TOWN, "chief"),
    # The head of a bureau is none of the government's.
    ("局长", COUNTY, "staff"),
    ("副局长", COUNTY, "staff"),
    # A head came, and nobody says which: no chief and no deputy.
    ("是", DEPARTMENT, "other_head"),
    ("Y", DEPARTMENT, "other_head"),
    ("√", DEPARTMENT, "other_head"),
    ("☑", DEPARTMENT, "other_head"),
    (True, DEPARTMENT, "other_head"),
    ("有", DEPARTMENT, "other_head"),
    ("已出庭", DEPARTMENT, "other_head"),
    ("负责人", DEPARTMENT, "other_head"),
    ("党组成员", DEPARTMENT, "other_head"),
    ("工作人员", DEPARTMENT, "staff"),
    ("委托代理人", DEPARTMENT, "staff"),
    ("法制科长", DEPARTMENT, "staff"),
    ("agent", DEPARTMENT, "staff"),
    ("否", DEPARTMENT, "none"),
    ("N", DEPARTMENT, "none"),
    ("×", DEPARTMENT, "none"),
    ("未出庭", DEPARTMENT, "none"),
    ("仅委托律师", DEPARTMENT, "none"),
    ("lawyer only", DEPARTMENT, "none"),
    # Nothing said of it is not known: neither that somebody came nor that nobody did.
    ("无", DEPARTMENT, None),
    ("/", DEPARTMENT, None),
    ("不详", DEPARTMENT, None),
)
# A county has no director, and what is no word at all is asked back.
NOT_ATTENDED = (("主任", COUNTY), ("副主任", COUNTY), ("县长", DEPARTMENT), ("张三", DEPARTMENT))

# --- How suits end: the word, the instance, and the outcome; of the first instance each is the only row of its case ---

OUTCOMES = (
    ("驳回原告诉讼请求", "一审", "claim_dismissed"),
    ("判决驳回诉讼请求", "一审", "claim_dismissed"),
    ("驳回原告的诉讼请求", "一审", "claim_dismissed"),
    ("裁定驳回起诉", "一审", "suit_dismissed"),
    ("判决撤销", "一审", "revoked"),
    ("撤销行政行为", "一审", "revoked"),
    ("撤销并责令重作", "一审", "revoked"),
    ("set aside", "一审", "revoked"),
    ("判决部分撤销", "一审", "partly_revoked"),
    ("判决变更", "一审", "altered"),
    ("判决确认违法", "一审", "confirmed_illegal"),
    ("确认违法但不撤销", "一审", "confirmed_illegal"),
    ("确认无效", "一审", "void"),
    ("责令履行法定职责", "一审", "ordered_to_perform"),
    ("限期履行", "一审", "ordered_to_perform"),
    ("判令赔偿", "一审", "ordered_to_pay"),
    ("调解结案", "一审", "mediated"),
    ("撤诉", "一审", "withdrawn"),
    ("准许撤诉", "一审", "withdrawn"),
    ("裁定准许撤回起诉", "一审", "withdrawn"),
    ("按撤诉处理", "一审", "withdrawn"),
    ("withdrawal allowed", "一审", "withdrawn"),
    ("移送管辖", "一审", "transferred"),
    ("终结诉讼", "一审", "terminated"),
    ("发回重审", "二审", "transferred"),
    ("撤销原判，发回重审", "二审", "transferred"),
    ("指令再审", "再审", "transferred"),
    ("remanded", "二审", "transferred"),
    ("改判撤销", "二审", "revoked"),
    ("改判确认违法", "二审", "confirmed_illegal"),
)
# Stored as a blank, with a hint: the word leaves open what became of the act.
OPEN_OUTCOMES = (
    ("改判", "二审", "says_too_little"),
    ("依法改判", "再审", "says_too_little"),
    ("撤销原判", "二审", "says_too_little"),
    ("败诉", "一审", "says_too_little"),
    ("胜诉", "一审", "says_too_little"),
    ("发回重审", "一审", "says_too_little"),
    ("维持原判", "一审", "says_too_little"),
    ("驳回上诉", "一审", "says_too_little"),
    ("judgment reversed", "二审", "says_too_little"),
    ("维持原判", "二审", "earlier_unknown"),
    ("驳回上诉，维持原判", "二审", "earlier_unknown"),
    ("驳回再审申请", "再审", "earlier_unknown"),
    ("appeal dismissed", "二审", "earlier_unknown"),
)
# What upholds the judgment before it, in the instance in which it does.
UPHOLDS = (
    ("维持", "二审"),
    ("维持原判", "二审"),
    ("维持一审判决", "二审"),
    ("驳回上诉", "二审"),
    ("驳回上诉，维持原判", "二审"),
    ("驳回上诉、维持原判", "二审"),
    ("驳回上诉维持原判", "二审"),
    ("撤回上诉", "二审"),
    ("appeal dismissed", "二审"),
    ("judgment upheld", "二审"),
    ("驳回再审申请", "再审"),
    ("retrial refused", "再审"),
)

RECONSIDERED = (
    ("维持原行政行为", "upheld"),
    ("决定维持", "upheld"),
    ("驳回复议申请", "dismissed"),
    ("驳回行政复议请求", "dismissed"),
    ("撤销重作", "revoked"),
    ("部分撤销", "revoked"),
    ("确认行政行为违法", "confirmed_illegal"),
    ("限期履行", "ordered_to_perform"),
    ("达成调解", "mediated"),
    ("和解", "settled"),
    ("申请人撤回申请", "withdrawn"),
    ("终止审理", "terminated"),
    ("application dismissed", "dismissed"),
    ("quashed", "revoked"),
)

# --- Units: the name in a file, and the unit ------------------------------------------------------------------------

# In any file.
NAMES = (
    ("甲县", "C01"),
    ("甲县政府", "C01"),
    ("甲县人民政府", "C01"),
    ("甲县人民政府机关", "C01"),
    ("甲县人民政府办公室", "C01"),
    ("甲县政府办", "C01"),
    ("甲县自然资源局机关", "C01-nr"),
    ("甲县自然资源局（本级）", "C01-nr"),
    ("甲县自然资源局执法大队", "C01-nr"),
    ("甲县自然资源局法规科", "C01-nr"),
    ("甲县国土资源局", "C01-nr"),
    ("甲县国土局", "C01-nr"),
    ("甲县卫生健康委", "C01-hc"),
    ("甲县卫生健康委员会", "C01-hc"),
    ("甲县卫生健康委员会办公室", "C01-hc"),
    ("城关街道", "C01-T1"),
    ("城关街道办事处", "C01-T1"),
    ("丙市公安局", "C03-ps"),
    ("市公安局", "M-ps"),
    ("丙市公安局交警大队", "C03-tp"),
    # Code and name in one cell: the code tells which county's bureau it is.
    ("C01 甲县", "C01"),
    ("甲县人民政府（C01）", "C01"),
    ("C02-nr：自然资源局", "C02-nr"),
    ("【C01-nr】甲县自然资源局", "C01-nr"),
    ("C01/甲县", "C01"),
)
# Nobody can say, whatever the file: offered is what is near.
NO_NAMES = (
    ("云泊县人民政府", "unknown_unit", ()),
    ("甲县自然资源和规划局", "unknown_unit", ("甲县自然资源局",)),
    ("甲县自然资源分局", "unknown_unit", ("甲县自然资源局",)),
    ("自然资源局", "ambiguous_unit", ("甲县自然资源局 (C01-nr)", "乙县自然资源局 (C02-nr)")),
    ("丙市公安局特警大队", "unknown_unit", ("丙市公安局", "丙市公安局交通警察大队", "市公安局")),
    ("xyz", "unknown_unit", ()),
    ("C02 甲县", "code_of_another", ("乙县 (C02)", "甲县 (C01)")),
    ("甲县自然资源局(C02-nr)", "code_of_another", ("乙县自然资源局 (C02-nr)", "甲县自然资源局 (C01-nr)")),
    ("C02、甲县", "several_units", ("乙县", "甲县")),
    ("C011 甲县", "unknown_unit", ("甲县",)),
)
# In a file of one county: its file name, the name in it, the unit.
IN_COUNTY = (
    ("甲县2026年行政诉讼.xlsx", "自然资源局", "C01-nr"),
    ("甲县2026年行政诉讼.xlsx", "县自然资源局", "C01-nr"),
    ("甲县2026年行政诉讼.xlsx", "县政府", "C01"),
    ("甲县2026年行政诉讼.xlsx", "本县人民政府", "C01"),
    ("乙县.csv", "自然资源局", "C02-nr"),
    ("乙县.csv", "民政局", "C02-ca"),
    ("丙市.csv", "市公安局", "C03-ps"),
    ("丙市.csv", "市政府", "C03"),
    ("丙市.csv", "公安局", "C03-ps"),
    # The city's own bureau: the file is a county's, which has none of that name, or is nobody's.
    ("甲县.csv", "市公安局", "M-ps"),
    ("全市汇总.csv", "市公安局", "M-ps"),
    ("甲县和乙县.csv", "市公安局", "M-ps"),
)
