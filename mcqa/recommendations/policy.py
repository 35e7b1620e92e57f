"""The policy: every threshold that turns evidence into an action, with its reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from mcqa.diagnostics.yardstick import Yardstick


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The thresholds of a recommendation.

    Enough data
        `min_units` micro-credentials with two ratings or more, `min_raters` reviewers, `min_pairs` pairs of ratings:
        with fewer, one micro-credential or one reviewer decides what a component looks like.
    Evidence
        `cannot_tell_share` of the cells, from `min_cannot_tell` cells and `min_cannot_tell_raters` reviewers on: one in
        five is far more than slips explain, and one reviewer alone may have lost a file. Groups are named where half of
        them or fewer say `cannot_tell_within` of it. `not_applicable_share`: from here on it is said that the component
        was mostly not applicable.
    Disagreement
        `false_alarm`: how rarely good reviewers give so much disagreement before something is looked for. It bounds
        each component by itself: of 29 good ones at most 1.5 are looked into when reviewers are just good enough, and
        hardly any when they are better (docs/recommendations.md has the measured rates); `yardstick.false_discovery`
        bounds the share of false alarms among all that stand out, and raises the confidence. `typical_false_alarm`
        asks the same against the typical component of the pilot: where all are alike, the wording of one is not the
        cause.
    Who or what carries it
        `carried`: the share of a component's disagreement that must go when one reviewer is left out; one of five
        reviewers takes part in four tenths of the pairs, so presence alone does not reach it. `group_difference` in
        steps of the scale, and `group_raters` reviewers of the group on the same side: less is small beside what single
        reviewers differ by, and one reviewer is no group. The others must agree as good reviewers do (`restored`: they
        would differ as much with at least this chance). Where the disagreement itself is above what good reviewers
        give, `group_within` bounds the chance of naming a group of that component wrongly. From an adjusted p value of
        `group_proven` on, confidence is high.
    Levels
        `neighbour_share` of the disagreement between two neighbouring levels; `extreme_share` between lowest and
        highest while at most `middle_share` of the ratings there lie between. `unused_occasions`: ratings off the most
        frequent level before a level that nobody used is called superfluous; a level chosen on one such occasion in
        twenty would have shown by then (probability 0.95).
    One level prevails
        `prevailing_share` of the ratings at one level: from here on chance-corrected coefficients say little.
    Components alike
        `alike_share` of the cells equal, both overall and among at least `alike_cells` cells on `alike_units`
        micro-credentials where one of the two is off its most frequent level.
    """

    min_units: int = 4
    min_raters: int = 3
    min_pairs: int = 12
    cannot_tell_share: float = 0.20
    min_cannot_tell: int = 4
    min_cannot_tell_raters: int = 2
    cannot_tell_within: float = 0.90
    not_applicable_share: float = 0.50
    false_alarm: float = 0.05
    typical_false_alarm: float = 0.05
    restored: float = 0.05
    carried: float = 0.60
    group_difference: float = 0.50
    group_raters: int = 2
    group_proven: float = 0.01
    group_within: float = 0.05
    neighbour_share: float = 0.60
    extreme_share: float = 0.50
    middle_share: float = 0.25
    unused_occasions: int = 60
    prevailing_share: float = 0.90
    alike_share: float = 0.95
    alike_cells: int = 10
    alike_units: int = 3
    yardstick: Yardstick = field(default_factory=Yardstick)

    def to_json(self) -> dict[str, object]:
        """Give every threshold by its name; those of the yardstick stand under `yardstick`."""
        found = asdict(self)
        found["yardstick"]["exact_agreement"] = [list(pair) for pair in self.yardstick.exact_agreement]
        return found
