"""Which users are examples, and whom a provider of identities knows them as."""

from django.conf import settings
from django.db import models


class ExampleUser(models.Model):
    """The mark of an example user: it belongs to no person and logs in without a password."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="example"
    )
    role = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        """Give the role it shows."""
        return self.role


class Identity(models.Model):
    """As whom a provider knows somebody: its own number for a person, no name or address."""

    person_path = "user"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities"
    )
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One person an identity."""

        constraints = (
            models.UniqueConstraint(fields=("issuer", "subject"), name="one_person_an_identity"),
        )

    def __str__(self) -> str:
        """Give the provider, without the person."""
        return self.issuer


class Granted(models.Model):
    """The mark of a membership that a provider gave: it ends when the provider takes it away."""

    membership = models.OneToOneField(
        "accounts.Membership", on_delete=models.CASCADE, related_name="granted"
    )
    issuer = models.CharField(max_length=300)

    def __str__(self) -> str:
        """Give the provider."""
        return self.issuer
