from django.apps import AppConfig


class SpreadsheetConfig(AppConfig):
    name = "outcomes.casestudies.spreadsheet"
    label = "casestudy_sheets"
    verbose_name = "Sheets of case studies"
