from django.apps import AppConfig


class ShortAddressesConfig(AppConfig):
    name = "search.short_addresses"
    label = "short_addresses"
    verbose_name = "Short addresses"
