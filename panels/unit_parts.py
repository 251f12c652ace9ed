"""What a unit decided, issued, taught and filed: the newest rows of further ledgers, each a short list of all."""

from data_access.ledgers.case_file_review import CASE_FILE_REVIEW
from data_access.ledgers.major_decision import MAJOR_DECISION
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.ledgers.training_session import TRAINING_SESSION
from panels.case_list import TOLD, Told, rows_of

ROWS_SHOWN = 5

UNIT_DECISIONS = rows_of(
    "unit_decisions", MAJOR_DECISION, TOLD[MAJOR_DECISION.key], first=ROWS_SHOWN, population="whole"
)
UNIT_DOCUMENTS = rows_of(
    "unit_documents", NORMATIVE_DOCUMENT, TOLD[NORMATIVE_DOCUMENT.key], first=ROWS_SHOWN, population="whole"
)
UNIT_TRAININGS = rows_of(
    "unit_trainings", TRAINING_SESSION, Told("audience", ("title",)), first=ROWS_SHOWN, population="whole"
)
UNIT_FILES = rows_of("unit_files", CASE_FILE_REVIEW, TOLD[CASE_FILE_REVIEW.key], first=ROWS_SHOWN, population="whole")
