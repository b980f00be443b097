"""Whatever goes wrong, a person reads a sentence in the page's frame, and never the inside of the program."""

from __future__ import annotations

import logging

import pytest

from engine import errors
from engine.text import zh

TAKEN = zh("“{task}”已由{person}于{at}办理。", task="审核", person="张三", at="10:32")


def raising(app, problem):
    def view():
        raise problem

    app.add_url_rule("/raise", "raise", view)
    app.add_url_rule("/api/raise", "api_raise", view)


@pytest.mark.parametrize(
    ("problem", "status", "title"),
    [
        (errors.NotFound(), 404, "没有找到"),
        (errors.NotAllowed(zh("审核人不能再审批。")), 403, "不能这样办"),
        (errors.TaskClosed(TAKEN), 409, "情况已有变化"),
        (errors.Conflict(TAKEN), 409, "情况已有变化"),
        (errors.Forbidden(zh("依照行政许可法第四十五条，不能这样办。")), 409, "情况已有变化"),
        (errors.Unavailable(zh("数据库暂时无法写入。")), 503, "系统暂时不能服务"),
    ],
)
def test_a_refusal_says_why(app, client, problem, status, title):
    raising(app, problem)
    response = client.get("/raise")
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text
    assert str(problem.text) in response.text

    as_json = client.get("/api/raise")
    assert as_json.status_code == status
    assert as_json.json == {"status": status, "error": str(problem.text)}


def test_a_loser_reads_who_was_first(app, client):
    raising(app, errors.TaskClosed(TAKEN))
    page = client.get("/raise").text
    assert "“审核”已由张三于10:32办理。" in page
    for word in ("Traceback", "lock", "TaskClosed", "sqlite"):
        assert word not in page


def test_values_that_do_not_fit_are_listed(app, client):
    raising(app, errors.Invalid(zh("有 {count} 处需要更正。", count=1), {"name": zh("请填写姓名")}))
    response = client.get("/raise")
    assert response.status_code == 422
    assert "请填写姓名" in response.text
    assert client.get("/api/raise").json["problems"] == ["请填写姓名"]


def test_text_from_people_is_not_taken_for_html(app, client):
    raising(app, errors.Conflict(zh("{who}已办理。", who="<script>alert(1)</script>")))
    page = client.get("/raise").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_unforeseen_failure_tells_a_number_that_is_in_the_log(app, client, caplog):
    raising(app, ZeroDivisionError("secret detail 610921"))
    with caplog.at_level(logging.ERROR):
        response = client.get("/raise?name=王小明")
    assert response.status_code == 500
    assert "系统出现错误，本次操作没有生效。" in response.text
    assert "610921" not in response.text
    number = response.text.split("<code>")[1].split("</code>")[0]
    assert number in caplog.text
    assert "王小明" not in caplog.messages[0]


def test_a_database_that_is_away_is_no_failure_of_the_program(app, client):
    from sqlalchemy.exc import OperationalError

    raising(app, OperationalError("SELECT 1", {}, Exception("connection refused")))
    response = client.get("/raise")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "connection" not in response.text
    assert "SELECT" not in response.text


def test_the_error_page_shows_without_a_database(app, visitor, settings, hall):
    visitor.log_in("shenhe")
    hall.close()
    for file in settings.data.glob("hall.db*"):
        file.unlink()
    (settings.data / "hall.db").mkdir()
    response = visitor.get("/desk")
    assert response.status_code == 503
    assert "系统暂时不能服务" in response.text


def test_the_page_of_last_resort(app, client):
    raising(app, errors.NotFound())
    app.jinja_env.globals["hall_name"] = None
    response = client.get("/raise")
    assert response.status_code == 404
    assert "没有找到，或者您无权查看。" in response.text


def test_unknown_addresses_and_wrong_methods(client):
    assert "没有找到" in client.get("/no-such-page").text
    response = client.delete("/login")
    assert response.status_code == 405
    assert "不能这样访问" in response.text
    assert "GET" in response.headers["Allow"]
    assert client.head("/login").status_code == 200


def test_too_large_a_request_is_refused_before_it_is_read(app, client):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    response = client.post("/login", data={"login": "x" * 2000})
    assert response.status_code == 413
    assert "内容过大" in response.text
    assert "没有保存任何内容" in response.text


def test_the_limits_of_a_request(app):
    assert app.config["MAX_CONTENT_LENGTH"] == 210 * 1024 * 1024
    assert app.config["MAX_FORM_PARTS"] == 1000


def test_a_form_of_too_many_parts_is_refused(client):
    response = client.post(
        "/login", data={f"field{n}": (str(n)) for n in range(1001)}, content_type="multipart/form-data"
    )
    assert response.status_code == 413


@pytest.mark.parametrize("login", ["shenhe", "admin"])
def test_a_page_of_other_posts_names_them(app, visitor, login):
    from webapp.accounts import post_required

    app.add_url_rule("/cash", "cash", post_required("cashier", "supervisor")(lambda: "money"))
    assert visitor.get("/cash").status_code == 302
    visitor.log_in(login)
    response = visitor.get("/cash")
    assert response.status_code == 403
    assert "收费员、监察员" in response.text


def test_holders_of_the_post_are_let_in(app, visitor):
    from webapp.accounts import post_required

    app.add_url_rule("/cash", "cash", post_required("cashier")(lambda: "money"))
    visitor.log_in("shoufei")
    assert visitor.get("/cash").text == "money"


def test_a_change_without_a_login_is_refused_not_redirected(app, client):
    from webapp.accounts import staff_required
    from webapp.security import csrf

    view = csrf.exempt(staff_required(lambda: "changed"))
    app.add_url_rule("/change", "change", view, methods=["POST"])
    response = client.post("/change")
    assert response.status_code == 401
    assert "请先登录" in response.text


def test_an_address_that_is_too_long_gets_a_page_of_ours(client):
    response = client.get("/?q=" + "x" * 5000)
    assert response.status_code == 414
    assert "网址过长" in response.text
    assert client.get("/?q=" + "x" * 3000).status_code == 200
