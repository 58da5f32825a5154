"""What was public before searches could be saved is not new, also when it is indexed again."""

from django.db import migrations
from django.utils import timezone

CHUNK = 1000


def note_all(apps, schema_editor):
    page = apps.get_model("wagtailcore", "Page")
    proposal = apps.get_model("proposals", "Proposal")
    add(apps, "page", page.objects.filter(live=True))
    add(apps, "proposal", proposal.objects.filter(accepted_at__isnull=False))


def add(apps, source, public):
    thing = apps.get_model("saved_searches", "Thing")
    now = timezone.now()
    rows = []
    for key in public.order_by("pk").values_list("pk", flat=True).iterator():
        rows.append(thing(source=source, object_id=key, noted_at=now, matched_at=now))
        if len(rows) == CHUNK:
            thing.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    thing.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("saved_searches", "0001_saved_searches"),
        ("proposals", "0001_proposals"),
        ("wagtailcore", "0001_squashed_0016_change_page_url_path_to_text_field"),
    ]

    operations = [migrations.RunPython(note_all, migrations.RunPython.noop)]
