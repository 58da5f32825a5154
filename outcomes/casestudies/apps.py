from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "outcomes.casestudies"
    label = "casestudies"
    verbose_name = "Case studies"

    def ready(self) -> None:
        """Say that the place from which something is run follows what that place becomes."""
        from outcomes.casestudies.models import CaseStudy
        from partners.places.editions import pages

        pages.moves_place_of(CaseStudy, "base_place", label="Case studies run from there")
