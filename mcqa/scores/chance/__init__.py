"""How sure a verdict is: what another draw of reviewers from the same pool would say of the same units."""
