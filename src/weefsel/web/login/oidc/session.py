"""What a session keeps of a log-in by the provider."""

IN_SESSION = "login_by_provider"  # true when the provider said who this is
LANGUAGE = "login_provider_language"  # in which language somebody left for the provider
NEXT = "oidc_login_next"  # the name mozilla-django-oidc uses
