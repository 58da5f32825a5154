"""What changed for those whom something was for: a scale with five steps."""

from django.db import models


class Effect(models.TextChoices):
    """What changed for those whom it was for. Blank: not recorded."""

    WORSE = "worse", "Got worse"
    NO_CHANGE = "no_change", "No change"
    MIXED = "mixed", "Better and worse"
    BETTER = "better", "Better"
    MUCH_BETTER = "much_better", "Much better"


IN_SHORT: dict[Effect, str] = {
    Effect.WORSE: "Worse than before, or than without it",
    Effect.NO_CHANGE: "Nothing changed that could be told",
    Effect.MIXED: "Better in some things or for some, worse in others",
    Effect.BETTER: "Better than before, or than without it",
    Effect.MUCH_BETTER: "So much better that most of them noticed",
}
MEANS: dict[Effect, str] = {
    Effect.WORSE: (
        "Those whom it was for were worse off afterwards than before, or than people without it. "
        "Knowing that spares others the same."
    ),
    Effect.NO_CHANGE: (
        "Nothing changed for them that could be told. Where it was meant to keep things as they are, "
        "that may be just what was wanted: the text says so."
    ),
    Effect.MIXED: "Some things became better and others worse, or it helped some people and not others.",
    Effect.BETTER: "They were better off afterwards than before, or than people without it.",
    Effect.MUCH_BETTER: (
        "Most of them were so much better off that they noticed it in their daily lives, "
        "not only in a figure."
    ),
}
