"""The kinds of sign-on that partners may bring; allauth looks for them here."""

from portal.accounts.sign_on.oidc import PartnerOIDC
from portal.accounts.sign_on.saml import PartnerSAML

provider_classes = [PartnerOIDC, PartnerSAML]
