"""``banjian init``: make the database and, in an empty hall, the first administrator."""

from __future__ import annotations

import click


@click.command("init")
@click.option("--login", help="第一个系统管理员的登录名")
@click.option("--name", help="姓名")
@click.option("--password", help="密码；不写则提示输入，也可由环境变量 BANJIAN_ADMIN_PASSWORD 给出")
@click.option("--department", default="approval_bureau", show_default=True, help="所在部门的代码")
@click.option("--department-name", default="县行政审批服务局", show_default=True, help="所在部门的名称")
@click.option("--without-administrator", is_flag=True, help="只建立或升级数据库")
def command(
    login: str | None,
    name: str | None,
    password: str | None,
    department: str,
    department_name: str,
    without_administrator: bool,
) -> None:
    """建立或升级数据库；还没有人员时，再建立第一个系统管理员。"""
    import os

    from webapp.accounts.passwords import hash_password, require_good
    from webapp.accounts.people import CreateFirstAdministrator
    from webapp.cli.database_state import open_and_prepare
    from webapp.config import Settings
    from webapp.training_hall import people_are_there

    hall = open_and_prepare(Settings.from_environment(beginning=True))
    click.echo("数据库已就绪。")
    with hall.reading() as connection:
        populated = people_are_there(connection)
    if without_administrator:
        return
    if populated:
        click.echo("已有人员账号，没有另建系统管理员。")
        return
    login = login or click.prompt("登录名（小写字母、数字）")
    name = name or click.prompt("姓名")
    password = password or os.environ.get("BANJIAN_ADMIN_PASSWORD")
    if not password:
        password = click.prompt("密码（输入时不显示）", hide_input=True, confirmation_prompt="再输入一次")
    require_good(password, login)
    hall.run(
        CreateFirstAdministrator(
            login=login,
            name=name,
            department=department,
            department_name=department_name,
            password_hash=hash_password(password),
        )
    )
    hall.close()
    click.echo(f"已建立系统管理员 {login}，请用 banjian web 启动后登录。")
