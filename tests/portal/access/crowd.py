"""A small world, and the same world with hundreds of partners, thousands of people and of shared pages."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Locale, Page

from bench.corpus import base_of, batches, bulk, insert_own_rows
from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from outcomes.selectors import content_types
from outcomes.themes.models import PageTheme
from partners.agencies.models import Membership, Partner, Role
from partners.audit.services import record
from partners.media.models import CustomDocument, CustomImage
from partners.members.models import Invitation, JoinRequest
from partners.people.models import User
from partners.places.tagging import PagePlace
from partners.sharing.models import Share, ShareInvitation, ShareRole
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory, UserFactory, make_page, theme

PARTNERS, PEOPLE, PAGES, MEDIA, RECORDS = 300, 3_000, 5_000, 1_000, 300
ENOUGH = 180
NOW = timezone.now()


class Crowd:
    """Our partner, a few others, and what is between them."""

    def __init__(self):
        self.place, self.theme = PlaceFactory(), theme("food")
        self.us, self.them = PartnerFactory(name="Us", kind="vcse"), PartnerFactory(name="Them")
        self.people = {
            role: MembershipFactory(partner=self.us, role=role).user
            for role in (Role.EDITOR, Role.APPROVER, Role.ADMIN)
        }
        self.people["operator"] = UserFactory(is_superuser=True)
        facts = {"places": [self.place], "themes": [self.theme], "live": False}
        self.led = make_page(CaseStudy, lead=self.us, contributors=[self.them], **facts)
        self.joined = make_page(CaseStudy, lead=self.them, contributors=[self.us], **facts)
        self.asked = make_page(CaseStudy, lead=self.them, **facts)
        for page in (self.led, self.joined, self.asked):
            page.save_revision(user=self.people[Role.EDITOR])
        self.index = Page.objects.get(pk=CaseStudyIndex.objects.get().pk)
        others = [PartnerFactory() for _ in range(2)]
        for number, other in enumerate(others):
            self.ask(other, number)
        # Enough to fill one page of every list, so that only what lies beyond it is new.
        self.pages(range(ENOUGH), others)
        self.belong(range(2), self.us)
        self.media(2)
        self.records(2)

    def ask(self, other, number):
        """One partner is asked to join our page, ours to join theirs; two people to join us."""
        bulk(
            [
                ShareInvitation(page=self.led, partner=other, invited_by=self.people[Role.EDITOR]),
                ShareInvitation(
                    page=self.page(number) if number else self.asked,
                    partner=self.us,
                    invited_by=self.people["operator"],
                ),
            ]
        )

    def page(self, number):
        """One more page of theirs."""
        return make_page(CaseStudy, lead=self.them, live=False)

    def belong(self, numbers, *partners):
        """So many people, each in one of these partners; in the first one, letters and requests too."""
        made = bulk(
            [User(email=f"crowd{n}@crowd.example", first_name="Pat", last_name=f"Crowd {n}") for n in numbers]
        )
        bulk(
            [
                Membership(user=user, partner=partners[place % len(partners)], role=Role.values[place % 3])
                for place, user in enumerate(made)
            ]
        )
        letters = [
            Invitation(
                partner=self.us,
                address=f"invited{n}@crowd.example",
                invited_by=self.people[Role.ADMIN],
                invited_at=NOW,
                expires_at=NOW + timedelta(days=7),
                digest=f"{n:064}",
            )
            for n in numbers[:100]
        ]
        bulk(letters)
        asks = [user for place, user in enumerate(made) if partners[place % len(partners)] != self.us]
        bulk([JoinRequest(user=user, partner=self.us, asked_at=NOW) for user in asks[:100]])

    def media(self, count):
        """Pictures and documents of ours; nobody opens the files."""
        facts = {"collection_id": Partner.objects.get(pk=self.us.pk).collection_id}
        bulk(
            [
                CustomImage(title=f"Picture {n}", file=f"missing{n}.png", width=8, height=8, **facts)
                for n in range(count)
            ]
        )
        bulk([CustomDocument(title=f"Paper {n}", file=f"missing{n}.pdf", **facts) for n in range(count)])

    def records(self, count):
        """Rows of our audit record."""
        for _ in range(count):
            record(
                action="page.edited",
                by=self.people[Role.EDITOR],
                for_partner=self.us,
                on=self.led,
                at=NOW,
            )

    def grow(self):
        """Become as many as a county has, and more."""
        partners = bulk([Partner(name=f"Crowd {n}", slug=f"crowd-{n}", kind="vcse") for n in range(PARTNERS)])
        self.belong(range(10, PEOPLE + 10), self.us, *partners[:9])
        for numbers in batches(range(ENOUGH, PAGES + ENOUGH), 1_000):
            self.pages(numbers, partners)
        Page.objects.filter(pk=self.index.pk).update(numchild=Page.objects.child_of(self.index).count())
        bulk([Share(page=self.led, partner=partner) for partner in partners[:100]])
        bulk([ShareInvitation(page=self.led, partner=partner) for partner in partners[100:200]])
        self.media(MEDIA)
        self.records(RECORDS)

    def pages(self, numbers, partners):
        """Pages of which we lead a third, have joined a third, and are asked to join some."""
        made = [self.crowd_page(number) for number in numbers]
        for page, base in zip(made, bulk([base_of(page) for page in made]), strict=True):
            page.pk = page.page_ptr_id = base.pk
        insert_own_rows(CaseStudy, made)
        shares, asked = [], []
        for place, page in enumerate(made):
            other = partners[place % len(partners)]
            lead, contributor = ((self.us, other), (other, self.us), (other, self.them))[place % 3]
            shares.append(Share(page_id=page.pk, partner=lead, role=ShareRole.LEAD))
            shares.append(Share(page_id=page.pk, partner=contributor))
            if place % 30 == 2:
                asked.append(ShareInvitation(page_id=page.pk, partner=self.us))
        bulk(shares)
        bulk(asked)
        bulk([PagePlace(page_id=page.pk, place=self.place) for page in made])
        bulk([PageTheme(page_id=page.pk, theme=self.theme) for page in made])

    def crowd_page(self, number):
        """A page that is not saved: every other one live."""
        step = Page._int2str(number + 1_000).rjust(Page.steplen, "0")
        live = number % 2 == 0
        return CaseStudy(
            title=f"Crowd page {number}",
            draft_title=f"Crowd page {number}",
            slug=f"crowd-{number}",
            summary="In a sentence.",
            live=live,
            first_published_at=NOW if live else None,
            path=self.index.path + step,
            depth=self.index.depth + 1,
            url_path=f"{self.index.url_path}crowd-{number}/",
            locale=Locale.get_default(),
            content_type=content_types()[CaseStudy],
            latest_revision_created_at=NOW,
        )
