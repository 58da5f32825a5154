"""How well it is known that something worked: a scale with four steps."""

from django.db import models


class EvidenceStrength(models.TextChoices):
    """How well it is known that something worked, from weakest to strongest."""

    OWN_ACCOUNT = "own_account", "Own account"
    FOLLOWED_UP = "followed_up", "Followed up"
    COMPARED = "compared", "Compared"
    INDEPENDENT = "independent", "Independently evaluated"


IN_SHORT: dict[EvidenceStrength, str] = {
    EvidenceStrength.OWN_ACCOUNT: "Told by those who did it",
    EvidenceStrength.FOLLOWED_UP: "They asked again afterwards",
    EvidenceStrength.COMPARED: "Set beside others or the time before",
    EvidenceStrength.INDEPENDENT: "Checked by somebody else",
}
MEANS: dict[EvidenceStrength, str] = {
    EvidenceStrength.OWN_ACCOUNT: (
        "Those who did it say what changed. It is where nearly every story starts, "
        "and nobody has looked at it from outside."
    ),
    EvidenceStrength.FOLLOWED_UP: (
        "They asked or counted again some time after, and say how many they reached. "
        "It shows whether a change lasted, not what brought it about."
    ),
    EvidenceStrength.COMPARED: (
        "What changed was set beside people or places without it, or beside the time before. "
        "That makes it less likely that it would have changed anyway."
    ),
    EvidenceStrength.INDEPENDENT: (
        "Somebody who did not run it looked into it, and published how: "
        "a university, an evaluator, an auditor."
    ),
}
