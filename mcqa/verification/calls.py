"""What a reference record asks of the analysis, and the answers, many records to one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from mcqa.agreement.analysis import COEFFICIENTS, AgreementResult, analyse
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.ratings.table import Ratings
from mcqa.verification.shipped import DataSet
from mcqa.verification.tables import TableKey, ratings_of

# the names of the reference that are not ours
OURS = {"krippendorff_alpha_gwet": "krippendorff_alpha"}
WEIGHTED = frozenset(
    {
        *("percent_agreement", "gwet_ac", "fleiss_kappa", "conger_kappa", "brennan_prediger", "cohen_kappa"),
        *("scott_pi", "light_kappa", "krippendorff_alpha_gwet"),
    }
)
FORMS = {"icc": "form", "finn": "model"}
# options that ask for a form of their own: the value, and the form
ASKED = {"fisher_z": (True, "fisher_z"), "ties_corrected": (False, "no_ties_correction")}


class Way(NamedTuple):
    """Everything about a call of `analyse` but the coefficients, so that records that share it share the call."""

    table: TableKey
    weights: str | None = None
    matrix: tuple[tuple[float, ...], ...] = ()
    metric: str | None = None
    missing: str = "available"
    confidence: float = 0.95
    tolerance: float = 0.0
    by: str = "rubric"
    pairs: bool = False


class Call(NamedTuple):
    """One coefficient, asked for in one way; `coefficient` is as `analyse` takes it, `icc:ICC2` for one form."""

    coefficient: str
    way: Way


def call_of(coefficient: str, options: Mapping[str, Any]) -> Call:
    """Give the call that answers a record."""
    form = options.get(FORMS.get(coefficient, ""))
    for option, (value, called) in ASKED.items():
        form = called if options.get(option) is value else form
    name = OURS.get(coefficient, coefficient)
    weights = str(options.get("weights", "unweighted")).removesuffix("_rank").replace("unweighted", "identity")
    way = Way(
        table=TableKey.of(dict(options)),
        weights=weights if coefficient in WEIGHTED else None,
        matrix=tuple(tuple(map(float, row)) for row in options.get("weight_matrix", ())),
        metric=options.get("metric"),
        missing="listwise" if options.get("missing") == "listwise" else "available",
        confidence=float(options.get("conf_level", 0.95)),
        tolerance=float(options.get("tolerance", 0.0)),
    )
    return Call(f"{name}:{form}" if form else name, way)


class Answers:
    """The tables and the analyses of one data set, each made once."""

    def __init__(self, data: DataSet) -> None:
        """Begin with nothing computed."""
        self.data = data
        self._tables: dict[TableKey, Ratings] = {}
        self._results: dict[Way, AgreementResult] = {}
        self._estimates: dict[Call, Estimate] = {}

    def table(self, key: TableKey) -> Ratings:
        """Give the ratings table."""
        if key not in self._tables:
            self._tables[key] = ratings_of(self.data, key)
        return self._tables[key]

    def prepare(self, calls: Iterable[Call]) -> None:
        """Compute the estimates of many calls, with one analysis for all that share a way."""
        waiting: dict[Way, dict[str, None]] = {}
        for call in calls:
            if call not in self._estimates and call.coefficient.partition(":")[0] in COEFFICIENTS:
                waiting.setdefault(call.way, {})[call.coefficient] = None
        for way, names in waiting.items():
            estimates = self._analyse(way, tuple(names)).estimates
            for name, estimate in zip(names, estimates, strict=True):
                self._estimates[Call(name, way)] = estimate

    def estimate(self, call: Call) -> Estimate:
        """Give the estimate of a call."""
        self.prepare([call])
        return self._estimates[call]

    def result(self, way: Way, coefficients: tuple[str, ...] = ()) -> AgreementResult:
        """Give the whole analysis of some coefficients, with what stands beside the estimates."""
        if way not in self._results:
            self._results[way] = self._analyse(way, coefficients)
        return self._results[way]

    def pairs(self, call: Call) -> Iterator[Estimate]:
        """Give Cohen's kappa of every two raters with two units in common; listwise, on the units that all rated."""
        key = call.way.table._replace(complete=call.way.missing == "listwise")
        way = call.way._replace(table=key, missing="available", by="", pairs=True)
        for estimate in self.result(way, ("cohen_kappa",)).pairs:
            if estimate.n_units_used > 1:
                yield estimate

    def _analyse(self, way: Way, coefficients: tuple[str, ...]) -> AgreementResult:
        ratings = self.table(way.table)
        weights: str | WeightMatrix | None = way.weights
        if way.matrix:
            ids = ratings.criteria[0].scale.level_ids
            weights = WeightMatrix(name="custom", levels=ids, values=np.array(way.matrix))
        return analyse(
            ratings,
            coefficients=coefficients,
            weights=None if weights is None else [weights],
            metrics=None if way.metric is None else [way.metric],
            by=[way.by] if way.by else [],
            pairs=way.pairs,
            confidence=way.confidence,
            ci="delta",
            missing=way.missing,
            tolerance=way.tolerance,
        )
