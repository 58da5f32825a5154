from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "partners.mail"
    label = "mail"
    verbose_name = "Mail"
