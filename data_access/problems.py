"""What is wrong with a ledger: a code with its values. The sentence is said at the edge, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data_access.reported_period import with_period_in_words
from wording import UNKNOWN, Wording

# A cell
MISSING_VALUE = "missing_value"
BAD_DATE = "bad_date"
DAY_MISSING, YEAR_NOT_WRITTEN = "day_missing", "year_not_written"
LIMIT_IN_DAYS, LIMIT_WITHOUT_DAY = "limit_in_days", "limit_without_day"
FUTURE_DATE = "future_date"
TOO_EARLY = "too_early"
UNKNOWN_CODE = "unknown_code"
BAD_FLAG = "bad_flag"
BAD_INTEGER = "bad_integer"
BAD_DECIMAL = "bad_decimal"
BAD_YEAR = "bad_year"
BAD_MONTH_DAY = "bad_month_day"
TEXT_TOO_LONG = "text_too_long"
NUMBER_AS_DATE = "number_as_date"
DIGITS_LOST = "digits_lost"
FORMULA_AS_TEXT, NOTE_IN_NUMBER = "formula_as_text", "note_in_number"
MERGED_CELL = "merged_cell"
NOT_CALCULATED = "not_calculated"
CELL_ERROR = "cell_error"
UNKNOWN_UNIT = "unknown_unit"
AMBIGUOUS_UNIT, SEVERAL_UNITS, CODE_OF_ANOTHER = "ambiguous_unit", "several_units", "code_of_another"
UNTRANSLATED = "untranslated"
CANNOT_CLEAR = "cannot_clear"
ODD_DATE = "odd_date"
NEAR_UNIT = "near_unit"
NO_UNIT_NAMED = "no_unit_named"
JOINED_NUMBERS = "joined_numbers"
# A row
TOO_MANY_CELLS = "too_many_cells"
CUT_LINE = "cut_line"
EXAMPLE_MIXED = "example_mixed"
DUPLICATE_KEY = "duplicate_key"
CONFLICTING_KEY = "conflicting_key"
NO_PARENT = "no_parent"
PARENT_REJECTED = "parent_rejected"
ANOTHER_CASE = "another_case"
ANOTHER_UNIT = "another_unit"
NOT_OF_ITS_UNITS = "not_of_its_units"
OF_THE_OFFICE = "of_the_office"
SERVES_ELSEWHERE = "serves_elsewhere"
UNKNOWN_GROUP = "unknown_group"
NO_MAXIMUM = "no_maximum"
NO_UNIT_CODE = "no_unit_code"
BEYOND_MAXIMUM = "beyond_maximum"
NO_RESPONDENTS = "no_respondents"
BEYOND_HUNDRED = "beyond_hundred"
BEYOND_WHOLE = "beyond_whole"
BAD_HOURS = "bad_hours"
BAD_SWITCH = "bad_switch"
BAD_DUE_DAY = "bad_due_day"
ALIAS_TAKEN = "alias_taken"
BAD_FIGURE = "bad_figure"
BAD_BASE = "bad_base"
OVERLAPPING_VETO = "overlapping_veto"
BAD_PERIOD = "bad_period"
PERIOD_WITHOUT_YEAR = "period_without_year"
SEVERAL_MONTHS = "several_months"
UNKNOWN_COUNT, COUNT_TAKEN = "unknown_count", "count_taken"
BELOW_ZERO, WORD_FOR_FIGURE = "below_zero", "word_for_figure"
TWO_FORMS = "two_forms"
OVERLAPPING_PERIOD = "overlapping_period"
CUMULATIVE_FALLS = "cumulative_falls"
# They name periods of forms by the codes by which these are stored.
_OF_PERIODS = frozenset({TWO_FORMS, OVERLAPPING_PERIOD, CUMULATIVE_FALLS})
PART_ABOVE_WHOLE = "part_above_whole"
SUM_DIFFERS = "sum_differs"
INDICATOR_TAKEN, UNKNOWN_ARTICLE = "indicator_taken", "unknown_article"
OWN_NAME_TAKEN = "own_name_taken"
NO_DENOMINATOR = "no_denominator"
MIXED_COUNTS = "mixed_counts"
ONE_COUNT = "one_count"
MIXES_INDICATOR = "mixes_indicator"
KIND_STANDS = "kind_stands"
# A scheme, which is taken as a whole or not at all: the whole load is refused, also with ``--accept-partial``
SCHEME_PUBLISHED = "scheme_published"
SCHEME_COMPONENT_WEIGHTS = "scheme_component_weights"
SCHEME_ITEM_WEIGHTS = "scheme_item_weights"
SCHEME_NEGATIVE_WEIGHT = "scheme_negative_weight"
SCHEME_NO_ITEMS = "scheme_no_items"
SCHEME_COMPONENT_WITHOUT_ITEMS = "scheme_component_without_items"
SCHEME_COMPONENT_WITHOUT_WEIGHT = "scheme_component_without_weight"
SCHEME_UNKNOWN_INDICATOR = "scheme_unknown_indicator"
SCHEME_NO_DIRECTION = "scheme_no_direction"
SCHEME_GOALPOSTS_MISSING = "scheme_goalposts_missing"
SCHEME_GOALPOST_OUTSIDE = "scheme_goalpost_outside"
SCHEME_GOALPOSTS_EQUAL = "scheme_goalposts_equal"
SCHEME_GOALPOSTS_REVERSED = "scheme_goalposts_reversed"
SCHEME_GRADES = "scheme_grades"
SCHEME_VETO_LAST_N = "scheme_veto_last_n"
SCHEME_ADJUSTMENT_CAP = "scheme_adjustment_cap"
SCHEME_BLANK_LIMIT, STEP_ABOVE_POINTS = "scheme_blank_limit", "step_above_points"
# A sheet that is no ledger: left out with ``--accept-partial``
UNKNOWN_SHEET = "unknown_sheet"
NEARLY_LEDGER, TURNED_SHEET = "nearly_ledger", "turned_sheet"
# A sheet that cannot be read: the whole load is refused, also with ``--accept-partial``
MISSING_SHEET = "missing_sheet"
MISSING_HEADER = "missing_header"
COLUMN_NOT_FILLED = "column_not_filled"
SAME_COLUMN = "same_column"
DUPLICATE_HEADER = "duplicate_header"
SIDE_BY_SIDE, OTHER_TABLE = "side_by_side", "other_table"
RIVAL_HEADERS, LIKE_HEADER, OTHER_MEASURE = "rival_headers", "like_header", "other_measure"
# A warning: said, but nothing is refused for it
UNKNOWN_HEADER, FIGURES_UNREAD = "unknown_header", "figures_unread"
NEAR_HEADER = "near_header"
LEFT_OUT = "left_out"
EXAMPLE_TAKEN = "example_taken"
TITLE_ROWS, FURTHER_TABLE = "title_rows", "further_table"
HIDDEN_ROWS, HIDDEN_COLUMNS, HIDDEN_SHEET = "hidden_rows", "hidden_columns", "hidden_sheet"
STRUCK_ROWS, STRUCK_CELLS = "struck_rows", "struck_cells"
SCALED_CELLS, UNSEEN_CELLS = "scaled_cells", "unseen_cells"
COMMENTS, TEXT_BOXES, SHEET_FULL = "comments", "text_boxes", "sheet_full"
OTHER_TEMPLATE, ROWS_SKIPPED, FILLED_DOWN = "other_template", "rows_skipped", "filled_down"
IDENTITY_NUMBER, MOBILE_NUMBER, CARD_NUMBER = "identity_number", "mobile_number", "card_number"
READ_AS = "read_as"
DAYS_ESTIMATED = "days_estimated"
YEAR_OF_TITLE = "year_of_title"
KEPT_EXACT = "kept_exact"
DITTO_UNREAD = "ditto_unread"
FORMULA_KEPT = "formula_kept"
NEW_UNIT = "new_unit"
# A hint: each cell can be right, together they cannot; the row is stored
OTHER_UNIT = "other_unit"
NO_FIRST_PARTY = "no_first_party"
UNLIKE_FIRST = "unlike_first"
UNIT_MERGED = "unit_merged"
UNIT_GONE = "unit_gone"
OUTCOME_UNDATED = "outcome_undated"
SPOKE_ABSENT = "spoke_absent"
ATTENDED_UNHEARD = "attended_unheard"
EXCUSED_PRESENT = "excused_present"
REASON_PRESENT = "reason_present"
CLOSED_BEFORE_HEARD = "closed_before_heard"
CLOSED_BEFORE_ACCEPTED = "closed_before_accepted"
ACCEPTED_REFUSED = "accepted_refused"
SUSPENDED_TOO_LONG = "suspended_too_long"
OPINION_NEVER_SENT = "opinion_never_sent"
SATISFIED_UNRATED = "satisfied_unrated"
REPEATED_UNREPEATED = "repeated_unrepeated"
REVIEWED_UNFILED = "reviewed_unfiled"
GRADE_AGAINST_VETO = "grade_against_veto"
GRADE_AGAINST_SCORE = "grade_against_score"
FAULTS_OF_NOTHING = "faults_of_nothing"
REASON_ADOPTED = "reason_adopted"
SHARE_FOR_PERCENT = "share_for_percent"
DONE_AGAINST_PROGRESS = "done_against_progress"
ADOPTED_UNDELIVERED = "adopted_undelivered"
RESULT_UNDATED = "result_undated"
SERVES_TWICE = "serves_twice"
CERTIFICATE_OF_TWO = "certificate_of_two"
POSTED_BEFORE_JOINING = "posted_before_joining"
COUNTIES_ALONE = "counties_alone"
CERTIFICATE_OF_NONE = "certificate_of_none"
HOURS_UNTRAINED = "hours_untrained"
RECORD_OUTSIDE_SERVICE = "record_outside_service"
STEP_AFTER_DECISION = "step_after_decision"
STEP_DONE_NOT_APPLICABLE = "step_done_not_applicable"
STEP_WITHOUT_REASON = "step_without_reason"
NEVER_NOT_APPLICABLE = "never_not_applicable"
COMPLETED_UNDATED = "completed_undated"
EXTENSION_UNDATED = "extension_undated"
CLOSED_BEFORE_SUBMITTED = "closed_before_submitted"
OTHER_INSTANCE = "other_instance"
OTHER_YEAR = "other_year"
NAMES_NOBODY = "names_nobody"
# A hint that only a load gives: who reads the file can mend it, and no page can tell whether it is wrong
NAMES_NO_CASE = "names_no_case"
NEARLY_EQUAL = "nearly_equal"
SIGNS_ONLY, SIGNS_LOST, SUM_OF_UNITS = "signs_only", "signs_lost", "sum_of_units"
SAID_ELSEWHERE = "said_elsewhere"
COURT_AS_MATTER = "court_as_matter"
MAY_BE_SEVERAL, WITHOUT_DIGIT, RUNNING_SUMS = "may_be_several", "without_digit", "running_sums"
SAID_IN_DATE = "said_in_date"
ODD_NUMBER = "odd_number"
FAR_APART = "far_apart"
EARLIER_UNKNOWN = "earlier_unknown"
SAYS_TOO_LITTLE = "says_too_little"

UNREADABLE_SHEET = frozenset({
    MISSING_SHEET, MISSING_HEADER, COLUMN_NOT_FILLED, SAME_COLUMN, DUPLICATE_HEADER, SIDE_BY_SIDE, RIVAL_HEADERS,
    LIKE_HEADER, OTHER_TABLE, OTHER_MEASURE,
})  # fmt: skip
HINTS = frozenset({
    OTHER_UNIT, NO_FIRST_PARTY, UNLIKE_FIRST, UNIT_MERGED, UNIT_GONE, OUTCOME_UNDATED, SPOKE_ABSENT, ATTENDED_UNHEARD,
    EXCUSED_PRESENT, REASON_PRESENT, CLOSED_BEFORE_HEARD, CLOSED_BEFORE_ACCEPTED, ACCEPTED_REFUSED, SUSPENDED_TOO_LONG,
    OPINION_NEVER_SENT, SATISFIED_UNRATED, REPEATED_UNREPEATED, REVIEWED_UNFILED, EXTENSION_UNDATED,
    CLOSED_BEFORE_SUBMITTED, NAMES_NOBODY, OTHER_INSTANCE, OTHER_YEAR, GRADE_AGAINST_VETO, GRADE_AGAINST_SCORE,
    FAULTS_OF_NOTHING, REASON_ADOPTED, SHARE_FOR_PERCENT, DONE_AGAINST_PROGRESS, ADOPTED_UNDELIVERED, RESULT_UNDATED,
    SERVES_TWICE, CERTIFICATE_OF_NONE, CERTIFICATE_OF_TWO, COUNTIES_ALONE, POSTED_BEFORE_JOINING, HOURS_UNTRAINED,
    RECORD_OUTSIDE_SERVICE, STEP_AFTER_DECISION, STEP_DONE_NOT_APPLICABLE, STEP_WITHOUT_REASON, NEVER_NOT_APPLICABLE,
    COMPLETED_UNDATED,
})  # fmt: skip
HINTS_AT_WRITING = frozenset({
    NAMES_NO_CASE, SIGNS_ONLY, SAID_ELSEWHERE, COURT_AS_MATTER, MAY_BE_SEVERAL, ODD_NUMBER, FAR_APART, NEARLY_EQUAL,
    EARLIER_UNKNOWN, SAYS_TOO_LITTLE, WITHOUT_DIGIT, SAID_IN_DATE, RUNNING_SUMS, SIGNS_LOST, SUM_OF_UNITS,
})  # fmt: skip
WARNINGS = HINTS | HINTS_AT_WRITING | {
    UNKNOWN_HEADER, FIGURES_UNREAD, STEP_ABOVE_POINTS, NEAR_HEADER, LEFT_OUT, EXAMPLE_TAKEN, TITLE_ROWS, FURTHER_TABLE,
    HIDDEN_ROWS, HIDDEN_COLUMNS, HIDDEN_SHEET, STRUCK_ROWS, STRUCK_CELLS, COMMENTS, TEXT_BOXES, SHEET_FULL,
    SCALED_CELLS, UNSEEN_CELLS, OTHER_TEMPLATE, ROWS_SKIPPED, FILLED_DOWN, IDENTITY_NUMBER, MOBILE_NUMBER, CARD_NUMBER,
    READ_AS, KEPT_EXACT, DAYS_ESTIMATED, YEAR_OF_TITLE, DITTO_UNREAD, FORMULA_KEPT, NEW_UNIT,
}  # fmt: skip

# A cell may hold pages of text; a sentence shows its beginning.
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Problem:
    """One thing that must be mended in a file.

    ``row`` is the row as Excel numbers it, None for a problem of the whole sheet; ``column`` is the header in the
    file. ``expected`` lists what would have been right: values as they are, or catalogue keys
    (``litigation_outcome.revoked``) that become words when the problem is said. ``row_values`` keeps the whole row.
    ``source`` is the file ("" where it came from none).
    """

    sheet: str
    row: int | None
    column: str | None
    value: str | None
    code: str
    expected: tuple[str, ...] = ()
    row_values: Mapping[str, object] = field(default_factory=dict)
    source: str = ""

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS

    @property
    def refuses_load(self) -> bool:
        """Whether nothing of the load may be stored, not even its good rows."""
        return self.code.startswith("scheme_")

    @property
    def makes_sheet_unreadable(self) -> bool:
        return self.code in UNREADABLE_SHEET


def _shortened(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"


def in_words(problem: Problem, words: Wording, rows: str = "") -> str:
    """The problem as one sentence: what was expected, what came, what to do; of several ``rows``, where given."""
    expected = [_said(token, problem, words) for token in problem.expected]
    key, more = f"problem.{problem.code}", {}
    if not words.has(key) and problem.refuses_load:
        # What is wrong with a printed scheme is said in one place, whether a load or a publication is refused.
        code = problem.code.removeprefix("scheme_")
        named = words.words_or_text(problem.value or UNKNOWN)
        said = words(fault_key(code, words.join(expected)), value=_shortened(named), expected=words.join(expected))
        key, more = "problem.scheme_fault", {"said": said}
    return words(
        key,
        sheet=problem.sheet,
        row=rows or (UNKNOWN if problem.row is None else problem.row),
        column=problem.column or UNKNOWN,
        value=_shortened(_said(problem.value, problem, words, own=False)) if problem.value else UNKNOWN,
        expected=words.join(expected) if expected else UNKNOWN,
        **more,
    )


def fault_key(code: str, expected: str) -> str:
    """The key of the sentence of a fault of a scheme: what is unknown is said with what comes near it, if any."""
    return f"scheme_fault.{code}{'_near' if code == 'what_unknown' and expected else ''}"


def _said(token: str, problem: Problem, words: Wording, *, own: bool = True) -> str:
    """A part of a sentence: a key of the catalogue (``own``) as its words, a period of a form as people write it."""
    if problem.code in _OF_PERIODS:
        token = with_period_in_words(token, words)
    return words.words_or_text(token) if own else token


class Refused(Exception):  # noqa: N818 - it is no fault of the program
    """Something that cannot be read at all: a catalogue key with its values (or lists of them), said at the edge."""

    def __init__(self, message: str, /, **values: str | tuple[str, ...]) -> None:
        super().__init__(f"{message} {values}")
        self.message = message
        self.values = values

    def in_words(self, words: Wording) -> str:
        said = {name: [value] if isinstance(value, str) else value for name, value in self.values.items()}
        return words(
            self.message,
            **{name: words.join([*map(words.words_or_text, each)]) or UNKNOWN for name, each in said.items()},
        )
