"""What the tests of notices tell people."""

from datetime import UTC, datetime

from partners.notices.models import Category
from partners.notices.services import tell

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def say(*people, key="one", category=Category.SIGNING, subject="News", url="/", at=NOW, **about):
    """Tell people of something."""
    words = {"who": "Kettle & kin", "what": "Tea <at> ten"}
    facts = {"key": key, "category": category, "subject": subject, "url": url, "at": at}
    tell(people=people, template="told/example", context=words, **facts, **about)
