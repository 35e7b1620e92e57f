"""Small pilots with a known truth, for the tests of diagnostics and recommendations."""

from __future__ import annotations

import numpy as np

from mcqa.findings import Location
from mcqa.ratings.table import Ratings, Status
from mcqa.rubric.model import Anchor, Criterion, Decision, Level, Rubric, Scale, Standard

BLANK, NOT_APPLICABLE, CANNOT_TELL = -1, -2, -3
GROUPS = ("teacher", "state_lead", "third_party", "nbct", "national_advisor")
LABELS = ("Not met", "Partly met", "Met")


def scale_of(n_levels=3, kind="ordinal"):
    labels = LABELS if n_levels == 3 else tuple(f"Level {step}" for step in range(n_levels))
    levels = tuple(
        Level(id=label.lower().replace(" ", "_"), label=label, score=None if kind == "nominal" else float(step))
        for step, label in enumerate(labels)
    )
    return Scale(type=kind, levels=levels, non_scores=("cannot_tell", "not_applicable"))


def rubric_of(n_criteria=29, n_levels=3, *, kind="ordinal", anchors=(), visible_in=None):
    scale = scale_of(n_levels, kind)
    n_standards = min(13, n_criteria)
    standards = []
    for standard, members in enumerate(np.array_split(np.arange(n_criteria), n_standards), start=1):
        sid = f"S{standard:02d}"
        criteria = tuple(
            Criterion(
                id=f"C{standard:02d}.{place}",
                title=f"Component {index}",
                text="What is judged.",
                standard=sid,
                scale=scale,
                descriptors={level.id: f"{level.label}." for level in scale.levels},
                visible_in=(visible_in or {}).get(int(index), "packet"),
                anchors=tuple(Anchor(level=level.id, text="An example.") for level in scale.levels)
                if index in anchors
                else (),
            )
            for place, index in enumerate(members, start=1)
        )
        standards.append(Standard(id=sid, title=f"Standard {standard}", description="", criteria=criteria))
    return Rubric(
        id="pilot",
        version="0.1.0",
        title="Pilot",
        status="draft",
        language="en",
        source="made for a test",
        scale=scale,
        decision=Decision(rule="conjunctive", cut=scale.levels[-1].id),
        standards=tuple(standards),
    )


def ratings_of(cells, rubric, groups=None, comments=None):
    """Give the table of an array (n_units, n_criteria, n_raters) of positions, BLANK, NOT_APPLICABLE or CANNOT_TELL."""
    cells = np.asarray(cells)
    n_units, _, n_raters = cells.shape
    raters = tuple(f"R{index + 1:02d}" for index in range(n_raters))
    groups = [GROUPS[index % len(GROUPS)] for index in range(n_raters)] if groups is None else list(groups)
    names = tuple(dict.fromkeys(groups))
    unit, criterion, rater = (place.ravel().astype(np.int32) for place in np.indices(cells.shape))
    typed = cells.ravel()
    words = {BLANK: Status.MISSING, NOT_APPLICABLE: Status.NOT_APPLICABLE, CANNOT_TELL: Status.CANNOT_TELL}
    status = np.array([words.get(value, Status.RATED) for value in typed.tolist()], dtype=np.int32)
    n = len(typed)
    return Ratings(
        rubric=rubric,
        units=tuple(f"MC-{index + 1:02d}" for index in range(n_units)),
        raters=raters,
        criteria=rubric.criteria,
        rounds=("round-1",),
        groups=names,
        unit=unit,
        rater=rater,
        criterion=criterion,
        level=np.where(typed >= 0, typed, -1).astype(np.int32),
        status=status,
        round=np.zeros(n, dtype=np.int32),
        group=np.array([names.index(groups[index]) for index in rater.tolist()], dtype=np.int32),
        comment=("",) * n if comments is None else tuple(np.asarray(comments).ravel().tolist()),
        timestamp=("",) * n,
        source=(Location(),) * n,
    )


class Pilot:
    """A pilot in the making: `truth` (n_units, n_criteria) and `cells` (n_units, n_criteria, n_raters), to plant in."""

    def __init__(
        self,
        seed,
        *,
        n_units=8,
        n_raters=12,
        per_unit=5,
        n_criteria=29,
        accuracy=0.93,
        prevalence=0.9,
        n_levels=3,
        **rubric,
    ):
        self.rng = np.random.default_rng(seed)
        self.rubric = rubric_of(n_criteria, n_levels, **rubric)
        self.top = n_levels - 1
        high = self.rng.random((n_units, n_criteria)) < prevalence
        self.truth = np.where(high, self.top, self.rng.integers(0, self.top, (n_units, n_criteria)))
        order = self.rng.permutation(n_raters)
        turns = (np.arange(n_units)[:, None] * per_unit + np.arange(per_unit)) % n_raters
        self.assigned = np.zeros((n_units, n_raters), dtype=bool)
        np.put_along_axis(self.assigned, order[turns], values=True, axis=1)
        shape = (n_units, n_criteria, n_raters)
        wrong = self.rng.random(shape) >= accuracy
        step = np.where(self.rng.random(shape) < 0.5, -1, 1)
        moved = self.truth[:, :, None] + step
        moved = np.where((moved < 0) | (moved > self.top), self.truth[:, :, None] - step, moved)
        self.cells = np.where(wrong, moved, self.truth[:, :, None])

    def vague(self, criterion, *, low=1, share=0.5):
        """Let everybody confuse two neighbouring levels."""
        here = self.cells[:, criterion]
        near = (here == low) | (here == low + 1)
        here[near] = np.where(self.rng.random(near.sum()) < share, low, low + 1)
        return self

    def double(self, criterion, *, share=0.5):
        """Let reviewers split between the lowest and the highest level."""
        here = self.cells[:, criterion]
        here[...] = np.where(self.rng.random(here.shape) < share, 0, self.top)
        return self

    def harsh(self, rater, *, share=1.0):
        """Let one reviewer rate everything one level lower."""
        own = self.cells[:, :, rater]
        own[...] = np.where(self.rng.random(own.shape) < share, np.maximum(own - 1, 0), own)
        return self

    def apart(self, group, criterion):
        """Let one reviewer group read one component one level lower."""
        members = [index for index in range(self.cells.shape[2]) if GROUPS[index % len(GROUPS)] == group]
        self.cells[:, criterion, members] = np.maximum(self.cells[:, criterion, members] - 1, 0)
        return self

    def hidden(self, criterion, *, share=0.7):
        """Let most reviewers say that they cannot tell."""
        here = self.cells[:, criterion]
        here[self.rng.random(here.shape) < share] = CANNOT_TELL
        return self

    def constant(self, criterion, level=None):
        """Let everybody rate a component alike."""
        self.cells[:, criterion] = self.top if level is None else level
        return self

    def straight(self, rater):
        """Let one reviewer give the top level everywhere."""
        self.cells[:, :, rater] = self.top
        return self

    def unused(self, level):
        """Let nobody use an inner level: what would be there goes to either side."""
        at = self.cells == level
        self.cells[at] = np.where(self.rng.random(at.sum()) < 0.5, level - 1, level + 1)
        return self

    def ratings(self):
        """Give the table, blank where a reviewer was not assigned."""
        return ratings_of(np.where(self.assigned[:, None, :], self.cells, BLANK), self.rubric)
