"""Official numbers of groups, as org-id.guide writes them, and the registers where anybody can look them up.

The forms were read off the identifiers in published grants: `GB-CHC-1000003`, `GB-SC-SC012345`,
`GB-NIC-100012`, `GB-COH-01234567`, `GB-COH-RS012345`.
"""

import re
from typing import NamedTuple

NOT_A_CHARITY_NUMBER = (
    "Enter a charity number as the register writes it: 6 or 7 digits for England and Wales, SC and 6 digits "
    "for Scotland, NIC and 6 digits for Northern Ireland."
)
NOT_A_COMPANY_NUMBER = "Enter a company number: 8 digits, or 2 letters and 6 digits."
CHARITIES = (
    ("GB-CHC", re.compile(r"([0-9]{6,7})")),
    ("GB-SC", re.compile(r"(SC[0-9]{6})")),
    ("GB-NIC", re.compile(r"NIC?([0-9]{6})")),
)
# Companies House writes older numbers with noughts in front, which people leave out.
COMPANY = re.compile(r"[0-9]{6,8}|[A-Z]{2}[0-9]{6}")
COMPANY_DIGITS = 8
DIRECTORY_OF_NHS = "https://directory.spineservices.nhs.uk/ORD/2-0-0/organisations/"
REGISTERS = {
    "GB-CHC": (
        "Charity in England and Wales",
        "https://register-of-charities.charitycommission.gov.uk/charity-details/?regid={}&subid=0",
    ),
    "GB-SC": (
        "Charity in Scotland",
        "https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number={}",
    ),
    "GB-NIC": (
        "Charity in Northern Ireland",
        "https://www.charitycommissionni.org.uk/charity-details/?regId={}&subId=0",
    ),
    "GB-COH": ("Company", "https://find-and-update.company-information.service.gov.uk/company/{}"),
    "GB-NHS": ("NHS organisation code", DIRECTORY_OF_NHS + "{}"),
    "GB-LAE": ("Council in England", ""),
    "GB-LAS": ("Council in Scotland", ""),
    "GB-LANI": ("Council in Northern Ireland", ""),
    "GB-PLA": ("Principal local authority in Wales", ""),
    "XI-WIKIDATA": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
    "police.uk": ("Police force", ""),
}


class OfficialNumber(NamedTuple):
    """A number in a register: `scheme` names the register as org-id.guide does."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}-{self.value}"

    @property
    def label(self) -> str:
        """What the number says of its owner, in words; the scheme itself where we know no words."""
        return REGISTERS.get(self.scheme, (self.scheme, ""))[0]

    @property
    def url(self) -> str:
        """Where the register shows its owner, or nothing."""
        return REGISTERS.get(self.scheme, ("", ""))[1].format(self.value)


def charity_number(text: str) -> OfficialNumber:
    """Return the number of a charity in any of the three registers. Raises ValueError with a sentence."""
    written = squeezed(text)
    for scheme, form in CHARITIES:
        if match := form.fullmatch(written):
            return OfficialNumber(scheme, match[1])
    raise ValueError(NOT_A_CHARITY_NUMBER)


def company_number(text: str) -> OfficialNumber:
    """Return the number of a company or registered society. Raises ValueError with a sentence."""
    written = squeezed(text)
    if not COMPANY.fullmatch(written):
        raise ValueError(NOT_A_COMPANY_NUMBER)
    return OfficialNumber("GB-COH", written.zfill(COMPANY_DIGITS))


def squeezed(text: str) -> str:
    """Return what was typed in capitals, without the spaces and dashes that people put between digits."""
    return re.sub(r"[\s\-\u2013]", "", text).upper()
