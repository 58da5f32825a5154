"""The accounts of the demonstration: one for each thing that a person may be here."""

from dataclasses import dataclass

from partners.agencies.models import Membership, Partner, Role
from partners.people.models import User

PASSWORD = "demonstration-only"  # noqa: S105  # shown on a public page; a check refuses it in production


@dataclass(frozen=True)
class Account:
    """A person who does not exist."""

    email: str
    first_name: str
    last_name: str
    partner: str
    role: Role
    what_for: str


ACCOUNTS = (
    Account(
        "editor@mersey-bank.example",
        "Edie",
        "Marsh",
        "mersey-bank-council",
        Role.EDITOR,
        "writes for a council",
    ),
    Account(
        "moderator@mersey-bank.example",
        "Mo",
        "Hartley",
        "mersey-bank-council",
        Role.APPROVER,
        "signs for a council and answers proposals in Trafford",
    ),
    Account(
        "admin@mersey-bank.example",
        "Ada",
        "Brook",
        "mersey-bank-council",
        Role.ADMIN,
        "lets people in and out of a council",
    ),
    Account(
        "nurse@ship-canal-health.example",
        "Nia",
        "Okafor",
        "ship-canal-community-health",
        Role.EDITOR,
        "writes for an NHS trust",
    ),
    Account(
        "approver@ship-canal-health.example",
        "Sol",
        "Adeyemi",
        "ship-canal-community-health",
        Role.APPROVER,
        "signs for an NHS trust",
    ),
    Account(
        "approver@moorside.example",
        "Kit",
        "Doyle",
        "moorside-neighbours",
        Role.APPROVER,
        "signs for a voluntary group",
    ),
    Account(
        "neighbour@moorside.example",
        "Viv",
        "Castle",
        "moorside-neighbours",
        Role.EDITOR,
        "writes for a voluntary group",
    ),
    Account(
        "moderator@aire-bank.example",
        "Ash",
        "Redfern",
        "aire-bank-council",
        Role.APPROVER,
        "signs for a council and answers proposals in Leeds",
    ),
)
OPERATOR = "operator@commonweal.example"


def make_accounts() -> None:
    """Make the accounts that are missing. Those that exist keep their password and role."""
    for account in ACCOUNTS:
        if User.objects.filter(email=account.email).exists():
            continue
        user = User.objects.create_user(
            account.email, PASSWORD, first_name=account.first_name, last_name=account.last_name
        )
        Membership.objects.create(
            user=user, partner=Partner.objects.get(slug=account.partner), role=account.role
        )
        confirm_address(user)
    if not User.objects.filter(email=OPERATOR).exists():
        confirm_address(
            User.objects.create_superuser(OPERATOR, PASSWORD, first_name="Ola", last_name="Operator")
        )


def confirm_address(user: User) -> None:
    """Spare a made-up person the confirmation mail."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
