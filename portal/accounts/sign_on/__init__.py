"""Partners' own sign-on: OpenID Connect and SAML, stricter than allauth's own where it leaves a choice."""
