from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "partners.members"
    label = "members"
    verbose_name = "Members"

    def ready(self) -> None:
        """Start listening for what ends invitations and requests."""
        from partners.members import handlers

        handlers.connect()
