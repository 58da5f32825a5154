"""Mail addresses and the domains that they are in: written one way, compared, and judged."""

import re

from partners.members.domain_facts import (
    PUBLIC_MAIL,
    PUBLIC_SUFFIXES,
    SHARED_BY_MANY,
    SHARED_MAILBOXES,
    SUFFIXES_ONE_DEEPER,
)

LONGEST_DOMAIN = 253
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
NOT_A_DOMAIN = "“{domain}” is not a domain. Write what stands behind the @, for example mersey-bank.gov.uk."
PUBLIC = "Anybody can have an address at {domain}: it does not say where somebody works."
SHARED = "Many organisations share {domain}: an address there does not say to which one somebody belongs."
SUFFIX = "Others have names of their own below {domain}. Write the whole domain of your partner."


class DomainRefusedError(ValueError):
    """A domain that cannot stand for one partner. The message says why."""


def domain_of(address: str) -> str:
    """Return the domain of a mail address as we write domains; empty for what is no address."""
    return written(address.strip().rpartition("@")[2])


def written(domain: str) -> str:
    """Return a domain in small letters, without a dot at its end, other alphabets as DNS has them.

    Empty for what no mail server could be called.
    """
    domain = domain.strip().lower().removesuffix(".")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return domain if is_name(domain) else ""


def is_name(domain: str) -> bool:
    """Whether this is the name of a domain: two parts or more, the last one not a number."""
    labels = domain.split(".")
    return (
        len(labels) >= 2
        and len(domain) <= LONGEST_DOMAIN
        and all(LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdecimal()
    )


def parents_of(domain: str) -> list[str]:
    """Return the domains that this one lies below, the nearest first; never a bare 'uk'."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(1, len(labels) - 1)]


def covers(domain: str, address: str, *, includes_subdomains: bool) -> bool:
    """Whether an address is in this domain, or below it where that counts too."""
    own = domain_of(address)
    return bool(own) and (own == domain or (includes_subdomains and domain in parents_of(own)))


def checked(typed: str) -> str:
    """Return a domain that can stand for one partner. Raises DomainRefusedError."""
    domain = written(typed.strip().removeprefix("@"))
    if not domain:
        raise DomainRefusedError(NOT_A_DOMAIN.format(domain=typed.strip()))
    above = parents_of(domain)
    if PUBLIC_MAIL.intersection([domain, *above]):
        raise DomainRefusedError(PUBLIC.format(domain=domain))
    if domain in SHARED_BY_MANY:
        raise DomainRefusedError(SHARED.format(domain=domain))
    if domain in PUBLIC_SUFFIXES or SUFFIXES_ONE_DEEPER.intersection(above[:1]):
        raise DomainRefusedError(SUFFIX.format(domain=domain))
    return domain


def is_shared_mailbox(address: str) -> bool:
    """Whether an address looks like one that several people read: info@, office2@, info.leeds@ …"""
    name = address.strip().lower().partition("@")[0].partition("+")[0]
    first = re.split(r"[._-]", name)[0]
    return bool(SHARED_MAILBOXES.intersection([name, first, name.rstrip("0123456789")]))
