"""An impatient second press, in many threads at once: one import."""

import pytest
from django.utils import timezone

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet import services
from partners.audit.models import AuditRow
from partners.policy.refusals import NotAllowed
from portal.operations.services import set_up_site
from tests.factories import as_acting_for
from tests.outcomes.casestudies.spreadsheet.conftest import csv_file
from tests.threads import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
    pytest.mark.both,
    pytest.mark.idempotent,
]
TIMES = 6


def test_pressed_in_several_threads_it_is_imported_once(editor, council):
    set_up_site()
    sheet = services.read_sheet(csv_file(["title"], ["One"], ["Two"]))
    kept = services.keep(sheet=sheet, file_name="sheet.csv", by=editor, at=timezone.now())
    shown = services.digest_of(services.looked_at(upload=kept, by=editor))

    def press(number):
        person = as_acting_for(editor, council)
        return services.import_shown(upload=kept, shown=shown, by=person, at=timezone.now())

    answers = at_once(press, times=TIMES, told=(NotAllowed, services.NotAsShownError))
    assert all(answer == answers[0] for answer in answers), answers
    assert sorted(page.title for page in CaseStudy.objects.all()) == ["One", "Two"]
    assert AuditRow.objects.filter(action="case_studies.imported").count() == 1
