"""What the provider says of somebody."""

from __future__ import annotations

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator
from run import PEOPLE


class Claims(OAuth2Validator):
    """Adds a name, groups and how somebody logged in."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """Give the claims of a person."""
        name = request.user.username
        groups, methods = PEOPLE[name]
        return {
            "preferred_username": name,
            "name": f"Proef {name}",
            "groups": groups,
            "amr": methods,
        }
