"""Letters about comments go to people whose partner has a part in the page, whoever once asked for them."""

import pytest
from django.core import mail
from wagtail.models import Comment, CommentReply, PageSubscription
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from partners.sharing.models import Share
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, make_page, no_rows
from tests.partners.sharing.forms_of_pages import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
PLACE = {"contentpath": "title", "position": "", "resolved": "", "deleted": ""}


@pytest.fixture
def council():
    return PartnerFactory(name="Council")


@pytest.fixture
def charity():
    return PartnerFactory(name="Charity")


@pytest.fixture
def page(council, charity):
    page = make_page(CaseStudy, lead=council, contributors=[charity], live=False)
    page.save_revision()
    return page


@pytest.fixture
def reader(charity, page):
    """An editor of the charity, who asked for letters about the page."""
    reader = MembershipFactory(partner=charity, role=Role.EDITOR)
    PageSubscription.objects.create(user=reader.user, page=page, comment_notifications=True)
    return reader


def comment(client, page, author, *talks):
    """Write a comment in the editor, as a browser sends it. Returns who gets a letter."""
    client.force_login(author)
    new = {"text": "Canarycomment", **PLACE, "replies": inline_formset([])}
    form = {
        "title": page.title,
        "summary": page.summary,
        "slug": page.slug,
        "body": streamfield([]),
        "place_tags": inline_formset([]),
        "theme_tags": inline_formset([]),
        **no_rows(),
        "comments": inline_formset([*talks, new], initial=len(talks)),
        **loaded(page),
    }
    answer = client.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(form))
    assert answer.status_code == 302
    assert Comment.objects.filter(text="Canarycomment").exists()
    return sorted(address for message in mail.outbox for address in message.to)


def test_who_has_a_part_gets_the_letter(client, page, reader, council):
    assert comment(client, page, MembershipFactory(partner=council).user) == [reader.user.email]


def test_operators_get_theirs(client, page, council):
    operator = UserFactory(is_superuser=True)
    PageSubscription.objects.create(user=operator, page=page, comment_notifications=True)
    assert comment(client, page, MembershipFactory(partner=council).user) == [operator.email]


def test_whose_partner_left_the_page_gets_none(client, page, reader, council, charity):
    Share.objects.filter(page=page, partner=charity).delete()
    assert comment(client, page, MembershipFactory(partner=council).user) == []


@pytest.mark.parametrize("change", ["left", "only a member", "elsewhere"])
def test_who_left_the_partner_gets_none(client, page, reader, council, change):
    if change == "only a member":
        reader.role = Role.MEMBER
        reader.save()
    else:
        reader.delete()
    if change == "elsewhere":
        MembershipFactory(user=reader.user, role=Role.ADMIN)
    assert comment(client, page, MembershipFactory(partner=council).user) == []


def test_people_of_a_discussion_get_none_either(client, page, reader, council, charity):
    """Somebody who had commented, and whose partner has left since, hears of no answer."""
    PageSubscription.objects.all().delete()
    talk = Comment.objects.create(page=page, user=reader.user, text="Asked", contentpath="title")
    page.save_revision()
    replies = inline_formset([{"text": "Canaryreply", "id": "", "deleted": ""}])
    known = {"id": str(talk.pk), "text": "Asked", **PLACE, "replies": replies}
    author = MembershipFactory(partner=council).user
    Share.objects.filter(page=page, partner=charity).delete()
    assert comment(client, page, author, known) == []
    assert CommentReply.objects.filter(text="Canaryreply").exists()


def test_the_editor_names_only_people_who_wrote_here(client, page, reader, council, charity):
    """The names that its script holds are the reader's own and those of who commented."""
    MembershipFactory(partner=charity, user=UserFactory(first_name="Canaryname"))
    wrote = MembershipFactory(partner=charity, user=UserFactory(first_name="Writer")).user
    Comment.objects.create(page=page, user=wrote, text="Asked", contentpath="title")
    page.save_revision()
    client.force_login(MembershipFactory(partner=council).user)
    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Writer" in html
    assert "Canaryname" not in html
