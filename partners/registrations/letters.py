"""The letters about a registration. A subject names the reference: what somebody typed is no subject."""

from django.urls import reverse

from partners.mail.links import absolute
from partners.mail.services import post
from partners.registrations.models import Registration, Status
from partners.registrations.selectors import partners_convening, people_answering

SUBJECTS = {
    Status.APPROVED: "Your registration {reference} was approved",
    Status.DECLINED: "An answer to your registration {reference}",
}


def waiting(registration: Registration) -> None:
    """Tell everybody who may answer that a registration waits."""
    url = absolute(reverse("registrations_moderation:registration", args=[registration.reference]))
    context = {
        "registration": registration,
        "places": list(registration.places.all()),
        "url": url,
        "is_convened": partners_convening(registration.places.all()).exists(),
    }
    for person in people_answering(registration):
        post(
            key=f"registration {registration.reference} waits, to {person.pk}",
            to=person.email,
            subject=f"Registration {registration.reference} waits for an answer",
            template="registrations/mail/waiting",
            context=context,
        )


def answer(registration: Registration) -> None:
    """Send the applicant the answer."""
    context = {
        "registration": registration,
        "url": absolute(registration.get_absolute_url()),
        "factor_url": absolute(reverse("account_second_factor")),
        "admin_url": absolute(reverse("wagtailadmin_home")),
    }
    post(
        key=f"registration {registration.reference} {registration.status}",
        to=registration.applicant.email,
        subject=SUBJECTS[Status(registration.status)].format(reference=registration.reference),
        template="registrations/mail/answer",
        context=context,
    )
