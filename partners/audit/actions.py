"""Every action that leaves a row: its name, what it means, and which facts of the change it may keep.

Nothing else can be recorded. The page docs/audit.md is printed from this table, and a test performs each
action for real and counts its rows.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """One kind of change. `keeps` names the only facts that a row of it may hold under 'what changed'."""

    name: str
    says: str
    keeps: tuple[str, ...] = ()


ACTIONS = (
    Action("audit.exported", "Audit rows were downloaded", ("rows", "format")),
    Action("audit.person_erased", "A person's name was erased from the audit"),
)
BY_NAME = {action.name: action for action in ACTIONS}


def table() -> str:
    """Return the actions as a Markdown table, for the guide in docs/."""
    rows = [
        f"| `{action.name}` | {action.says} | {', '.join(action.keeps) or 'nothing'} |"
        for action in sorted(ACTIONS, key=lambda action: action.name)
    ]
    return "\n".join(["| action | what happened | what the row keeps of it |", "| --- | --- | --- |", *rows])
