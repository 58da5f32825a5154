from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def remove_triggers(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take away the triggers that write to the outbox: SQLite alters no table that one names.

    They are put back after every `migrate`.
    """
    if editor.connection.vendor == "sqlite":
        for name in ("page_update", "page_delete", "proposal_update", "proposal_delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS search_{name}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_outbox")]

    operations = [
        migrations.RunPython(remove_triggers, remove_triggers),
        migrations.CreateModel(
            name="IndexState",
            fields=[
                ("engine", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("complete", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "state of a search index",
                "verbose_name_plural": "states of search indexes",
            },
        ),
        migrations.RenameField("searchoutbox", "applied", "in_embedded"),
        migrations.AlterField(
            "searchoutbox",
            "in_embedded",
            models.BooleanField(db_default=False, verbose_name="taken in by the embedded engine"),
        ),
        migrations.AddField(
            "searchoutbox",
            "in_elasticsearch",
            models.BooleanField(db_default=False, verbose_name="taken in by Elasticsearch"),
        ),
    ]
