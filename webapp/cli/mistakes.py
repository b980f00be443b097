"""What is wrong with the input of a command, in one Chinese sentence."""

from __future__ import annotations

from typing import Any

import click


class Mistake(click.ClickException):
    """Input that cannot be used; exit code 2."""

    exit_code = 2


def sentence_of(problem: click.ClickException) -> str:
    """Return what click found wrong with the words of the command, in Chinese."""
    match problem:
        case click.NoSuchOption():
            return f"没有选项 {problem.option_name}。{hint(problem.ctx)}"
        case click.MissingParameter():
            return f"缺少{name_of(problem.param)}。{hint(problem.ctx)}"
        case click.BadParameter():
            return f"{name_of(problem.param)}不对：{reason_of(problem)}"
        case click.BadOptionUsage():
            return f"选项 {problem.option_name} 用法不对。{hint(problem.ctx)}"
        case click.UsageError():
            return f"命令用法不对：{reason_of(problem)}{hint(problem.ctx)}"
    return problem.format_message()


def hint(context: click.Context | None) -> str:
    """Return how to see the help of the command."""
    return f" 用法见 {context.command_path} --help" if context else ""


def name_of(parameter: Any) -> str:
    """Return a parameter as it is typed."""
    if isinstance(parameter, click.Option):
        return f"选项 {parameter.opts[0]}"
    return f"参数 {parameter.human_readable_name}" if parameter is not None else "参数"


def reason_of(problem: click.UsageError) -> str:
    """Return click's reason, in Chinese for the reasons that occur."""
    message = problem.message
    if "No such command" in message:
        return f"没有命令 {message.split(chr(39))[1]}。"
    if "unexpected extra argument" in message:
        return f"多余的参数 {message.split('(')[-1].rstrip(').')}。"
    if "is not a valid integer" in message:
        return f"{message.split(' is not')[0].strip(chr(39))} 不是整数。"
    if "is not in the range" in message or "is not one of" in message:
        return f"{message.split(' is not')[0].strip(chr(39))} 不在允许的范围内。"
    return message
