"""A user of this install."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A user; its own model, so that fields can be added without moving everybody."""
