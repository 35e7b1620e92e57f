"""Why reviewers agree or not: sample, levels, raters, groups, evidence and comments, criterion by criterion."""
