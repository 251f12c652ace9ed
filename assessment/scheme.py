"""The assessment scheme of a year: weights, goalposts and veto settings. Data, because cities differ."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal, get_args

from assessment.rules import Rule
from wording import adding_up

Component = Literal["daily", "annual", "external"]
COMPONENTS: tuple[Component, ...] = get_args(Component)
# What a line of a tree is called by: a component, or a bonus beside them.
Nature = Literal["daily", "annual", "external", "bonus"]
BONUS: Nature = "bonus"
MissingPolicy = Literal["zero", "block"]
# What becomes of the points of an item that does not apply to a unit: the rest of its group shares them, the unit has
# them, or they leave the total.
NotApplicable = Literal["shared", "full", "excluded"]
AverageScope = Literal["city", "peer_group"]
AverageMethod = Literal["pooled", "mean_of_rates"]
# Whose first-level items share the points of one that does not apply: those of its component, or all there are.
SharedAmong = Literal["component", "all"]
# Which losses article 18 counts: those of the first instance, or those of the judgments that took effect.
LossBasis = Literal["first_instance", "effective"]
MergedCases = Literal["successor", "own"]

WHOLE = Fraction(100)
# What an item is called that says what a component weighs in its peer group, and assesses nothing itself.
COMPONENT_WEIGHT = "component_weight"
# Above this share of blank rows, in percent, a rate counts as not reported, unless a scheme says otherwise.
BLANK_LIMIT = 20.0
LOSS_BASIS: LossBasis = "first_instance"
# Who a merged unit's cases are counted for, unless a scheme says otherwise.
MERGED_CASES: MergedCases = "successor"


@lru_cache(4096)
def exact(value: float | Fraction) -> Fraction:
    """A number as it is written in decimals: 0.1 is one tenth, not the nearest binary float.

    Raises ``ValueError`` for what is no finite number.
    """
    return Fraction(str(value))


@dataclass(frozen=True)
class SchemeItem:
    """What is scored in one peer group: an indicator (daily), a mark item (annual) or a reviewer group (external).

    ``weight`` is in percent of its component. ``floor`` and ``target`` are shares 0–1 and belong to daily items: the
    value that gives 0 points and the value that gives 100. ``missing_policy`` is for what was not reported or marked:
    "zero" counts 0 points, "block" leaves it out and keeps the unit incomplete; None means "block".

    With an ``item_no`` it is a line of a tree instead (``scheme_tree``), and has no weight: ``component`` is its
    nature, ``points`` are those of the item as printed, ``rule`` says how ``key`` (an indicator, count, material, mark
    or reviewer group) takes them off, by ``step``, ``required`` and ``bands`` (as written, ``band_table``); ``cap`` is
    the most it takes, or of a bonus gives. A line without a rule is a heading that has other items below it.
    """

    peer_group: str
    component: Nature
    key: str
    weight: float
    floor: float | None = None
    target: float | None = None
    missing_policy: MissingPolicy | None = None
    # Last, with defaults: an item of components and weights has none of them.
    item_no: str = ""
    title: str = ""
    points: float | None = None
    rule: Rule | None = None
    step: float | None = None
    required: float | None = None
    cap: float | None = None
    bands: str = ""
    not_applicable: NotApplicable | None = None


@dataclass(frozen=True)
class ComponentWeight:
    """What a component weighs in one peer group, in percent, where that is not what the scheme says of all."""

    peer_group: str
    component: str
    weight: float


@dataclass(frozen=True)
class Scheme:
    """The scheme of a year, named by year and version. Weights are percents, goalposts shares, grades points.

    ``blank_limit`` is the share of blank rows, in percent, above which a rate counts as not reported. ``loss_basis``
    says which loss rate article 18 reads; what the items score is theirs. ``merged_cases`` says whether the cases of a
    unit that has been merged are its successor's ("successor") or stay its "own". A group that ``group_weights`` name
    has those weights alone, and not those of the scheme. ``shared_among`` is the rule by which it was made: what was
    published before components kept their points shared them among all.
    """

    year: int
    version: int
    name: str
    average_scope: AverageScope
    average_method: AverageMethod
    small_denominator: int
    veto_last_n: int
    w_daily: float
    w_annual: float
    w_external: float
    adjustment_cap: float
    grade_excellent: float
    grade_good: float
    grade_pass: float
    items: tuple[SchemeItem, ...]
    # Last, with defaults: what was published before there were such settings has none.
    blank_limit: float = BLANK_LIMIT
    loss_basis: LossBasis = LOSS_BASIS
    merged_cases: MergedCases = MERGED_CASES
    # What the first-level items of a tree add up to, as printed; its scores are percents of it.
    total: float = 100.0
    group_weights: tuple[ComponentWeight, ...] = ()
    shared_among: SharedAmong = "component"

    @property
    def is_tree(self) -> bool:
        """Whether its items are numbered, and not weighed within components."""
        return any(item.item_no for item in self.items)

    @property
    def groups(self) -> tuple[str, ...]:
        """The peer groups it scores, in the order of its items."""
        return tuple(dict.fromkeys(item.peer_group for item in self.items))

    def of(self, group: str, component: Component) -> tuple[SchemeItem, ...]:
        """The items of one component in one peer group, in the order of the scheme."""
        return tuple(item for item in self.items if (item.peer_group, item.component) == (group, component))

    def with_goalposts(self, group: str) -> dict[str, SchemeItem]:
        """The items of a peer group that lie between a floor and a target, by their indicator."""
        posted = (item for item in self.items if item.peer_group == group and item.rule in (None, "goalposts"))
        return {item.key: item for item in posted if item.floor is not None and item.target is not None}

    def whole_weights(self, group: str) -> tuple[int, ...]:
        """The weights of the components in whole percents that add up to 100 (largest remainder)."""
        return tuple(adding_up([exact(self.component_weight(each, group)) for each in COMPONENTS], int(WHOLE)))

    def component_weight(self, component: str, group: str = "") -> float:
        """What a component weighs in the total of a peer group, in percent; without a group, what the scheme says."""
        own = {each.component: each.weight for each in self.group_weights if each.peer_group == group}
        if own:
            return own.get(component, 0.0)
        return {"daily": self.w_daily, "annual": self.w_annual, "external": self.w_external}[component]


def merged_cases_of(scheme: Scheme | None) -> MergedCases:
    """Whose the cases of a merged unit are by a scheme; by default where a year has none."""
    return scheme.merged_cases if scheme else MERGED_CASES
