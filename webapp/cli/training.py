"""``banjian training``: prepare the training hall; a second run adds only what is missing."""

from __future__ import annotations

import click


@click.command("training")
@click.option("--without-cases", is_flag=True, help="不编排练习办件，大厅从空白开始")
def command(without_cases: bool) -> int:
    """准备练习大厅：数据库、虚构的部门、人员和窗口、随系统提供的事项、办到各个步骤的办件。

    只能在 BANJIAN_MODE=training 时使用。办件只在第一次准备时编排，以后再运行不增加。
    """
    from engine.actor import SYSTEM
    from processes import registry
    from webapp.cli.database_state import open_and_prepare
    from webapp.cli.mistakes import Mistake
    from webapp.cli.publish import publish_folder
    from webapp.config import Settings
    from webapp.training_hall import PreparePeople, people_are_there
    from webapp.training_hall.cases import MarkCases, hall_of_the_past, last_day, pending, play_cases
    from webapp.training_hall.windows import OpenWindows

    settings = Settings.from_environment()
    if not settings.training:
        raise Mistake("练习大厅只能在 BANJIAN_MODE=training 时准备。")
    hall = open_and_prepare(settings)
    with hall.reading() as connection:
        populated = people_are_there(connection)
    until = pending(hall) if populated else last_day(hall)
    # People and matters were there before the first of the cases, whose days lie in the past.
    past = hall if until is None or without_cases else hall_of_the_past(hall, until)
    if not populated:
        past.run(PreparePeople(by=SYSTEM))
        if past is not hall:
            past.run(MarkCases(by=SYSTEM, state=until.isoformat()))
    published = [publish_folder(past, SYSTEM, folder) for folder in registry.folders()]
    if all(published):
        past.run(OpenWindows(by=SYSTEM))
    if past is not hall and all(published):
        click.echo(f"练习办件 {play_cases(past, until)} 件")
        past.close()
    hall.close()
    return 0 if all(published) else 1
