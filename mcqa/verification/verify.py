"""Recompute every reference value that is shipped, and hold ours against it."""

from __future__ import annotations

import platform
from pathlib import Path

import numpy as np
import scipy

from mcqa.errors import InputError
from mcqa.progress import tracked
from mcqa.verification.calls import Answers
from mcqa.verification.deviations import deviation_of
from mcqa.verification.judge import judge
from mcqa.verification.result import Verification, Verified, Versions
from mcqa.verification.shipped import HINT, DataSet, Record, read_reference, shipped_folder
from mcqa.verification.statistics import answer, asked


def verify(folder: Path | None = None) -> Verification:
    """Recompute the published and reference values with this installation.

    Parameters
    ----------
    folder : Path, optional
        Where the reference values are; those shipped with the package by default.

    Returns
    -------
    Verification
        One `Verified` per record, and one `Deviation` for each known error of another package.

    Raises
    ------
    InputError
        A file of the reference is missing or damaged.
    """
    reference = read_reference(folder or shipped_folder())
    records: list[Verified] = []
    answers = {data.id: Answers(data) for data in reference.datasets}
    for data in tracked(reference.datasets, "recomputing data sets"):
        records += _verified(data, answers[data.id])
    unknown = {known.dataset for known in reference.discrepancies} - set(answers)
    if unknown:
        raise InputError(f"there are no ratings of {', '.join(sorted(unknown))}", hint=HINT)
    return Verification(
        records=tuple(records),
        deviations=tuple(deviation_of(known, answers[known.dataset]) for known in reference.discrepancies),
        versions=versions(),
        n_datasets=len(reference.datasets),
    )


def _verified(data: DataSet, answers: Answers) -> list[Verified]:
    answers.prepare(asked(record) for record in data.records if data.layout != "long")
    bhapkar = next((record for record in data.records if record.coefficient == "bhapkar_test"), None)
    return [judge(record, answer(record, answers), _kin(record, bhapkar)) for record in data.records]


def _kin(record: Record, bhapkar: Record | None) -> Record | None:
    """Give the record that a record without a number is held against."""
    stands_in = record.coefficient == "stuart_maxwell_test" and not record.values and bhapkar is not None
    return bhapkar if stands_in and bhapkar is not None and bhapkar.values else None


def versions() -> Versions:
    """Tell what computes."""
    return Versions(
        python=platform.python_version(),
        numpy=np.__version__,
        scipy=scipy.__version__,
        system=f"{platform.system()} {platform.machine()}",
    )
