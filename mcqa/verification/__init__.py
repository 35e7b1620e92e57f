"""Whether this installation gives the published values, and those of other programs; and where it should not."""
