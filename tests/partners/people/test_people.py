import pytest
from django.db import IntegrityError, transaction

from partners.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_capitals_do_not_make_a_second_person():
    User.objects.create_user("Pat@Example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="PAT@example.ORG").save()


def test_a_person_needs_a_mail_address():
    with pytest.raises(ValueError, match="mail address"):
        User.objects.create_user("")


def test_a_person_is_called_by_name_or_else_by_address():
    assert str(User(email="a@b.example", first_name="Pat", last_name="Day")) == "Pat Day"
    assert str(User(email="a@b.example")) == "a@b.example"
