"""The table of states and events as the page docs/signing.md, with what each state and event means."""

from itertools import groupby

from partners.signing.machine import Event, Public, Text, transitions

HEAD = """# How a page is signed

The picture and the tables are printed by `manage.py print_signing` from `partners/signing/machine.py`; a test
compares them. What they do not name cannot happen.

![The states of a page's text, and what leads from one to another](signing.svg)

## In short

A shared page has one common text, and a part of its own for each partner that it names. Somebody submits
it; then each partner decides, in any order: it signs, signs with a note, or declines with a reason. A
signature holds for exactly the words that were read: it keeps the digest of the common text and of the
partner's own part, and lapses when either changes. With the last signature the page goes on the site, or on
the date that was set. What was on the site before stays there meanwhile.

Two things are kept apart: **the text in work**, and **what the public reads**. No other way leads to the
site: the gate in `partners/signing/gate.py` refuses whatever else saves a page as live. Editors read the same
in the admin, under *Guide*.

"""


def signing_page() -> str:
    """Return the page in Markdown."""
    return HEAD + states() + events() + public()


def states() -> str:
    """Return the states of both sides."""
    texts = "".join(f"| text in work | {each.label} |\n" for each in Text)
    sides = "".join(f"| public | {each.label} |\n" for each in Public)
    return f"## States\n\n| side | state |\n| --- | --- |\n{texts}{sides}\n"


def events() -> str:
    """Return what may happen in which state of the text, and what follows."""
    lines = [
        f"| {event.label} | {'; '.join(before.label for _, before, *_ in group)} | {after} |\n"
        for event, all_of_it in groupby(transitions(), key=lambda each: each[0])
        for after, group in by_outcome(list(all_of_it))
    ]
    return (
        "## The text in work\n\n| what happens | while | then |\n| --- | --- | --- |\n"
        + "".join(lines)
        + "\n"
    )


def by_outcome(
    found: list[tuple[Event, Text, Text, Public | None]],
) -> list[tuple[str, list[tuple[Event, Text, Text, Public | None]]]]:
    """Return the transitions of one event by where they lead, in words."""
    outcomes: dict[str, list[tuple[Event, Text, Text, Public | None]]] = {}
    for each in found:
        after = "as it was" if each[1] is each[2] else each[2].label
        outcomes.setdefault(after, []).append(each)
    return list(outcomes.items())


def public() -> str:
    """Return which events change what the public reads."""
    changes = {event: shows for event, _, _, shows in transitions() if shows}
    lines = "".join(f"| {event.label} | {shows.label} |\n" for event, shows in changes.items())
    return f"## What the public reads\n\n| what happens | then |\n| --- | --- |\n{lines}"
