"""What a reviewer must reach to pass: the rules of known scoring programs, or numbers of one's own."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from mcqa.errors import UsageError
from mcqa.statistics.sampling import Integers

OWN = "own"
# exact agreement by the number of levels of the scale; with more levels the last one holds
NAEP = {2: 0.85, 3: 0.80, 4: 0.75, 5: 0.75, 6: 0.60}
MOST_LEVELS = max(NAEP)
FEWEST_LEVELS = min(NAEP)


class Profile(NamedTuple):
    """A rule: the figures that are asked for with the least value of each; all of them must be reached.

    Where a bar is None it hangs on the number of levels of each component, as `NAEP` has it.
    """

    name: str
    bars: Mapping[str, float | None]

    def held(self, levels: Integers) -> dict[str, float]:
        """Give the bars for ratings on scales of so many levels, (n_ratings,); empty where there is no rating.

        On scales of different lengths the bar is the mean of the bars of the ratings.
        """
        if not len(levels):
            return {}
        lengths, often = np.unique(levels, return_counts=True)
        of_each = [naep_bar(length) for length in lengths.tolist()]
        # a mean of equal numbers may differ from them in the last digit
        by_levels = of_each[0] if len(set(of_each)) == 1 else float(np.average(of_each, weights=often))
        return {figure: by_levels if bar is None else bar for figure, bar in self.bars.items()}

    def to_json(self) -> dict[str, object]:
        """Give the rule: the bar of each figure, by the number of levels where it hangs on that."""
        by_levels = {str(levels): bar for levels, bar in NAEP.items()}
        return {figure: by_levels if bar is None else bar for figure, bar in self.bars.items()}


def naep_bar(levels: int) -> float:
    """Least exact agreement on a scale of so many levels."""
    return NAEP[min(max(levels, FEWEST_LEVELS), MOST_LEVELS)]


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("naep", {"exact": None}),
        Profile("bloomboard", {"exact": 0.80}),
        Profile("class", {"adjacent": 0.80}),
        Profile("strict-0.70", {"kappa": 0.70}),
    )
}
DEFAULT_PROFILE = "naep"


def profile_of(
    name: str | None, *, exact: float | None = None, adjacent: float | None = None, kappa: float | None = None
) -> Profile:
    """Find a profile by its name, or make one's own from numbers.

    Without a name numbers make the profile `own`; without either it is `naep`, the only one that asks less of longer
    scales.

    Raises
    ------
    UsageError
        The name is not known, numbers stand beside a named profile, or `own` has none.
    """
    numbers = {"exact": exact, "adjacent": adjacent, "kappa": kappa}
    own: dict[str, float | None] = {figure: bar for figure, bar in numbers.items() if bar is not None}
    if name is None:
        name = OWN if own else DEFAULT_PROFILE
    if name not in PROFILES and name != OWN:
        near = difflib.get_close_matches(name, [*PROFILES, OWN], n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"there are: {', '.join([*PROFILES, OWN])}"
        raise UsageError(f'there is no calibration profile "{name}"', hint=hint)
    if name != OWN:
        if own:
            given = ", ".join(f"--{figure}" for figure in own)
            raise UsageError(
                f'{given} cannot change the profile "{name}"', hint="leave the numbers out, or give --profile own"
            )
        return PROFILES[name]
    if not own:
        raise UsageError(
            'the profile "own" has no numbers', hint="give --exact, --adjacent or --kappa, here or in mcqa.toml"
        )
    for figure, bar in own.items():
        lowest = -1.0 if figure == "kappa" else 0.0
        if bar is not None and not lowest <= bar <= 1:
            raise UsageError(f"--{figure} is a number from {lowest:g} to 1, not {bar:g}", hint="80 % is 0.8")
    return Profile(OWN, own)
