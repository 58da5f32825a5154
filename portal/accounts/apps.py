from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Signing in"

    def ready(self) -> None:
        """Listen to what ends sessions, and share counts between processes."""
        from portal.accounts import signals  # noqa: F401  # registers its receivers when imported
        from portal.accounts.limits import share_allauths_counts

        share_allauths_counts()
