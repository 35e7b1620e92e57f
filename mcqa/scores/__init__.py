"""What the units earned: consensus of each criterion first, then the rule of the rubric."""
