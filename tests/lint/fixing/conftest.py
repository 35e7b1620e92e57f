"""What mending makes of a rubric."""

import pytest

from mcqa.lint.engine import lint_bytes
from mcqa.lint.fixing import fix
from mcqa.lint.settings import Settings

# the wording is not what is mended here, and what is not looked for costs no time
STRUCTURE = Settings(select=("L0", "L1"))


@pytest.fixture
def report(tmp_path):
    """Lint bytes as a file of the temporary folder."""

    def run(content, settings=STRUCTURE):
        return lint_bytes(content, file="r.yaml", folder=tmp_path, settings=settings).findings

    return run


@pytest.fixture
def mend(tmp_path, report):
    """Mend a text, hold that mending it again changes nothing, and give the text with the codes that were mended."""

    def run(text, settings=STRUCTURE):
        content = text.encode() if isinstance(text, str) else text

        def again(given):
            return report(given, settings)

        fixed = fix(content, file="r.yaml", folder=tmp_path, findings=again(content), report=again)
        found = again(fixed.content)
        assert fix(fixed.content, file="r.yaml", folder=tmp_path, findings=found, report=again) == (fixed.content, ())
        return fixed.content.decode(), [each.code for each in fixed.applied]

    return run
