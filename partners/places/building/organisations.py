"""The public bodies of the United Kingdom that publish here: councils, NHS bodies and police forces."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify

from partners.places.building.areas import Areas
from partners.places.cells import read_lines
from partners.places.kinds import PlaceKind

COUNCILS = "organisations/councils_uk_current_and_former_mysociety.csv"
COUNCILS_ENGLAND = "organisations/councils_england_websites_planning_data.csv"
COUNCIL_SITES = "organisations/councils_uk_govuk_homepages.csv"
COUNCIL_IDS = "organisations/councils_orgid_to_gss.csv"
TRUSTS = "organisations/nhs_trusts_england_2022.csv"
ICBS = "geography/integrated_care_boards_2024.csv"
FORCES = "organisations/police_forces_uk.csv"

COMBINED = "COMB"
OUR_SCHEME = "commonweal"
SMALL_WORDS = re.compile(r"(?<= )(And|Of|The|On|In|For|Upon)(?= )")


@dataclass
class Body:
    """A public body: what the table will say about it."""

    kind: str
    name: str
    identifiers: list[str]
    website: str = ""
    serves: str = ""


def read_bodies(directory: Path, areas: Areas) -> list[Body]:
    """Return all bodies, by kind and name. Raises BadTableError, OSError."""
    bodies = [
        *Councils(directory, areas).bodies(),
        *boards(directory),
        *trusts(directory, areas),
        *forces(directory, areas),
    ]
    for body in bodies:
        # A body that no list numbers gets a number of ours, so that loading the table again finds it.
        body.identifiers = body.identifiers or [f"{OUR_SCHEME}:{slugify(body.name)}"]
    return sorted(bodies, key=lambda body: (body.kind, body.name, body.serves, body.identifiers))


class Councils:
    """What four lists say about councils, joined by the code of the area that each serves."""

    def __init__(self, directory: Path, areas: Areas) -> None:
        self.directory = directory
        self.areas = areas
        self.names: dict[str, str] = {}
        self.identifiers: dict[str, list[str]] = {}
        self.sites: dict[str, list[str]] = {}
        self.areas_by_reference: dict[str, str] = {}

    def bodies(self) -> Iterator[Body]:
        """Yield the councils of today. Raises BadTableError, OSError."""
        self.read_planning_data()
        self.read_sites()
        self.read_identifiers()
        self.read_names()
        for code, name in self.names.items():
            sites = self.sites.get(code, [])
            # The lists are of different ages; an address without encryption is the older one.
            site = next((site for site in reversed(sites) if site.startswith("https:")), "".join(sites[-1:]))
            yield Body("council", name, sorted(self.identifiers.get(code, [])), site, code)

    def read_planning_data(self) -> None:
        """Read areas, web sites and Wikidata numbers of English councils, combined authorities included."""
        columns = (
            "reference",
            "name",
            "local-authority-type",
            "statistical-geography",
            "end-date",
            "website",
            "wikidata",
        )
        for line in read_lines(self.directory / COUNCILS_ENGLAND, columns):
            code = self.areas.current(line.text("statistical-geography"))
            if line.text("end-date") or not code:
                continue
            self.areas_by_reference[line.name("reference")] = code
            self.note(self.sites, code, line.text("website"))
            self.note(
                self.identifiers, code, line.text("wikidata") and f"XI-WIKIDATA:{line.text('wikidata')}"
            )
            if line.text("local-authority-type") == COMBINED:
                self.names[code] = line.name("name")

    def read_sites(self) -> None:
        """Read web sites of councils in all four nations."""
        for line in read_lines(self.directory / COUNCIL_SITES, ("gss", "homepage_url")):
            self.note(self.sites, self.areas.current(line.text("gss")), line.text("homepage_url"))

    def read_identifiers(self) -> None:
        """Read the numbers of councils in the registers that org-id.guide lists."""
        for line in read_lines(self.directory / COUNCIL_IDS, ("org_id", "gss_code", "active")):
            if line.text("active") == "TRUE":
                code = self.areas.current(line.text("gss_code"))
                self.note(self.identifiers, code, scheme_and_value(line.name("org_id")))

    def read_names(self) -> None:
        """Read which councils there are, and their names."""
        columns = ("local-authority-code", "official-name", "gss-code", "current-authority")
        for line in read_lines(self.directory / COUNCILS, columns):
            by_reference = self.areas_by_reference.get(line.text("local-authority-code"), "")
            code = self.areas.current(line.text("gss-code")) or by_reference
            if line.text("current-authority") == "True" and code:
                self.names[code] = line.name("official-name")

    @staticmethod
    def note(notes: dict[str, list[str]], code: str, fact: str) -> None:
        """Note a fact about the council of an area, once."""
        if code and fact and fact not in notes.setdefault(code, []):
            notes[code].append(fact)


def scheme_and_value(org_id: str) -> str:
    """Return 'GB-LAE:TRF' for 'GB-LAE-TRF'."""
    nation, register, value = org_id.split("-", 2)
    return f"{nation}-{register}:{value}"


def boards(directory: Path) -> Iterator[Body]:
    """Yield the integrated care boards. Raises BadTableError, OSError."""
    for line in read_lines(directory / ICBS, ("icb24_code", "icb24_ods_code", "icb24_name")):
        number = f"GB-NHS:{line.name('icb24_ods_code')}"
        yield Body("nhs", line.name("icb24_name"), [number], serves=line.code("icb24_code"))


def trusts(directory: Path, areas: Areas) -> Iterator[Body]:
    """Yield the open NHS trusts, with the board that most of their patients come from, where known."""
    for line in read_lines(directory / TRUSTS, ("name", "status", "main_patient_icb22_code", "org_id")):
        if line.text("status") == "open":
            name = SMALL_WORDS.sub(lambda word: word[0].lower(), line.name("name"))
            serves = areas.current(line.text("main_patient_icb22_code"))
            yield Body("nhs", name, [scheme_and_value(line.name("org_id"))], serves=serves)


def forces(directory: Path, areas: Areas) -> Iterator[Body]:
    """Yield the police forces; one whose area has no code of its own serves its whole nation."""
    columns = ("police_uk_id", "force_name", "police_force_area_code", "nation")
    for line in read_lines(directory / FORCES, columns):
        number = line.text("police_uk_id")
        code = line.text("police_force_area_code") or country_of(areas, line.name("nation"))
        yield Body("police", line.name("force_name"), [f"police.uk:{number}"] if number else [], serves=code)


def country_of(areas: Areas, letter: str) -> str:
    """Return the code of the country whose codes start with this letter; '' when it is not there."""
    countries: Iterable[str] = (area.code for area in areas.of_kind(PlaceKind.COUNTRY))
    return next((code for code in countries if code.startswith(letter)), "")
