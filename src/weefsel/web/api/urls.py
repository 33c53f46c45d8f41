"""Addresses of the API, the same in every language."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from weefsel.web.accounts.doors import declare, open_to_all
from weefsel.web.api.api import api
from weefsel.web.api.problem import problem


@open_to_all("it only says that there is nothing here")
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address under the API that does not exist."""
    return problem(request, 404)


for name in ("openapi-json", "api-root"):
    declare(f"api-v1:{name}", because="it describes what can be asked, and holds no figures")

urlpatterns = [
    path("api/v1/", api.urls),
    re_path(r"^api/v1(?P<rest>/.*|$)", nothing_here),
]
