"""Legal bodies (article 21), year by year: posts, the people on them, what they handle, and how they are guided."""

from data_access.ledgers.columns import UNIT, YEAR, code, count
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.tally import Tally

# Guided by class: those that show others the way, those to be strengthened, those to be helped first.
GUIDANCE_CLASSES = ("first", "second", "third")

LEGAL_STAFFING = Ledger(
    "legal_staffing",
    "法制机构力量",
    "Legal staffing",
    ("unit_id", "year"),
    (
        UNIT,
        YEAR,
        count("posts", "编制数", "Posts", "6"),
        count("on_post", "在岗人数", "On post", "5"),
        count("law_degree", "法律专业人数", "Law degree", "4", part_of="on_post"),
        count("qualified", "有法律职业资格人数", "Qualified", "3", part_of="on_post"),
        count("matters_handled", "办理事项数", "Matters handled", "320"),
        code("class_of_guidance", "指导类别", "Class of guidance", GUIDANCE_CLASSES, "guidance_class"),
    ),
    dated_by=("year",),
)

_bodies, _of = LEGAL_STAFFING.table, LEGAL_STAFFING.table.c
_posts = Tally("legal_posts", _bodies, _of.year, value=_of.posts, kind="yearly", deciding=(_of.posts, _of.on_post))
_qualified = Tally(
    "legal_staff", _bodies, _of.year, value=_of.on_post, kind="yearly", deciding=(_of.on_post, _of.qualified)
)
_degree = Tally(
    "legal_staff_by_degree", _bodies, _of.year, value=_of.on_post, kind="yearly", deciding=(_of.on_post, _of.law_degree)
)
_loaded = Tally(
    "legal_staff_by_load", _bodies, _of.year, value=_of.on_post, kind="yearly",
    deciding=(_of.on_post, _of.matters_handled),
)  # fmt: skip
_classed = Tally("legal_bodies", _bodies, _of.year, kind="yearly", deciding=(_of.class_of_guidance,))
TALLIES = (
    _posts,
    _posts.hit("legal_posts_filled", value=_of.on_post),
    _qualified,
    _qualified.hit("legal_staff_qualified", value=_of.qualified),
    _degree,
    _degree.hit("legal_staff_law_degree", value=_of.law_degree),
    _loaded,
    _loaded.hit("legal_matters", value=_of.matters_handled),
    _classed,
    *(_classed.hit(f"legal_bodies_{each}", _of.class_of_guidance == each) for each in GUIDANCE_CLASSES),
)

ENTRY = Entry(LEGAL_STAFFING, TALLIES)
