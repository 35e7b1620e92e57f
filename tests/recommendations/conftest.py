import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def pilots():
    """Give the module that makes small pilots with a known truth."""
    name = "diagnostics_pilots"
    if name not in sys.modules:
        path = Path(__file__).parents[1] / "diagnostics" / "pilots.py"
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]
