"""What a reviewer must be shown to judge a component, in words; the keys are those of `visible_in`."""

from __future__ import annotations

SHOWN_IN = {
    "packet": "the review packet",
    "issuer_dossier": "the issuer's dossier",
    "operations_data": "the issuer's operations data",
}
