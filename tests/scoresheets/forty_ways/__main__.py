"""Writes samples/shapes: `python -m forty_ways ../../samples/shapes` in this folder's parent.

Files of LibreOffice are made anew only with `--libreoffice`: it writes other bytes each time.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import all_ways
from .formats import libreoffice
from .way import Way

ABOUT = """# Shapes in which scoresheets come back

One truth in many shapes: three micro-credentials, three reviewers (or one of them), the first eight components. All of
it is synthetic. `mcqa check samples/shapes/FILE --rubric mpos-qas-reconstruction` names the layout in its output.

`tests/scoresheets/forty_ways` makes the files and holds what each must give; those of LibreOffice were saved by it.

| file | layout | what is special |
|---|---|---|
"""


def write_sample(one: Way, path: Path) -> None:
    """Make the files of a way and keep its only one under its name among the samples."""
    if one.make is None:
        return
    with tempfile.TemporaryDirectory() as made:
        one.make(Path(made))
        (only,) = Path(made).iterdir()
        shutil.copyfile(only, path)


def table() -> str:
    rows = [
        f"| {one.sample} | {layout(one)} | {one.special} |\n"
        for one in sorted(all_ways(), key=lambda one: one.sample or "")
        if one.sample
    ]
    return ABOUT + "".join(rows)


def layout(one: Way) -> str:
    return "none: a finding" if one.base is None else "+".join((one.base, *one.features))


def save_with_libreoffice(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        libreoffice(Path(made))
        for ending in ("ods", "xls", "xlsx"):
            target = Path(made) / ending
            command = ["soffice", "--headless", f"-env:UserInstallation={(Path(made) / 'profile').as_uri()}"]
            command += ["--convert-to", ending, "--outdir", str(target), str(Path(made) / "R02.xlsx")]
            subprocess.run(command, check=True)
            shutil.copyfile(target / f"R02.{ending}", folder / f"libreoffice.{ending}")


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for one in all_ways():
        if one.sample:
            write_sample(one, folder / one.sample)
    if "--libreoffice" in arguments:
        save_with_libreoffice(folder)
    (folder / "README.md").write_text(table(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
