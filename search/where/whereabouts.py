"""What a request says about places, worked out as codes: no engine needs to know where they lie."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Where:
    """A condition on places. A thing fulfils it when it is for one of `own`, or wholly in one of `inside`.

    What a thing is for are the places that it names; it is wholly in these and in all that wholly hold them.
    """

    inside: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Whereabouts:
    """What a request says about places.

    `chosen` is what the choice of the place filter means; None says 'wholly in one of its values'. As with
    every filter, the counts of its own facet do not obey it. All of `always` holds for everything: hits and
    all counts. `tiers` are what is best, next best…; a thing belongs to the first that it fulfils, and what
    belongs to none comes after them.
    """

    chosen: Where | None = None
    always: tuple[Where, ...] = ()
    tiers: tuple[Where, ...] = ()
