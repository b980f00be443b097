"""The console script ``banjian``: one file a command; what is wrong with the input is one Chinese line."""

from __future__ import annotations

import sys

import click

from webapp.cli.commands import CommandsByName
from webapp.cli.mistakes import Mistake, sentence_of

HELP = "办件：县级政务服务大厅的办件系统。"
BAD_INPUT = 2


@click.group(cls=CommandsByName, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
def banjian() -> None:
    """Hold the commands."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 judged and found wanting, 2 input that cannot be used."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # Imported here: most commands never meet these.
    from engine.errors import Refused
    from webapp.config import ConfigurationError

    try:
        outcome = banjian.main(args=arguments, prog_name="banjian", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.Abort:
        click.echo("已中断。", err=True)
        return 130
    except click.exceptions.NoArgsIsHelpError as problem:
        click.echo(problem.format_message(), err=True)
        return BAD_INPUT
    except click.ClickException as problem:
        click.echo(f"banjian: {sentence_of(problem)}", err=True)
        return problem.exit_code if isinstance(problem, Mistake) else BAD_INPUT
    except (Refused, ConfigurationError) as problem:
        click.echo(f"banjian: {problem}", err=True)
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more when closing it.
        sys.stdout = None
        return 0
