"""The tables and the fixtures of the agreement tests."""

import importlib.util
from pathlib import Path

_path = Path(__file__).parents[1] / "agreement" / "conftest.py"
_spec = importlib.util.spec_from_file_location("agreement_tests", _path)
_shared = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_shared)

pytest_generate_tests = _shared.pytest_generate_tests
ratings_of, scale_of, repeated = _shared.ratings_of, _shared.scale_of, _shared.repeated
reference_data, reference = _shared.reference_data, _shared.reference
