"""The tokens of a running process: SpiffWorkflow's task tree, kept as flat as BPMN's token game is.

A finished task is taken out of the tree at once, so a tree holds a root, the live tokens below it and, below
those, what belongs to them: armed boundary events, the instances of a multi-instance activity, the choices of
an event-based gateway. Nothing grows with the length of a case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.bpmn.spiff import BpmnSubWorkflow, BpmnWorkflow, Task, TaskState

if TYPE_CHECKING:
    from engine.bpmn.definition import Definition
    from engine.bpmn.nodes import Node
    from engine.bpmn.scope import ScopeSpec
    from engine.bpmn.stepping import Stepping

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class RefusingScriptEngine:
    """Stands where SpiffWorkflow wants a script engine: nothing of ours ever asks one."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("the script engine of SpiffWorkflow is not used")


REFUSING = RefusingScriptEngine()


class Token(Task):  # type: ignore[misc]
    """A token at a node. Its id is short and counts up; no clock and no random number is read."""

    id: str
    workflow: Places
    task_spec: Node
    internal_data: dict[str, Any]
    answer: dict[str, object] | None = None

    def __init__(self, scope: Places, spec: Any, parent: Token | None, state: int, id: str) -> None:
        # Not the stock constructor, which reads the clock, draws a UUID and logs.
        self.id = id
        self.workflow = scope
        self.task_spec = spec
        self._parent = parent.id if parent is not None else None
        self._children: list[str] = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.data: dict[str, Any] = {}
        self.internal_data = {}
        self.last_state_change = 0.0
        scope.tasks[id] = self
        if parent is not None:
            parent._children.append(id)

    def _set_state(self, value: int) -> None:
        self._state = value

    def run(self) -> bool | None:
        """Run the node: True when it is done with, None when it waits, False when it handed itself on."""
        result = self.task_spec._run(self)
        if result:
            self.complete()
        elif result is None and self._state == TaskState.READY:
            self._state = TaskState.STARTED
        return result

    @property
    def step(self) -> Stepping:
        """The call that is being worked on."""
        step = self.workflow.top_workflow.step
        assert step is not None
        return step

    @property
    def alive(self) -> bool:
        """Whether the token is still in the tree."""
        return self.workflow.tasks.get(self.id) is self and self.workflow.present

    @property
    def order(self) -> int:
        """Tokens made earlier have a smaller order."""
        return int(self.id, 36)


class Places:
    """The tokens of one scope; shared by the case itself and by its sub-processes."""

    spec: ScopeSpec
    tasks: dict[str, Token]
    root: Token
    top_workflow: Case
    depth: int
    present: bool = True

    def plant(self) -> None:
        """Make the root of the tree; it is never saved."""
        self.root = Token(self, self.spec.start, None, TaskState.COMPLETED, "")
        self.task_tree = self.root

    def live(self) -> list[Token]:
        """Return the tokens of the scope, without what hangs below them."""
        tasks = self.tasks
        return [tasks[key] for key in self.root._children]

    def add(self, spec: Node, parent: Token | None = None, state: int = TaskState.READY) -> Token:
        """Put a new token at a node."""
        return Token(self, spec, parent or self.root, state, self.top_workflow.next_id())

    def forget(self, token: Token) -> None:
        """Take a token and what hangs below it out of the tree."""
        self.forget_below(token)
        token.parent._children.remove(token.id)
        del self.tasks[token.id]

    def forget_below(self, token: Token) -> None:
        """Take what hangs below a token out of the tree."""
        for child in token.children:
            self.forget(child)

    def adopt(self, token: Token) -> None:
        """Hang a token that hung below another one on the root."""
        token.parent._children.remove(token.id)
        token.parent = self.root
        self.root._children.append(token.id)


class Scope(Places, BpmnSubWorkflow):  # type: ignore[misc]
    """A running sub-process or called process; ``owner`` is the activity's token in the scope around it."""

    def __init__(self, spec: ScopeSpec, owner: Token, case: Case) -> None:
        self.owner = owner
        super().__init__(spec, parent_task_id=owner.id, top_workflow=case, deserializing=True)
        self.plant()

    def _calculate_depth(self) -> int:
        return 1 + self.owner.workflow.depth

    @property
    def around(self) -> Places:
        """The scope in which the activity lies."""
        return self.owner.workflow


class Case(Places, BpmnWorkflow):  # type: ignore[misc]
    """The process instance: the outermost scope, the scopes inside it and the count of tokens made."""

    subprocesses: dict[str, Scope]
    completed: bool

    def __init__(self, definition: Definition, count: int = 0) -> None:
        self.definition = definition
        self.count = count
        self.step: Stepping | None = None
        super().__init__(definition.scope, script_engine=REFUSING, deserializing=True)
        self.plant()

    def next_id(self) -> str:
        """Return the next token id, in base 36."""
        self.count = number = self.count + 1
        digits = ""
        while number:
            number, rest = divmod(number, 36)
            digits = DIGITS[rest] + digits
        return digits

    def open_scope(self, owner: Token, spec: ScopeSpec) -> Scope:
        """Begin a sub-process below an activity's token."""
        scope = Scope(spec, owner, self)
        self.subprocesses[owner.id] = scope
        return scope

    def drop_scope(self, scope: Scope) -> None:
        """End a sub-process."""
        scope.present = False
        self.subprocesses.pop(scope.owner.id, None)

    def scopes(self) -> list[Places]:
        """Return all scopes, outermost first."""
        return [self, *self.subprocesses.values()]

    def every_token(self) -> list[Token]:
        """Return all tokens of all scopes, with what hangs below them, oldest first."""
        found = [token for scope in self.scopes() for token in scope.tasks.values() if token is not scope.root]
        found.sort(key=lambda token: token.order)
        return found

    def find(self, token_id: str) -> Token | None:
        """Return the token with an id."""
        for scope in self.scopes():
            token = scope.tasks.get(token_id)
            if token is not None and token is not scope.root:
                return token
        return None
