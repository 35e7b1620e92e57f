"""How far raters agree: coefficients, their intervals, and the words for what they mean."""
