"""The API: its description, what every operation shares, and what becomes of mistakes."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from weefsel.base.errors import NotFoundError, WeefselError
from weefsel.base.language import text
from weefsel.web.accounts.rights import Denied
from weefsel.web.api.chains import router as chains
from weefsel.web.api.compared import router as compared
from weefsel.web.api.evidence import router as evidence
from weefsel.web.api.kept import router as kept
from weefsel.web.api.known import router as known
from weefsel.web.api.middleware import VERSION
from weefsel.web.api.parameters import router as parameters
from weefsel.web.api.places import router as places
from weefsel.web.api.portfolio import router as portfolio
from weefsel.web.api.problem import CONTENT_TYPE, language_of, problem
from weefsel.web.api.provisions import router as provisions
from weefsel.web.api.reach import router as reach
from weefsel.web.api.screening import router as screening
from weefsel.web.api.see import router as see
from weefsel.web.api.weighing import router as weighing

DESCRIPTION = (
    "What the pages of Weefsel show, as JSON. Everything here is read or computed; nothing is "
    "changed through the API. Figures are unrounded and carry their range, their state and "
    "the ids of their sources; a figure that is not known is null and says why. Ids never "
    "change with the language; a sentence comes in Dutch and English. What went wrong comes "
    "as application/problem+json, in Dutch unless Accept-Language prefers English. Without an "
    "account one sees what is public; with a session of the pages what one's role may see."
)
logger = logging.getLogger("django.weefsel.api")
NOT_AS_DESCRIBED = 400
VERSION_HEADER = {
    "description": "The whole version of the API.",
    "schema": {"type": "string", "pattern": "^[0-9]+[.][0-9]+[.][0-9]+$"},
}
REFUSED = 422

LICENCE = "EUPL-1.2"


class DescribedApi(NinjaAPI):
    """An API whose description says in which form mistakes come, and names the version."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """Give the description, every answer with its header and its kind of content."""
        found = super().get_openapi_schema(*args, **kwargs)
        found["info"]["license"] = {"name": LICENCE, "identifier": LICENCE}
        for methods in found["paths"].values():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    response["headers"] = {"API-Version": VERSION_HEADER}
                    if int(status) >= NOT_AS_DESCRIBED:
                        (held,) = response["content"].values()
                        response["content"] = {CONTENT_TYPE: held}
        return found


api = DescribedApi(
    title="Weefsel",
    version=VERSION,
    description=DESCRIPTION,
    docs_url=None,  # its page would need scripts from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
api.add_router("", see)
api.add_router("", compared)
api.add_router("", known)
api.add_router("", weighing)
api.add_router("", kept)
api.add_router("", screening)
api.add_router("", evidence)
api.add_router("", chains)
api.add_router("", parameters)
api.add_router("", portfolio)
api.add_router("", provisions)
api.add_router("", reach)
api.add_router("", places)


@api.exception_handler(WeefselError)
def refused(request: HttpRequest, fault: WeefselError) -> HttpResponse:
    """Say what the library found wrong."""
    status = 404 if isinstance(fault, NotFoundError) else REFUSED
    return problem(request, status, fault.sentence(language_of(request)))


@api.exception_handler(ValidationError)
def not_as_described(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """Say which parts of the question are not as described."""
    lang = language_of(request)
    wrong = [_place(error) for error in fault.errors]
    detail = text(
        "Not as described: %(places)s. Look in the description of the API.",
        places=", ".join(dict.fromkeys(place for place, _ in wrong)),
    )
    errors = [{"in": place, "reason": reason} for place, reason in wrong]
    return problem(request, NOT_AS_DESCRIBED, detail.render(lang), errors=errors)


def _place(error: dict[str, Any]) -> tuple[str, str]:
    return ".".join(str(part) for part in error.get("loc", ())), str(error.get("msg", ""))


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, fault: HttpError) -> HttpResponse:
    """Say what could not be read: JSON that is no JSON, for one."""
    return problem(request, fault.status_code)


@api.exception_handler(Http404)
def not_here(request: HttpRequest, fault: Http404) -> HttpResponse:
    """Answer 404; what one may not know of looks the same as what is not there."""
    return problem(request, 404)


@api.exception_handler(Exception)
def fault_of_ours(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Keep the details in the log, tell nothing of the machine."""
    logger.error("fault in the API at %s", request.path, exc_info=fault)
    return problem(request, 500)


@api.exception_handler(Denied)
def denied(request: HttpRequest, fault: Denied) -> HttpResponse:
    """Say why somebody may not do this; without an account that is: log in first."""
    user = getattr(request, "user", None)
    status = 403 if getattr(user, "is_authenticated", False) else 401
    detail = None if status == 401 else fault.decision.reason
    response = problem(request, status, detail)
    if status == 401:
        response["WWW-Authenticate"] = 'Session realm="weefsel"'
    return response
