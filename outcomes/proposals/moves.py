"""How far a proposal can be, and from where it may move to where. Nothing else decides this."""

from django.db import models


class Status(models.TextChoices):
    """How far a proposal has come, in words that its proposer reads."""

    RECEIVED = "received", "Received"
    IN_REVIEW = "in_review", "Being read"
    OPEN = "open", "Open for support"
    ADOPTED = "adopted", "Adopted"
    MERGED = "merged", "Merged with another"
    PARKED = "parked", "Parked for now"
    DECLINED = "declined", "Declined"
    DELIVERED = "delivered", "Delivered"


MOVES: dict[str, frozenset[str]] = {
    Status.RECEIVED: frozenset({Status.IN_REVIEW, Status.OPEN, Status.DECLINED}),
    Status.IN_REVIEW: frozenset({Status.OPEN, Status.DECLINED}),
    Status.OPEN: frozenset({Status.ADOPTED, Status.MERGED, Status.PARKED, Status.DECLINED}),
    Status.PARKED: frozenset({Status.OPEN, Status.DECLINED}),
    Status.ADOPTED: frozenset({Status.DELIVERED}),
    Status.MERGED: frozenset({Status.DELIVERED}),
    Status.DECLINED: frozenset(),
    Status.DELIVERED: frozenset(),
}

# Read by nobody but moderators. A declined proposal is not here: it stays public if it was public before.
WAITING = (Status.RECEIVED, Status.IN_REVIEW)
# Reached only from 'open for support', so the public has seen it.
ACCEPTED = (Status.OPEN, Status.ADOPTED, Status.MERGED, Status.PARKED, Status.DELIVERED)
WITH_OBJECTIVE = (Status.ADOPTED, Status.MERGED, Status.DELIVERED)


def may_move(start: str, end: str) -> bool:
    """Whether the table has this move."""
    return end in MOVES[start]


def picture() -> str:
    """Return the table as a Mermaid state diagram, for the guide in docs/."""
    moves = [f"    {start.value} --> {end}" for start in Status for end in sorted(MOVES[start])]
    names = [f"    {status.value}: {status.label}" for status in Status]
    return "\n".join(["stateDiagram-v2", *names, "    [*] --> received", *moves])
