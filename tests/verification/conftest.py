"""One verification of everything for all tests, and small copies of the reference to damage."""

import json
import shutil
from pathlib import Path

import pytest

from mcqa.verification.shipped import shipped_folder
from mcqa.verification.verify import verify

SMALL = ("pub_krippendorff2011", "pub_feinstein_cicchetti_a", "pub_d07_total_disagreement", "pub_cac_dist4cat")


@pytest.fixture(scope="session")
def result():
    return verify()


class Copy:
    """A copy of some of the reference data sets."""

    def __init__(self, folder, names=SMALL):
        self.folder = Path(folder)
        for part, ending in (("data", "csv"), ("expected", "json")):
            (self.folder / part).mkdir(parents=True)
            for name in names:
                shutil.copy(shipped_folder() / part / f"{name}.{ending}", self.folder / part)
        index = json.loads((shipped_folder() / "index.json").read_text(encoding="utf-8"))
        self.write("index.json", [entry for entry in index if entry["id"] in names])
        known = json.loads((shipped_folder() / "discrepancies.json").read_text(encoding="utf-8"))
        self.write("discrepancies.json", [each for each in known if each["dataset"] in names])

    def read(self, name):
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def write(self, name, document):
        (self.folder / name).write_text(json.dumps(document), encoding="utf-8")

    def change(self, dataset, change, **wanted):
        """Change the first record of a data set that has what is wanted."""
        document = self.read(f"expected/{dataset}.json")
        record = next(each for each in document["expected"] if wanted.items() <= each.items())
        change(record)
        self.write(f"expected/{dataset}.json", document)


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path / "reference")


@pytest.fixture
def copy_of(tmp_path):
    return lambda *names: Copy(tmp_path / "reference", names)
