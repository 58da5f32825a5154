"""A relation to a place that nobody thought of would keep naming places that ended: it stops start-up."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error

from partners.places.editions.moving import relations_without_rule


def check_moving_rules(**_: Any) -> list[CheckMessage]:
    """Return an error for each relation to `Place` without a moving rule."""
    return [
        Error(
            f"{field.model.__name__}.{field.name} names places, and no rule says what becomes of it "
            "when a place ends.",
            hint=(
                "In its room's AppConfig.ready call moving.moves(…) or moving.stays(…), "
                "from partners.places.editions."
            ),
            obj=field,
            id="places.E001",
        )
        for field in relations_without_rule(apps.get_models(include_auto_created=True))
    ]
