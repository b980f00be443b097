"""Every refusal and failure as a page (or JSON for the interface) that tells a person what to do next."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from engine.errors import Invalid, Refused
from webapp.languages import translate


@dataclass(frozen=True)
class Explanation:
    """What a page of one status says: a heading, why, and what may be done."""

    title: LazyString
    text: LazyString
    advice: LazyString | None = None


EXPLANATIONS: dict[int, Explanation] = {
    400: Explanation(_l("请求有误"), _l("系统没有看懂这个请求。"), _l("请返回上一页重新操作。")),
    401: Explanation(_l("请先登录"), _l("这一页只对登录的工作人员开放。")),
    403: Explanation(_l("不能这样办"), _l("您没有办理这一步的权限。"), _l("如需办理，请联系本部门负责人。")),
    404: Explanation(_l("没有找到"), _l("没有找到，或者您无权查看。"), _l("请核对网址，或从首页、待办列表重新进入。")),
    405: Explanation(_l("不能这样访问"), _l("这个网址不接受这种操作。"), _l("请返回上一页重新操作。")),
    409: Explanation(_l("情况已有变化"), _l("这件事已有新的进展。"), _l("请刷新后按最新情况办理。")),
    413: Explanation(
        _l("内容过大"),
        _l("提交的内容超过了系统允许的大小，没有保存任何内容。"),
        _l("请压缩文件或分次上传，单个文件不超过页面上标明的大小。"),
    ),
    414: Explanation(
        _l("网址过长"),
        _l("这个网址太长，系统没有处理。"),
        _l("请缩短查找的文字，或者从首页重新进入。"),
    ),
    422: Explanation(_l("填写有误"), _l("提交的内容不符合要求，没有保存任何内容。")),
    429: Explanation(_l("操作过于频繁"), _l("请稍候再试。")),
    500: Explanation(
        _l("系统出错"),
        _l("系统出现错误，本次操作没有生效。"),
        _l("请稍后重试；仍不成功时，请将下面的编号告知管理员。"),
    ),
    503: Explanation(_l("系统暂时不能服务"), _l("系统正忙或正在维护，本次操作没有生效。"), _l("请稍后重试。")),
}
FORM_EXPIRED = Explanation(
    _l("页面已过期"),
    _l("为了安全，这个页面停留过久或来源不明，提交没有生效。"),
    _l("请返回上一页，刷新后重新提交；已填写的内容请先复制保存。"),
)


def init_app(app: Flask) -> None:
    """Answer errors of all kinds; nothing of the inside is ever shown."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, store_unavailable)
    app.register_error_handler(Exception, failed)


def refused(error: Refused) -> Response:
    """Answer a refusal of the engine with its sentence, which names the rule, or who did what and when."""
    explanation = EXPLANATIONS.get(error.status, EXPLANATIONS[409])
    if error.status == 503:
        # Not the person's doing: whoever looks after the hall must find it. Statements and values stay out.
        cause = getattr(error.__cause__, "orig", None) or error.__cause__
        current_app.logger.error("cannot serve %s %s: %s (%s)", request.method, request.path, error, cause)
    problems = [translate(problem) for problem in error.problems.values()] if isinstance(error, Invalid) else []
    response = answer(error.status, explanation, text=translate(error.text), problems=problems)
    return may_be_tried_again(response)


def form_expired(error: CSRFError) -> Response:
    """Answer a form whose token is missing, expired or of another site."""
    return answer(400, FORM_EXPIRED)


def http_error(error: HTTPException) -> Response:
    """Answer an error of HTTP; redirects raised by the router pass through."""
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    response = answer(status, EXPLANATIONS.get(status, EXPLANATIONS[400 if status < 500 else 500]))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(allowed)
    if isinstance(error, RequestEntityTooLarge):
        # What was not read of the body would be taken for the next request.
        response.headers["Connection"] = "close"
    return response


def store_unavailable(error: DBAPIError) -> Response:
    """Answer when the database is away or locked for too long; nothing was changed."""
    number = log_failure(error)
    return may_be_tried_again(answer(503, EXPLANATIONS[503], number=number))


def may_be_tried_again(response: Response) -> Response:
    """Say when to come back, where it is the system that cannot and not the person that may not."""
    if response.status_code == 503:
        response.headers["Retry-After"] = "5"
    return response


def failed(error: Exception) -> Response:
    """Answer an error that nobody foresaw with a number that is also in the log."""
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    return answer(500, EXPLANATIONS[500], number=log_failure(error))


def log_failure(error: Exception) -> str:
    """Log an error under a new number; addresses are logged without their query, which may hold names."""
    number = secrets.token_hex(4)
    current_app.logger.error("failure %s at %s %s", number, request.method, request.path, exc_info=error)
    return number


def answer(
    status: int,
    explanation: Explanation,
    *,
    text: str | None = None,
    number: str | None = None,
    problems: list[str] | None = None,
) -> Response:
    """Return the page, or JSON for whoever calls the interface."""
    sentence = text or str(explanation.text)
    if request.path.startswith("/api/"):
        body = {"status": status, "error": sentence, "number": number, "problems": problems or None}
        return make_response(jsonify({key: value for key, value in body.items() if value is not None}), status)
    try:
        page = render_template(
            "error.html",
            status=status,
            explanation=explanation,
            text=sentence,
            number=number,
            problems=problems,
        )
    except Exception as error:
        # The page of last resort: whatever is broken, a person reads a sentence and not a trace.
        number = number or log_failure(error)
        page = f"<!doctype html><meta charset=utf-8><title>{status}</title><p>{escape(sentence)} {number}"
    return make_response(page, status)
