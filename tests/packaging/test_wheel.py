"""The wheel holds what it must, and works outside the checkout."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mcqa", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_wheel_holds_the_package_its_rubrics_and_its_licence_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0] for name in names} == {"mcqa", "mcqa-0.1.0.dist-info"}
    assert "mcqa/py.typed" in names
    assert "mcqa-0.1.0.dist-info/licenses/LICENSE" in names
    shipped = {Path(name).name for name in names if name.startswith("mcqa/shipped_rubrics/")}
    assert shipped == {path.name for path in (ROOT / "rubrics").iterdir()}
    folder = "mcqa/shipped_reference/"
    reference = {name.removeprefix(folder) for name in names if name.startswith(folder)}
    kept = ROOT / "tests" / "reference"
    assert reference == {path.relative_to(kept).as_posix() for path in kept.rglob("*") if path.is_file()}


def test_rubrics_are_found_by_name_in_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "rubric", "list", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert str(installed).replace("\\", "\\\\") in done.stdout
    for name in ("mpos-qas-reconstruction", "mpos-qas-met-not-met", "compensatory-example"):
        assert f'"id": "{name}"' in done.stdout


def test_installed_wheel_scores_the_samples(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "score", str(ROOT / "samples" / "round-1"))
    assert done.returncode == 0, done.stderr
    assert "8 micro-credentials: 1 met, 6 not met, 1 undecided." in done.stdout


def test_installed_wheel_verifies_its_own_reference_values(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "verify", "--format", "json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)["results"]["summary"]
    assert (summary["records"], summary["datasets"]) == (3451, 49)
    assert summary["off"] == summary["deviations_off"] == 0


def test_installed_wheel_says_which_reference_file_is_missing(
    installed: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged") / "site"
    shutil.copytree(installed, folder)
    missing = folder / "mcqa" / "shipped_reference" / "data" / "pub_krippendorff2011.csv"
    missing.unlink()
    done = run(folder, tmp_path, "verify")
    assert done.returncode == 3
    assert "pub_krippendorff2011.csv is missing" in done.stderr
    assert "Traceback" not in done.stderr
