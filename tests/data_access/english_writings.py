"""How an English ledger is written by its clerks, and what it means: tables worked out by hand."""

import datetime as dt

CASE = "(2026) Zhe 01 Xing Chu No. 12"
CASES = (
    "(2026) Zhe 01 Xing Chu No.12",
    "(2026) Zhe 01 Xing Chu No 12",
    "(2026) Zhe 01 Xing Chu no. 12",
    "[2026] Zhe 01 Xing Chu No. 12",
    "(2026) ZHE 01 XING CHU NO. 12",
    "2026 Zhe 01 Xing Chu No. 12",
    "(2026) Zhe 01 Xing Chu 12",
    "(2026) Zhe 01 Xing Chu # 12",
    "(2026) Zhe 01 Xing Chu №12",
    "(2026) Zhe 01 Xing Chu Number 12",
    "(2026) Zhe 01 Xingchu No. 12",
    "(2026)Zhe01XingChuNo.12",
    "Case No. (2026) Zhe 01 Xing Chu No. 12",
    "Case no.: (2026) Zhe 01 Xing Chu No. 12",
)
OTHER_CASES = (
    "(2026) Zhe 01 Xing Chu No. 120",
    "(2026) Zhe 01 Xing Chu No. 12-1",
    "(2026) Zhe 1 Xing Chu No. 12",
    "(2026) Zhe 01 Xing Zhong No. 12",
    "(2025) Zhe 01 Xing Chu No. 12",
    "(2026) Su 01 Xing Chu No. 12",
)
ITEMS = ("No. ZG-2026-0001", "Item no. ZG-2026-0001", "ZG 2026 No. 0001", "#ZG-2026-0001")

PLACEHOLDERS = (
    "n.a.", "None", "Nil", "(none)", "null", "Not known", "tba", "TBC", "to be confirmed", "to be determined",
    "not available", "not stated", "not reported", "no data", "not yet known", "under review", "in progress",
    "NaN", "NaT", "<NA>", "\\N", "undefined", "(null)", "pending", "as above", "same as above",
)  # fmt: skip
SOMETHING = ("None of the above applied", "no data protection notice", "?", "ongoing")

YES = ("yes.", "TRUE", "done", "Completed", "held", "received", "satisfied", "adopted", "consulted")
NO = ("no.", "FALSE", "not done", "not completed", "Not held", "not received", "dissatisfied", "not adopted")
# An x marks yes on one form and no on another.
NEITHER = ("x", "T", "F", "ok", "maybe", "partly")

DEPARTMENT, COUNTY, TOWN = "A-nr", "A", "A-T1"
ATTENDED = (
    ("Head", DEPARTMENT, "chief"),
    ("Director", DEPARTMENT, "chief"),
    ("Bureau chief", DEPARTMENT, "chief"),
    ("Director-General", DEPARTMENT, "chief"),
    ("Director Zhang San", DEPARTMENT, "chief"),
    ("Director Mr. Zhang San", DEPARTMENT, "chief"),
    ("Vice director", DEPARTMENT, "deputy"),
    ("Deputy Director-General", DEPARTMENT, "deputy"),
    ("Zhang San (deputy director)", DEPARTMENT, "deputy"),
    ("Deputy Director John Smith", DEPARTMENT, "deputy"),
    ("County mayor", COUNTY, "chief"),
    ("County magistrate", COUNTY, "chief"),
    ("Deputy county head", COUNTY, "deputy"),
    ("Vice mayor", COUNTY, "deputy"),
    ("Town mayor", TOWN, "chief"),
    ("Deputy township head", TOWN, "deputy"),
    ("Yes", DEPARTMENT, "other_head"),
    ("Attended", DEPARTMENT, "other_head"),
    ("Party group member", DEPARTMENT, "other_head"),
    ("staff member", DEPARTMENT, "staff"),
    ("Agent ad litem", DEPARTMENT, "staff"),
    ("Section chief", DEPARTMENT, "staff"),
    ("No", DEPARTMENT, "none"),
    ("Absent", DEPARTMENT, "none"),
    ("Not attended", DEPARTMENT, "none"),
    ("Counsel only", DEPARTMENT, "none"),
    ("Attorney only", DEPARTMENT, "none"),
    ("N/A", DEPARTMENT, None),
    ("TBC", DEPARTMENT, None),
    ("not known", DEPARTMENT, None),
)
NOT_ATTENDED = (
    ("County mayor", DEPARTMENT),
    ("Director", COUNTY),
    ("Director and counsel", DEPARTMENT),
    ("Acting director", DEPARTMENT),
    ("Director (on leave)", DEPARTMENT),
    ("Director's agent", DEPARTMENT),
    ("Director Legal Affairs", DEPARTMENT),
    ("Zhang San", DEPARTMENT),
)

OUTCOMES = (
    ("Claims rejected", "一审", "claim_dismissed"),
    ("Plaintiff's claims dismissed", "一审", "claim_dismissed"),
    ("Action dismissed", "一审", "suit_dismissed"),
    ("Dismissed as inadmissible", "一审", "suit_dismissed"),
    ("Annulled", "一审", "revoked"),
    ("Set aside in part", "一审", "partly_revoked"),
    ("Partially revoked", "一审", "partly_revoked"),
    ("Varied", "一审", "altered"),
    ("Ruled unlawful", "一审", "confirmed_illegal"),
    ("Null and void", "一审", "void"),
    ("Ordered to act", "一审", "ordered_to_perform"),
    ("Ordered to compensate", "一审", "ordered_to_pay"),
    ("Closed by mediation", "一审", "mediated"),
    ("Withdrawn by the plaintiff", "一审", "withdrawn"),
    ("Deemed withdrawn", "一审", "withdrawn"),
    ("Transferred to another court", "一审", "transferred"),
    ("Remitted", "二审", "transferred"),
    ("Reversed and remanded", "二审", "transferred"),
    ("Discontinued", "一审", "terminated"),
    ("Under trial", "一审", None),
    ("pending", "一审", None),
)
OPEN_OUTCOMES = (
    ("Lost", "一审", "says_too_little"),
    ("Partly lost", "一审", "says_too_little"),
    ("Settled", "一审", "says_too_little"),
    ("Upheld", "一审", "says_too_little"),
    ("Reversed", "二审", "says_too_little"),
    ("Remanded for retrial", "一审", "says_too_little"),
    ("Appeal rejected", "二审", "earlier_unknown"),
)
UPHOLDS = (("Upheld", "二审"), ("Appeal dismissed, judgment upheld", "二审"), ("Appeal withdrawn", "二审"))
RECONSIDERED = (
    ("Maintained", "upheld"),
    ("Application rejected", "dismissed"),
    ("Annulled", "revoked"),
    ("Ruled unlawful", "confirmed_illegal"),
    ("Ordered to act", "ordered_to_perform"),
    ("Withdrawn by applicant", "withdrawn"),
    ("Discontinued", "terminated"),
)

NAMES = (
    ("ALDER COUNTY", "A"),
    ("Alder County Government", "A"),
    ("Alder County People’s Government", "A"),
    ("County of Alder", "A"),
    ("Alder Co.", "A"),
    ("Alder County Bureau of Natural Resources", "A-nr"),
    ("Natural Resources Bureau of Alder County", "A-nr"),
    ("Alder County Natural Resources Bur.", "A-nr"),
    ("Alder-County Natural Resources Bureau (HQ)", "A-nr"),
    ("Town of Mill", "A-T1"),
    ("Alder County Govt", "A"),
    ("Alder County Health Comm.", "A-hc"),
    ("Alder Co. Education Dept.", "A-ed"),
)
NO_NAMES = (
    ("Alder", "unknown_unit"),
    ("Alder County Natural Resources Department", "unknown_unit"),
    ("Alder County Natural Resources Bureau, Legal Section", "unknown_unit"),
    ("Natural Resources Bureau", "ambiguous_unit"),
    ("Bureau of Natural Resources", "ambiguous_unit"),
)

DAY = dt.date(2026, 4, 2)
DAYS = (
    "2 April 2026", "April 2, 2026", "2-Apr-2026", "2nd April 2026", "Thursday, 2 April 2026", "Thu 2 Apr 2026",
    "2 April 2026 (Thursday)", "2 April 2026, 9 am", "on 2 April 2026", "2026 April 2", "2026-Apr-02",
    "2026-04-02 9:30 AM", "2026-04-02T00:00:00+08:00",
    "Thurs 2 April 2026", "2 April 2026 at 14:30", "2 April 2026, 3 p.m.",
    # Of the afternoon in Greenwich it is the next day here.
    "2026-04-01T16:30:00Z",
)  # fmt: skip
NO_DAYS = (
    ("Friday, 2 April 2026", "bad_date"),
    ("02/04/2026", "bad_date"),
    ("2-Apr-26", "bad_date"),
    ("31 April 2026", "bad_date"),
    # A sign of a note is no digit.
    ("2 April 2026²", "bad_date"),
    ("2026.3.1²", "bad_date"),
    ("2026.3.1①", "bad_date"),
    ("April 2026", "day_missing"),
    ("early April 2026", "day_missing"),
    ("mid-April 2026", "day_missing"),
    ("Q2 2026", "day_missing"),
    ("first half of 2026", "day_missing"),
    ("late April 2026", "day_missing"),
    ("2 April", "year_not_written"),
    ("by 2 April", "year_not_written"),
    ("end of June", "year_not_written"),
)
LIMITS = (
    ("end-June 2026", dt.date(2026, 6, 30)),
    ("by end Q2 2026", dt.date(2026, 6, 30)),
    ("by 2026-06-30", dt.date(2026, 6, 30)),
    ("end of H1 2026", dt.date(2026, 6, 30)),
    ("by the end of the year 2026", dt.date(2026, 12, 31)),
    ("year-end 2026", dt.date(2026, 12, 31)),
    ("no later than 30 June 2026", dt.date(2026, 6, 30)),
    ("until 30 June 2026", dt.date(2026, 6, 30)),
    ("not later than the end of June 2026", dt.date(2026, 6, 30)),
    ("before 30 June 2026", None),
    ("mid-June 2026", None),
    ("within 60 days", None),
    ("end of 31 April 2026", None),
)
PERIODS = (
    ("March 2026", "2026-03"), ("Mar. 2026", "2026-03"), ("Mar-2026", "2026-03"), ("Q1 2026", "2026Q1"),
    ("Q1/2026", "2026Q1"), ("1Q2026", "2026Q1"), ("First quarter of 2026", "2026Q1"), ("H1 2026", "2026H1"),
    ("first half of 2026", "2026H1"), ("the second half of 2026", "2026H2"), ("Jan–Jun 2026", "2026-01~2026-06"),
    ("January to March 2026", "2026-01~2026-03"), ("Jan 2026 - Jun 2026", "2026-01~2026-06"),
    ("YTD Sep 2026", "2026-01~2026-09"), ("first nine months of 2026", "2026-01~2026-09"),
    ("Q1-Q3 2026", "2026-01~2026-09"), ("first three quarters of 2026", "2026-01~2026-09"),
    ("as of the end of September 2026", "2026-01~2026-09"), ("FY2026", "2026"), ("full year 2026", "2026"),
    ("January until March 2026", "2026-01~2026-03"), ("Jan through Jun 2026", "2026-01~2026-06"),
    ("Sept 2026", "2026-09"), ("Fourth quarter 2026", "2026Q4"), ("4th quarter of 2026", "2026Q4"),
    ("first eleven months of 2026", "2026-01~2026-11"), ("as at the end of June 2026", "2026-01~2026-06"),
    ("year to June 2026", "2026-01~2026-06"), ("2nd May 2026", None),
    ("Q1", None), ("March", None), ("Mar-26", None), ("FY2025/26", None), ("03/2026", None), ("2 March 2026", None),
    ("Q5 2026", None), ("June to March 2026", None),
)  # fmt: skip
TITLES = (
    ("Suits, first half of 2026", "2026H1"),
    ("Suits in March 2026 (filled in on 2 May 2026)", "2026-03"),
    ("Annual return FY2026", "2026"),
    ("Filled in on 2 May 2026", None),
    ("Filled in on 2nd May 2026", None),
    ("Suits of Q1 2026 and Q2 2026", None),
    ("Annual return FY2025/26", None),
)
COUNTS = (
    ("1,234", 1234),
    ("12 cases", 12),
    ("3 persons", 3),
    ("12.0", 12),
    (" 7 items", 7),
    ("3 documents", 3),
    ("2 copies", 2),
    ("5 sessions", 5),
    ("7 officers", 7),
    ("4 hours", 4),
    ("9 points", 9),
    ("1 file", 1),
)
NO_COUNTS = (
    "12 thousand",
    "about 12",
    "12-13",
    "a dozen",
    "-3",
    "12 million",
    "1.5 cases",
    "12 days",
    "12²",
    "12①",
    "12 cases①",
)
