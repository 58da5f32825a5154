import pytest
from django.db import connection


def test_live_asks_nothing_of_the_database(client):
    assert client.get("/health/live").json() == {"status": "live"}


@pytest.mark.django_db
def test_ready_when_the_database_answers(client):
    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_not_ready_when_it_does_not(client, monkeypatch):
    from django.db import DatabaseError

    def refuse():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/health/ready").status_code == 503
