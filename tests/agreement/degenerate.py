"""Tables that break careless formulas, in one place; every coefficient is run through all of them.

Each is (n_units, n_raters) level codes, -1 where there is no rating, on a scale of `N_LEVELS` declared levels.
"""

N_LEVELS = 3

DEGENERATE = {
    "nobody at all": [],
    "all missing": [[-1, -1], [-1, -1]],
    "one rater": [[0], [1], [2]],
    "one rater beside an empty one": [[0, -1], [1, -1]],
    "one rating": [[1, -1], [-1, -1]],
    "no pairs": [[0, -1, -1], [-1, 1, -1], [-1, -1, 2]],
    "one unit, agreed": [[1, 1, 1]],
    "one unit, split": [[0, 1, 1]],
    "one unit, two raters apart": [[0, 2]],
    "one pairable unit": [[0, 1, -1], [2, -1, -1], [-1, 0, -1]],
    "one level": [[2, 2, 2], [2, 2, 2], [2, 2, 2], [2, 2, 2]],
    "one level, units rated once": [[1, 1], [1, -1], [-1, 1]],
    "pairs at one level, singles elsewhere": [[1, 1, -1], [1, -1, 1], [0, -1, -1], [-1, 2, -1]],
    "empty rows": [[-1, -1], [0, 1], [-1, -1], [2, 2], [1, 1]],
    "empty rater": [[0, -1, 1], [1, -1, 1], [2, -1, 2]],
    "total disagreement": [[0, 2], [2, 0], [0, 2], [2, 0]],
    "never the same": [[0, 1], [1, 2], [2, 0], [0, 2]],
    "each rater constant": [[0, 2], [0, 2], [0, 2]],
    "one rater constant": [[1, 0], [1, 1], [1, 2], [1, 1]],
    "perfect agreement": [[0, 0, 0], [1, 1, 1], [2, 2, 2], [1, 1, 1]],
    "two units": [[0, 0, 1], [2, 2, 2]],
    "one dissenting rating": [[2, 2, 2], [2, 2, 2], [2, 2, 2], [2, 2, 1]],
    "middle level unused": [[0, 0], [2, 2], [0, 2], [2, 2]],
    "many raters once each": [[0, 0, -1, -1, -1, -1], [-1, -1, 1, 2, -1, -1], [-1, -1, -1, -1, 2, 2]],
}
