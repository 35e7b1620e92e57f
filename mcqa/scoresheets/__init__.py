"""Files of reviewers become records that know their cell; nothing is interpreted and nothing is lost."""
