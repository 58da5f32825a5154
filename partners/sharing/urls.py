"""Addresses below /admin/sharing/."""

from django.urls import path

from partners.sharing import screens

app_name = "sharing"
urlpatterns = [
    path("pages/<int:page_id>/partners/", screens.partners, name="partners"),
    path("pages/<int:page_id>/lead/", screens.hand_over, name="hand_over"),
    path("invitations/", screens.invitations, name="invitations"),
    path("invitations/<int:invitation_id>/draft/", screens.draft, name="draft"),
    path("invitations/<int:invitation_id>/<slug:verb>/", screens.answer, name="answer"),
    path("parts/<int:share_id>/end/", screens.end, name="end"),
]
