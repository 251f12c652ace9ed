"""Officers (articles 13 and 14): one row for each unit served in; certificates are checked against the staffing list.

Everything by which a person is known is personal, the numbers, too: who may not see officers is told how many, not who.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, column, func, literal, not_, or_, select, table

from assessment.certificates import NO_CERTIFICATE
from data_access.ledgers.columns import UNIT, code, date, flag, name_or_word, number, text
from data_access.ledgers.counting_rule import rule_on
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register, View
from data_access.ledgers.hints import Hint
from data_access.ledgers.officer_posting import OFFICER_POSTING
from data_access.ledgers.tally import Condition, Tally, all_of, known
from data_access.problems import CERTIFICATE_OF_NONE, CERTIFICATE_OF_TWO, SERVES_TWICE
from data_access.store.engine import date_in_year, days_after
from data_access.store.tables import unit
from data_access.store.working_days import LAST_DAY

CERTIFICATE_KINDS = ("enforcement", "supervision", NO_CERTIFICATE)

OFFICER = Ledger(
    "officer",
    "执法人员",
    "Officers",
    ("unit_id", "officer_no"),
    (
        UNIT,
        number("officer_no", "执法人员编号", "Officer no.", "ZF-0101-001", required=True, personal=True),
        text("name", "姓名", "Name", personal=True),
        name_or_word("post", "职务", "Post"),
        name_or_word("duty", "岗位职责", "Duty"),
        date("joined_on", "到岗日期", "Joined on", "2019-07-01", required=True),
        date("left_on", "离岗日期", "Left on", not_before="joined_on"),
        flag("on_staffing_list", "在编", "On the staffing list", "yes"),
        number("certificate_no", "证件号", "Certificate no.", "蒙执-0101-001", personal=True),
        code("certificate_kind", "证件种类", "Kind of certificate", CERTIFICATE_KINDS, "certificate_kind"),
        date("certified_on", "领证日期", "Certified since", "2019-09-12"),
        date("expires_on", "有效期至", "Valid until", "2029-09-11", not_before="certified_on", event=False),
    ),
    dated_by=("joined_on",),
    identity=("name",),
    lasting=True,
    indexes=(("number", "officer_no"),),
    done_on="left_on",
    counted="officer",
)

_officer, _posting = OFFICER.table.c, OFFICER_POSTING.table.c


def first_counted_day() -> ColumnElement[object]:
    """From which day on officers are counted: of the time before a register was kept nobody knows who had left."""
    return date_in_year(rule_on("officers_from_year", literal(LAST_DAY)), "01-01")


_COUNTED = ("unit_id", "left_on", "on_staffing_list", "certificate_kind", "certified_on", "expires_on")
# The officers without what tells who they are, each from the day on which counting begins.
officer_service = table(
    "officer_service",
    *(column(name, _officer[name].type) for name in _COUNTED),
    column("since", _officer.joined_on.type),
)


def _officer_service() -> Select[tuple[object, ...]]:
    first = first_counted_day()
    since = case((_officer.joined_on < first, first), else_=_officer.joined_on)
    return select(*(_officer[name] for name in _COUNTED), since.label("since"))


class Standing:
    """How officers stand at the end of a month, as conditions on a table or view that has their columns."""

    def __init__(self, of: FromClause) -> None:
        self._of = of.c

    def on_post(self, rules: CountingRules) -> ColumnElement[bool]:
        """Who leaves on a day is gone at its end."""
        return or_(self._of.left_on.is_(None), self._of.left_on > rules.month_end)

    def certificate_known(self, rules: CountingRules) -> ColumnElement[bool]:
        """As ``assessment.certificates`` says."""
        dated = and_(known(self._of.certified_on), known(self._of.expires_on))
        return or_(self._kind(NO_CERTIFICATE), dated, self._over(rules))

    def valid(self, rules: CountingRules) -> ColumnElement[bool]:
        """Both days known and the end of the month between them."""
        begun = and_(known(self._of.certified_on), self._of.certified_on <= rules.month_end)
        return and_(self._held(), begun, known(self._of.expires_on), self._of.expires_on >= rules.month_end)

    def expiring(self, rules: CountingRules) -> ColumnElement[bool]:
        notice = rules.value("certificate_expiry_days", rules.month_end)
        return and_(self.valid(rules), self._of.expires_on <= days_after(rules.month_end, notice))

    def expired(self, rules: CountingRules) -> ColumnElement[bool]:
        return and_(self._held(), self._over(rules))

    def without(self, rules: CountingRules) -> ColumnElement[bool]:
        """No certificate, or none yet."""
        later = and_(known(self._of.certified_on), self._of.certified_on > rules.month_end)
        return or_(self._kind(NO_CERTIFICATE), and_(not_(self._over(rules)), later))

    def listed_known(self) -> ColumnElement[bool]:
        return known(self._of.on_staffing_list)

    def maybe_valid(self, rules: CountingRules) -> ColumnElement[bool]:
        """Valid, or nobody can tell."""
        return or_(self.valid(rules), not_(self.certificate_known(rules)))

    def maybe_listed(self) -> ColumnElement[bool]:
        return or_(self._of.on_staffing_list.is_(None), self._of.on_staffing_list)

    def off_list(self, rules: CountingRules) -> ColumnElement[bool]:
        """Holds a certificate and is not on the staffing list."""
        return and_(self.valid(rules), known(self._of.on_staffing_list), not_(self._of.on_staffing_list))

    def listed(self, rules: CountingRules) -> ColumnElement[bool]:
        return and_(self.on_post(rules), known(self._of.on_staffing_list), self._of.on_staffing_list)

    def _kind(self, kind: str) -> ColumnElement[bool]:
        return and_(known(self._of.certificate_kind), self._of.certificate_kind == kind)

    def _held(self) -> ColumnElement[bool]:
        return not_(self._kind(NO_CERTIFICATE))

    def _over(self, rules: CountingRules) -> ColumnElement[bool]:
        return and_(known(self._of.expires_on), self._of.expires_on < rules.month_end)


_of, _stands = officer_service.c, Standing(officer_service)
_certificate = (_of.certified_on, _of.expires_on)
_PILOTS = _of.unit_id.in_(select(unit.c.unit_id).where(unit.c.officer_archive_pilot))


def _holders(rules: CountingRules) -> ColumnElement[bool]:
    """Who may hold one, too: left out unseen, blank dates would make a unit look better."""
    return and_(_stands.on_post(rules), _stands.maybe_valid(rules))


def _on_list(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_stands.on_post(rules), _stands.maybe_listed())


def _both_known(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_stands.certificate_known(rules), _stands.listed_known())


def _stock(key: str, where: Condition, **more: object) -> Tally:
    return Tally(key, officer_service, _of.since, where, kind="stock", **more)  # type: ignore[arg-type]


_on_post = _stock("officers_on_post", _stands.on_post, needs=("officer.joined_on",))
_judged = _stock("certificates_judged", _stands.on_post, deciding=_certificate, decided=_stands.certificate_known)
_list_too = (*_certificate, _of.on_staffing_list)
_held = _stock("certificate_holders", _holders, deciding=_list_too, decided=_both_known)
_listed = _stock("officers_on_list", _on_list, deciding=_list_too, decided=_both_known)
TALLIES = (
    _on_post,
    _on_post.hit("officers_in_pilots", all_of(_PILOTS)),
    _judged,
    _judged.hit("certificates_valid", _stands.valid),
    _judged.hit("certificates_expiring", _stands.expiring),
    _judged.hit("certificates_expired", _stands.expired),
    _judged.hit("certificates_none", _stands.without),
    _held,
    _held.hit("holders_off_list", _stands.off_list),
    _listed,
    _listed.hit("listed_without_certificate", lambda rules: not_(_stands.valid(rules))),
)


def written_or_followed(rows: FromClause, codes: Collection[str]) -> ColumnElement[bool]:
    """Which rows of officers' files the units of these codes may read: their own, and those of who serves there now."""
    own = select(unit.c.unit_id).where(unit.c.code.in_(codes))
    return or_(rows.c.unit_id.in_(own), rows.c.officer_no.in_(serving_in(own)))


def serving_in(units: Select[tuple[int]]) -> Select[tuple[str]]:
    """The numbers of those officers who serve in one of the units now: the latest to have had them, and not left.

    A unit that forgot to say that somebody left has not kept him, for he joined another one later.
    """
    now, stay = OFFICER.table.alias("now").c, OFFICER_POSTING.table.alias("stay").c
    own = select(func.max(stay.from_on)).where(stay.unit_id == now.unit_id, stay.officer_no == now.officer_no)
    began = func.coalesce(own.scalar_subquery(), now.joined_on)
    elsewhere = [
        select(literal(1)).where(of.officer_no == now.officer_no, of.unit_id != now.unit_id, since > began).exists()
        for of, since in _beginnings()
    ]
    return select(now.officer_no).where(now.unit_id.in_(units), now.left_on.is_(None), not_(or_(*elsewhere)))


def _beginnings() -> list[tuple[Any, ColumnElement[Any]]]:
    row, stay = OFFICER.table.alias("elsewhere").c, OFFICER_POSTING.table.alias("stay_elsewhere").c
    return [(row, row.joined_on), (stay, stay.from_on)]


_other, _other_unit = OFFICER.table.alias("other"), unit.alias("their_unit")
_also_in = (
    select(_other_unit.c.name)
    .join_from(_other, _other_unit, _other.c.unit_id == _other_unit.c.unit_id)
    .where(_other.c.officer_no == _officer.officer_no, _other.c.unit_id != _officer.unit_id, _other.c.left_on.is_(None))
    .order_by(_other_unit.c.code)
    .limit(1)
    .correlate(OFFICER.table)
    .scalar_subquery()
)
# Asked once, not for each row.
_held_twice = (
    select(OFFICER.table.c.certificate_no)
    .where(known(OFFICER.table.c.certificate_no))
    .group_by(OFFICER.table.c.certificate_no)
    .having(func.count(OFFICER.table.c.officer_no.distinct()) > 1)
    .correlate(None)
)
_says_none = and_(known(_officer.certificate_kind), _officer.certificate_kind == NO_CERTIFICATE)
HINTS = (
    Hint(SERVES_TWICE, "left_on", and_(_officer.left_on.is_(None), known(_also_in)), _also_in),
    Hint(CERTIFICATE_OF_TWO, "certificate_no", _officer.certificate_no.in_(_held_twice)),
    Hint(
        CERTIFICATE_OF_NONE,
        "certificate_kind",
        and_(_says_none, or_(known(_officer.certificate_no), known(_officer.expires_on))),
    ),
)


def _list(where: Condition) -> CaseList:
    """The officers on post at the period's end who stand so."""
    return CaseList((_officer.joined_on,), lambda rules: and_(_rows.on_post(rules), where(rules)), stock=True)


_rows = Standing(OFFICER.table)
ENTRY = Entry(
    OFFICER,
    TALLIES,
    hints=HINTS,
    view=View("officer_service", _officer_service),
    register=Register(
        ("officer_no", "name", "post", "on_staffing_list", "certificate_kind", "certificate_no", "expires_on",
         "joined_on", "left_on"),
        ("joined_on",),
        ended_by="left_on",
    ),
    lists={
        "": CaseList((_officer.joined_on,), _rows.on_post, stock=True),
        "valid": _list(_rows.valid),
        "expiring": _list(_rows.expiring),
        "expired": _list(_rows.expired),
        "without_certificate": _list(_rows.without),
        "off_list": _list(_rows.off_list),
        "listed_without": _list(lambda rules: and_(
            _rows.listed(rules), _rows.certificate_known(rules), not_(_rows.valid(rules)))),
    },
)  # fmt: skip
