"""Core statements made ready once for each database, for the path that every step takes.

SQLAlchemy too compiles a statement once. But at every execution it finds the result by the whole structure of the
statement, goes through the types of all parameters and columns and keeps books for its events: several times what
SQLite itself needs for the statement (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection, Insert
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.expression import SelectBase

Statement = SelectBase | UpdateBase
Params = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Convert = Callable[[Any], Any]


class Prepared:
    """A constant statement; all that changes are parameters with names, of an INSERT the values of columns."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.returns_rows = isinstance(statement, SelectBase)
        self._plans: dict[tuple[str, ...], Plan] = {}

    def execute(self, connection: Connection, params: Params) -> Found:
        """Execute it once with a mapping of parameters, or for a list of them.

        Raises what SQLAlchemy raises. The connection must be in a transaction.
        """
        columns: tuple[str, ...] = ()
        if isinstance(self.statement, Insert):
            columns = tuple(params if isinstance(params, Mapping) else params[0])
        key = (connection.dialect.name, *columns)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = Plan(self.statement, connection.dialect, columns)
        return plan.execute(connection, params)


class Found:
    """What an execution brought: rows by the names of their columns, and how many rows it changed."""

    def __init__(self, cursor: Any, names: Sequence[str], converts: Sequence[tuple[int, Convert]]) -> None:
        self._cursor = cursor
        self._names = names
        self._converts = converts

    @property
    def rowcount(self) -> int:
        count: int = self._cursor.rowcount
        return count

    def first_values(self) -> list[Any] | None:
        """Return the first row in the order of its columns, or None."""
        row = self._cursor.fetchone()
        return None if row is None else self._values(row)

    def first(self) -> dict[str, Any] | None:
        """Return the first row, or None."""
        row = self._cursor.fetchone()
        return None if row is None else dict(zip(self._names, self._values(row), strict=True))

    def all(self) -> list[dict[str, Any]]:
        """Return all rows."""
        return [dict(zip(self._names, self._values(row), strict=True)) for row in self._cursor.fetchall()]

    def _values(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, convert in self._converts:
            values[place] = convert(values[place])
        return values


class Plan:
    """A statement as the driver of one database wants it."""

    def __init__(self, statement: Statement, dialect: Dialect, columns: Sequence[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=[*columns] or None)
        if compiled.literal_execute_params or compiled.post_compile_params:
            raise ValueError("a statement whose text depends on its parameters cannot be prepared")
        self.text = compiled.string
        self._order = compiled.positiontup
        # What the statement itself says, and defaults that SQLAlchemy would fill in, plain values all of them.
        self._constants = {
            name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required
        }
        self._constants |= {column.key: cast(Any, column.default).arg for column in compiled.insert_prefetch}
        self._converts = {
            name: convert
            for bind, name in compiled.bind_names.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        chosen = [*statement.selected_columns] if isinstance(statement, SelectBase) else []
        self._names = [column.name for column in chosen]
        self._results = [
            (place, convert)
            for place, column in enumerate(chosen)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]

    def execute(self, connection: Connection, params: Params) -> Found:
        """Execute the statement on the driver's own cursor."""
        driver = connection.connection
        cursor = driver.cursor()
        run: Callable[[], Any]
        if not isinstance(params, Mapping) and len(params) == 1:
            # The usual number of rows; what drivers do for several is dearer.
            params = params[0]
        if isinstance(params, Mapping):
            run = partial(cursor.execute, self.text, self._given(params))
        else:
            run = partial(cursor.executemany, self.text, [self._given(row) for row in params])
        try:
            run()
        except connection.dialect.loaded_dbapi.Error as problem:
            raise self._refused(connection, cursor, problem) from problem
        return Found(cursor, self._names, self._results)

    def _given(self, params: Mapping[str, Any]) -> Any:
        """Return parameters as the driver takes them."""
        values = {**self._constants, **params}
        for name, convert in self._converts.items():
            values[name] = convert(values[name])
        return values if self._order is None else [values[name] for name in self._order]

    def _refused(self, connection: Connection, cursor: Any, problem: Exception) -> Exception:
        """Return the exception that SQLAlchemy has for one of the driver's; a dead connection is given up."""
        dialect = connection.dialect
        dead = dialect.is_disconnect(cast(Any, problem), connection.connection, cursor)
        if dead:
            connection.invalidate(problem)
        return DBAPIError.instance(
            self.text,
            None,
            problem,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=dead,
            dialect=dialect,
        )
