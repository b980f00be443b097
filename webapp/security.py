"""What every response says to the browser, and what every request must show."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import RequestURITooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.bpmn.limits import MOST_BYTES
from webapp.config import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
WHOLE_REQUEST = 210 * 1024 * 1024
TEXTS = 2 * 1024 * 1024
DRAWINGS = 2 * MOST_BYTES
"""What the modeler may send: within JSON a file is longer, by what stands for quotation marks and line breaks."""
LONGEST_ADDRESS = 4000
csrf = CSRFProtect()


class CookieByScheme(SecureCookieSessionInterface):
    """The cookie of the form tokens; Secure wherever the page came over HTTPS."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init_app(app: Flask, settings: Settings) -> None:
    """Set limits, form tokens and headers; trust as many proxies as the settings say."""
    app.config.update(
        MAX_CONTENT_LENGTH=WHOLE_REQUEST,
        MAX_FORM_MEMORY_SIZE=TEXTS,
        MAX_FORM_PARTS=1000,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_NAME="banjian_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=8 * 3600,
    )
    app.session_interface = CookieByScheme()
    app.before_request(limit_address)
    app.before_request(limit_texts)
    csrf.init_app(app)
    app.before_request(refuse_foreign_origin)
    app.after_request(add_headers)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def limit_address() -> None:
    """Answer an address that is too long ourselves: the web server would, in English and without a way back."""
    if len(request.environ.get("RAW_URI") or request.full_path) > LONGEST_ADDRESS:
        raise RequestURITooLarge


def limit_texts() -> None:
    """Allow large bodies only to forms with files, which go to disk; every other body is read into memory whole."""
    if request.mimetype != "multipart/form-data":
        most = DRAWINGS if request.blueprint == "studio" else TEXTS
        request.max_content_length = min(most, request.max_content_length or most)


def add_headers(response: Response) -> Response:
    """Add the headers that a view has not set itself; pages are never kept by a cache."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def refuse_foreign_origin() -> None:
    """Refuse a change that a page of another site asks for, even with a token in hand."""
    origin = request.headers.get("Origin")
    if request.method in SAFE_METHODS or origin is None:
        return
    if urlsplit(origin).netloc != request.host:
        raise CSRFError("foreign origin")
