"""``banjian training``: prepare the training hall; a second run adds only what is missing."""

from __future__ import annotations

import click


@click.command("training")
def command() -> int:
    """准备练习大厅：数据库、虚构的部门和人员、随系统提供的事项。只能在 BANJIAN_MODE=training 时使用。"""
    from engine.actor import SYSTEM
    from processes import registry
    from webapp.cli.database_state import open_and_prepare
    from webapp.cli.mistakes import Mistake
    from webapp.cli.publish import publish_folder
    from webapp.config import Settings
    from webapp.training_hall import PreparePeople, people_are_there

    settings = Settings.from_environment()
    if not settings.training:
        raise Mistake("练习大厅只能在 BANJIAN_MODE=training 时准备。")
    hall = open_and_prepare(settings)
    with hall.reading() as connection:
        populated = people_are_there(connection)
    if not populated:
        hall.run(PreparePeople(by=SYSTEM))
    published = [publish_folder(hall, SYSTEM, folder) for folder in registry.folders()]
    hall.close()
    return 0 if all(published) else 1
