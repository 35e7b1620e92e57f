"""Scores as JSON: one object for each unit, made when it is written, so that large sets stay in columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from mcqa.scores.asks import asks_of
from mcqa.scores.judgement import MET, NO_LEVEL
from mcqa.scores.margins import NO_MARGIN
from mcqa.scores.rules import IS_UNDECIDED, VERDICTS
from mcqa.scores.scored import Listed, places_of_standards
from mcqa.scores.second_look import second_look
from mcqa.scoresheets.tables.coded import combined

if TYPE_CHECKING:
    from mcqa.scores.chance.estimate import Chances
    from mcqa.scores.result import Split
    from mcqa.scores.scored import Scores

Json = dict[str, object]
T = TypeVar("T")


def score_json(scores: Scores) -> Json:
    """Give the contract's JSON object of scores; its lists make their objects when they are gone through."""
    written = UnitWriter(scores)
    return {
        "rule": rule_json(scores),
        "units": Listed(len(scores.units), written.unit),
        "splits": Listed(len(scores.splits), lambda place: split_json(scores.splits[place])),
        "certainty": None if scores.chances is None else certainty_json(scores.chances),
        "second_look": [one._asdict() for one in second_look(scores)],
    }


def rule_json(scores: Scores) -> Json:
    """Give the rule that was used, and whether it is the one that the rubric declares."""
    return {**scores.decision._asdict(), "declared": scores.decision == scores.rubric.decision}


def certainty_json(chances: Chances) -> Json:
    """Say how sure the verdicts of the set are; where nothing is known there is a reason and no number."""
    from mcqa.scores.chance.whole import Whole

    if chances.whole is None:
        reasons = [reason for reason in chances.reasons if reason]
        reason = max(dict.fromkeys(reasons), key=reasons.count, default="no_ratings")
        numbers: Json = dict.fromkeys(field.name for field in fields(Whole))
        return {"status": "undefined", "reason": reason, "method": None, **numbers, "by_raters": []}
    return {
        "status": "ok",
        "reason": None,
        "method": chances.method,
        **asdict(chances.whole),
    }


def split_json(split: Split) -> Json:
    """Give one split."""
    return {
        "unit": split.unit,
        "criterion": split.criterion,
        "ratings": [
            {"rater": vote.rater, "level": vote.level, "comment": vote.comment or None} for vote in split.ratings
        ],
        "reason": split.reason,
        "text": split.text,
        "decisive": split.decisive,
    }


class CellKinds:
    """Cells that read alike: of one criterion, with the same answers, split or not, decided alike by people.

    `codes` (n_units, n_criteria) says of which kind each cell is, `first` (n_kinds,) gives a cell of each, as its place
    among all cells.
    """

    def __init__(self, scores: Scores) -> None:
        """Find the kinds."""
        cells, width = scores.cells, scores.cells.shape[1]
        columns = [
            (np.broadcast_to(np.arange(width, dtype=np.int32), cells.shape).ravel(), width),
            (cells.pattern.ravel(), len(cells.panels)),
            (scores.split.ravel().astype(np.int32), 2),
            (np.where(scores.fixed, scores.judged.level + 1, 0).ravel().astype(np.int32), cells.counts.shape[2] + 1),
        ]
        size = cells.pattern.size
        codes, different = combined(columns) if size else (np.zeros(0, dtype=np.int32), np.zeros((0, 1)))
        self.first = np.zeros(len(different), dtype=np.intp)
        # of several cells of a kind the one assigned last stays
        self.first[codes[::-1]] = np.arange(size, dtype=np.intp)[::-1]
        self.codes = codes.reshape(cells.shape)

    def each(self, give: Callable[[int, int], T]) -> list[T]:
        """Give something of a cell of each kind, by its unit and criterion."""
        return [give(*divmod(place, self.codes.shape[1])) for place in self.first.tolist()]


class UnitWriter:
    """Makes the JSON object of each unit; what is the same in many cells is one object for all of them."""

    def __init__(self, scores: Scores) -> None:
        """Make the object of each kind of cell once."""
        self.scores = scores
        judged = scores.judged
        kinds = CellKinds(scores)
        self.kinds, self.codes = kinds.each(self._criterion), kinds.codes
        self.asks = [asks_of(one, scores.decision)._asdict() for one in scores.cells.criteria]
        own = places_of_standards(scores.rubric)
        self.standards = [standard.id for standard in scores.rubric.standards]
        self.met = np.stack([(judged.applies & (judged.met == MET))[:, places].sum(axis=1) for places in own], axis=1)
        self.applying = np.stack([judged.applies[:, places].sum(axis=1) for places in own], axis=1)

    def unit(self, place: int) -> Json:
        """Give one unit."""
        scores, outcome = self.scores, self.scores.outcome
        verdict = VERDICTS[outcome.verdict[place]]
        margin, criteria = scores.margins.votes[place], scores.margins.criteria[place]
        none = margin == NO_MARGIN
        share, possible = outcome.shares_of(place)
        judged = scores.judged
        applying = int(judged.applies[place].sum())
        met = int((judged.applies[place] & (judged.met[place] == MET)).sum())
        return {
            "unit": scores.cells.units[place],
            "verdict": verdict.value,
            "verdict_reason": self._undecided(place),
            "verdicts": self._two(place),
            "blocking": self._ids(outcome.blocking[place]),
            "blocking_asks": [self.asks[one] for one in np.flatnonzero(outcome.blocking[place]).tolist()],
            "undecided": self._ids(scores.undecided[place]),
            "settle": [need._asdict() for need in scores.needs(place)],
            "margin": None if none else int(margin),
            "margin_components": None if criteria == NO_MARGIN else int(criteria),
            "margin_reason": self._no_margin(place) if none else None,
            **self._sure(place),
            "share": share,
            "share_possible": possible,
            "share_met": met / applying if applying else None,
            "share_met_reason": None if applying else "not_applicable",
            "share_met_standard_error": self._standard_error(place),
            "standards": [
                {"standard": name, "verdict": VERDICTS[code].value, "met": own_met, "components": own}
                for name, code, own_met, own in zip(
                    self.standards,
                    scores.standards[place].tolist(),
                    self.met[place].tolist(),
                    self.applying[place].tolist(),
                    strict=True,
                )
            ],
            "criteria": [self.kinds[code] for code in self.codes[place].tolist()],
        }

    def _sure(self, place: int) -> Json:
        """Say how sure the verdict is, or why that is not known."""
        chances = self.scores.chances
        if chances is None or not chances.known[place]:
            reason = "not_computed" if chances is None else chances.reasons[place]
            return {"flip_probability": None, "flip_probability_reason": reason, "verdict_probabilities": None}
        each = zip(VERDICTS, chances.verdicts[place].tolist(), strict=True)
        return {
            "flip_probability": float(chances.flip[place]),
            "flip_probability_reason": None,
            "verdict_probabilities": {verdict.value: chance for verdict, chance in each},
        }

    def _standard_error(self, place: int) -> float | None:
        chances = self.scores.chances
        known = chances is not None and chances.known[place] and self.scores.judged.applies[place].any()
        return float(chances.share_met_se[place]) if chances is not None and known else None

    def _undecided(self, place: int) -> str | None:
        """Say why a verdict is undecided: open components, or none that applies."""
        if self.scores.outcome.verdict[place] != IS_UNDECIDED:
            return None
        return "undecided_components" if self.scores.judged.applies[place].any() else "nothing_applies"

    def _two(self, place: int) -> Json | None:
        """Give the two verdicts under an overlay: by the rubric it extends, and by all of it."""
        core = self.scores.core
        if core is None:
            return None
        return {
            "core": VERDICTS[core.verdict[place]].value,
            "core_and_local": VERDICTS[self.scores.outcome.verdict[place]].value,
        }

    def _ids(self, which: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[str]:
        return [self.scores.cells.criteria[place].id for place in np.flatnonzero(which).tolist()]

    def _no_margin(self, place: int) -> str:
        """Say why there is no margin."""
        if self.scores.outcome.verdict[place] == IS_UNDECIDED:
            return "undecided"
        return "weighted_votes" if self.scores.decision.consensus == "weighted" else "cannot_flip"

    def _criterion(self, unit: int, place: int) -> Json:
        one = self.scores.criterion(unit, place)
        found = one._asdict()
        original = int(self.scores.consensus.level[unit, place])
        if one.adjudicated:
            levels = self.scores.cells.criteria[place].scale.levels
            found["consensus_of_reviewers"] = None if original == NO_LEVEL else levels[original].id
        return found
