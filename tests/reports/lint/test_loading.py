"""Plain output loads nothing that is slow to load."""

import subprocess
import sys

import pytest

LOADED = """
import sys
from pathlib import Path
from mcqa.lint.engine import lint_files
from mcqa.reports.lint import lint_text
lint_text({form!r}, lint_files([{file!r}]), root=Path.cwd())
print(*sorted(sys.modules))
"""
HEAVY = {"numpy", "scipy", "pandas", "rich", "typer", "pydantic", "openpyxl"}


@pytest.mark.parametrize("form", ["full", "concise", "github"])
def test_forms_for_people_load_nothing_heavy(form, root):
    code = LOADED.format(form=form, file=str(root / "tests" / "lint" / "cases" / "L103" / "bad.yaml"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    loaded = set(done.stdout.split())
    assert not loaded & (HEAVY | {"json", "xml.etree.ElementTree"})
