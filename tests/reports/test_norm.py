"""Words of placing."""

import pytest

from mcqa.reports.norm import ordinal


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "1st"),
        (0.02, "2nd"),
        (0.03, "3rd"),
        (0.11, "11th"),
        (0.12, "12th"),
        (0.13, "13th"),
        (0.21, "21st"),
        (0.5, "50th"),
        (1.0, "99th"),
    ],
)
def test_percentiles_are_said_as_people_say_them(share, said):
    assert ordinal(share) == said
