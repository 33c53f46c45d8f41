"""The app of the social map."""

from django.apps import AppConfig


class SocialMapConfig(AppConfig):
    """What there is: the register, its files, finding, reach, and what if."""

    name = "weefsel.web.social_map"
    label = "social_map"

    def ready(self) -> None:
        """Say what has a past, what is held of a person, and when a map is another map."""
        from weefsel.web.social_map import held, past, stamp

        past.register()
        held.register()
        stamp.register()
