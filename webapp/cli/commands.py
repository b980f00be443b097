"""The list of commands; a command's module is imported only when it runs, so that each starts at once."""

from __future__ import annotations

from importlib import import_module

import click

# Name: (module in webapp/cli, what it does).
COMMANDS = {
    "check": ("check", "检查 BPMN 文件，逐行列出问题"),
    "bring-in": ("bring_in", "把别的软件画的 BPMN 文件带入为事项的流程"),
    "play": ("play", "在内存中演练一个流程"),
    "simulate": ("simulate", "演算一个事项有多少会超过承诺时限"),
    "publish": ("publish", "把事项文件夹发布到数据库"),
    "export": ("export", "把已发布的事项导出为文件夹"),
    "chart": ("chart", "画办理流程图（svg、png、pdf）"),
    "due": ("due", "计算办理期限的截止日并说明理由"),
    "clock": ("clock", "逐行说明一件办件的期限；replay 重算全部在办件的期限"),
    "web": ("web", "运行网站"),
    "worker": ("worker", "运行后台任务（可同时运行多个）"),
    "init": ("init", "建立数据库和第一个系统管理员"),
    "training": ("training", "准备练习大厅：虚构的人员、事项和办件"),
    "doctor": ("doctor", "核对数据库中可以重算的一切"),
    "audit": ("audit", "导出和核对办件的留痕，核对每日摘要"),
    "backup": ("backup", "备份数据库和文件"),
    "restore": ("restore", "从备份恢复"),
    "bench": ("bench", "测量性能"),
}


class CommandsByName(click.Group):
    """A group that finds its commands in modules of their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"webapp.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_module, text) in COMMANDS.items()])
