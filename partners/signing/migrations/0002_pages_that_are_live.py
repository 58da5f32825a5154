from django.db import migrations


def settle_what_is_live(apps, schema_editor):
    """Pages that were published before partners signed here are on the site with nothing in work."""
    Share = apps.get_model("sharing", "Share")
    PageState = apps.get_model("signing", "PageState")
    live = Share.objects.filter(page__live=True).order_by("page").values_list("page", flat=True).distinct()
    rows = (PageState(page_id=page, text="settled", public="live") for page in live.iterator())
    PageState.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_signing")]

    operations = [migrations.RunPython(settle_what_is_live, migrations.RunPython.noop)]
