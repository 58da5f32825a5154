from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    name = "partners.registrations"
    label = "registrations"
    verbose_name = "Registrations"

    def ready(self) -> None:
        """Say that the places of a registration follow them into what they become."""
        from partners.places.editions import moving
        from partners.registrations.models import Registration

        moving.moves(
            Registration.places.through,
            "place",
            label="Places of registrations",
            once_per=("registration",),
            thing="registration",
        )
