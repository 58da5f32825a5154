"""Which mail domain may stand for a partner, and which addresses are in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.members.domain_facts import PUBLIC_MAIL, PUBLIC_SUFFIXES, SHARED_BY_MANY
from partners.members.domains import (
    DomainRefusedError,
    checked,
    covers,
    domain_of,
    is_shared_mailbox,
    parents_of,
    written,
)

LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(
    lambda label: not label.startswith("xn--")
)
LAST = st.from_regex(r"[a-z]{2,6}", fullmatch=True)
DOMAINS = st.builds(
    lambda labels, last: ".".join([*labels, last]), st.lists(LABELS, min_size=1, max_size=4), LAST
)


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("mersey-bank.gov.uk", "mersey-bank.gov.uk"),
        ("@Mersey-Bank.GOV.UK", "mersey-bank.gov.uk"),
        ("  leedsth.nhs.uk. ", "leedsth.nhs.uk"),
        ("council.wales", "council.wales"),
        ("tŷ.cymru", "xn--t-foa.cymru"),
        ("school.leeds.sch.uk", "school.leeds.sch.uk"),
        ("leeds.police.uk", "leeds.police.uk"),
    ],
)
def test_a_domain_is_written_one_way(typed, domain):
    assert checked(typed) == domain


@pytest.mark.parametrize(
    "typed", ["", "uk", "a b.org", "-a.org", "a..org", "10.0.0.1", "a_b.org", "x" * 64 + ".uk"]
)
def test_what_is_no_domain_is_refused(typed):
    with pytest.raises(DomainRefusedError, match="is not a domain"):
        checked(typed)


@pytest.mark.parametrize("typed", ["gmail.com", "GoogleMail.com", "btinternet.com", "me.plus.com", "sky.com"])
def test_public_mail_stands_for_nobody(typed):
    with pytest.raises(DomainRefusedError, match="Anybody can have an address"):
        checked(typed)


@pytest.mark.parametrize("typed", ["nhs.net", "wales.nhs.uk", "cjsm.net"])
def test_what_many_share_stands_for_none_of_them(typed):
    with pytest.raises(DomainRefusedError, match="Many organisations share"):
        checked(typed)


@pytest.mark.parametrize("typed", ["org.uk", "nhs.uk", "gov.uk", "police.uk", "leeds.sch.uk", "github.io"])
def test_a_suffix_stands_for_nobody(typed):
    with pytest.raises(DomainRefusedError, match="names of their own below"):
        checked(typed)


def test_the_tables_hold_what_they_should():
    everything = [*PUBLIC_MAIL, *SHARED_BY_MANY, *PUBLIC_SUFFIXES]
    assert [each for each in everything if written(each) != each] == []
    assert len(PUBLIC_MAIL) > 100
    assert not PUBLIC_MAIL & PUBLIC_SUFFIXES


@given(DOMAINS)
def test_every_domain_covers_its_own_addresses(domain):
    assert covers(domain, f"Pat@{domain.upper()}", includes_subdomains=False)
    assert domain_of(f"pat@{domain}") == domain


@given(DOMAINS, LABELS)
def test_what_is_below_counts_only_where_it_is_said(domain, label):
    address = f"pat@{label}.{domain}"
    assert covers(domain, address, includes_subdomains=True)
    assert not covers(domain, address, includes_subdomains=False)


@given(DOMAINS, DOMAINS, st.booleans())
def test_nothing_else_is_covered(domain, other, below):
    assert covers(domain, f"pat@{other}", includes_subdomains=below) == (
        other == domain or (below and other.endswith(f".{domain}"))
    )


@given(DOMAINS, LABELS)
def test_a_domain_that_only_ends_alike_is_another(domain, label):
    assert not covers(domain, f"pat@{label}{domain}", includes_subdomains=True)
    assert not covers(domain, f"pat@{domain}.{label}.org", includes_subdomains=True)


@given(DOMAINS)
def test_nothing_lies_below_a_bare_ending(domain):
    assert all("." in parent and domain.endswith(f".{parent}") for parent in parents_of(domain))


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(typed):
    domain = domain_of(typed)
    assert domain == "" or written(domain) == domain
    assert not covers("example.org", typed, includes_subdomains=True) or typed.strip().lower().rstrip(
        "."
    ).endswith("example.org")


@pytest.mark.parametrize(
    "name", ["info", "INFO", "info.leeds", "office2", "admin+x", "no-reply", "enquiries-north"]
)
def test_mailboxes_of_several_people_are_known(name):
    assert is_shared_mailbox(f"{name}@charity.example")


@pytest.mark.parametrize("address", ["ada@a.org", "infomary@a.org", "a.info@a.org", "ada.office@a.org"])
def test_people_are_not_taken_for_mailboxes(address):
    assert not is_shared_mailbox(address)
