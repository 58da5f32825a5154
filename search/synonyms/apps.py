from django.apps import AppConfig


class SynonymsConfig(AppConfig):
    name = "search.synonyms"
    label = "synonyms"
    verbose_name = "Synonyms"
