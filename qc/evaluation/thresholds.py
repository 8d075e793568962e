"""Thresholds that keep to a budget of false alarms on labelled documents, and what they find there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from qc.evaluation.labelled import Outcome
from qc.evaluation.metrics import Stratum, allowed, interval, threshold_at, upper_bound


class BudgetError(ValueError):
    """A budget that the labelled documents cannot support; the message is a sentence that says why."""


class Threshold(NamedTuple):
    """A threshold and what it does on the documents it was found on.

    below: reliability, 0 to 100; what lies below is flagged. alarms, clean: clean documents flagged, and how many there
    are. bound: how high the true rate of false alarms may well be, 0 to 1. recall, low, high: share of the damaged
    documents that is flagged, and its 95 % interval; NaN without damaged documents.
    """

    below: float
    alarms: int
    clean: int
    bound: float
    recall: float
    low: float
    high: float


class Profile(NamedTuple):
    """The two thresholds of a profile, and the number of damaged documents they were tried on."""

    review: Threshold
    reject: Threshold
    damaged: int


def fitted(outcomes: Sequence[Outcome], review_rate: float, reject_rate: float | None = None) -> Profile:
    """Find the highest thresholds that flag no more than these shares (0 to 1) of the clean documents that were judged.

    Without a share to reject it is half of that to review, rounded down to whole documents: it may be none. Raises
    BudgetError where a share is less than one clean document, or more is to be rejected than reviewed.
    """
    judged = [o for o in outcomes if o.reliability is not None]
    clean = sum(o.expect == "pass" for o in judged)
    for rate in filter(None, (review_rate, reject_rate)):
        _supported(rate, clean)
    if reject_rate and reject_rate > review_rate:
        raise BudgetError(
            f"{reject_rate:.4g} of the clean documents to reject is more than {review_rate:.4g} to review"
        )
    review = _threshold(judged, [o.reliability for o in judged], review_rate)
    # What rejects looks at fewer axes, so its threshold may come out above; settings must not cross.
    texts = [o.text_reliability for o in judged]
    reject = _threshold(judged, texts, reject_rate or review_rate / 2, highest=review.below)
    return Profile(review, reject, sum(o.expect == "flag" for o in judged))


def _supported(rate: float, clean: int) -> None:
    if allowed(clean, rate) < 1:
        needed = math.ceil(1 / rate - 1e-9)
        has = f"{clean} were judged" if clean else "none was judged"
        raise BudgetError(
            f"a budget of {100 * rate:g} % takes {needed:,} clean documents, so that one of them may be flagged; {has}"
        )


def _threshold(
    judged: Sequence[Outcome], values: Sequence[float | None], rate: float, highest: float = 100.0
) -> Threshold:
    # Metrics rise with damage, reliability falls with it.
    pairs = [(o.expect, o.group, -(value or 0.0)) for o, value in zip(judged, values, strict=True)]
    sides = ([(group, score) for expect, group, score in pairs if expect == side] for side in ("flag", "pass"))
    stratum = Stratum(*sides)

    def limit(clean: Sequence[float]) -> float:
        return max(threshold_at(clean, rate), -highest)

    def recall(damaged: Sequence[float], clean: Sequence[float]) -> float:
        above = limit(clean)
        return sum(score > above for score in damaged) / len(damaged) if damaged else math.nan

    damaged, clean = ([score for _, score in side] for side in stratum)
    above = limit(clean)
    alarms = sum(score > above for score in clean)
    share, bound = recall(damaged, clean), upper_bound(alarms, len(clean))
    return Threshold(-above, alarms, len(clean), bound, share, *interval(recall, *stratum))


def settings(profile: Profile, base: str, command: str) -> str:
    """The profile as a settings file. base: the built-in profile for everything else. command: what made it."""
    review, reject = profile.review, profile.reject
    return f"""\
# Made by: {command}
# On {review.clean:,} clean and {profile.damaged:,} damaged documents; of the clean ones {review.alarms} are not
# accepted, {reject.alarms} rejected.
profile = "{base}"
review-below = {review.below!r}
reject-below = {reject.below!r}
"""
