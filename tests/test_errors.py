"""What stops a run: a message, a hint apart from it, and the findings made before."""

import pytest

from mcqa.errors import InputError, McqaError, OutputError, UsageError
from mcqa.findings import Finding, Severity


@pytest.mark.parametrize("kind", [McqaError, UsageError, InputError, OutputError])
def test_message_and_hint_are_apart(kind):
    error = kind("it stopped", hint="do that")
    assert isinstance(error, McqaError)
    assert (str(error), error.message, error.hint) == ("it stopped", "it stopped", "do that")
    assert kind("it stopped").hint is None


def test_an_input_error_carries_findings():
    found = Finding("L001", "yaml-syntax", Severity.ERROR, "m")
    assert InputError("m", findings=(found,)).findings == (found,)
    assert InputError("m").findings == ()
