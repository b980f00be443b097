"""Who acts: a person with the posts held, an applicant with the query code of one case, or the system."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Holding:
    """A post held in a department; both are codes."""

    post: str
    department: str


@dataclass(frozen=True)
class Actor:
    """The one on whose behalf a command or query runs."""

    kind: str
    """``staff``, ``applicant`` or ``system``."""
    name: str
    person_id: str | None = None
    holdings: tuple[Holding, ...] = ()
    case_id: str | None = None
    """For an applicant: the case whose query code was shown."""
    department_name: str = ""
    address: str | None = field(default=None, compare=False)
    """The network address that the request came from, for the trail."""
    window: str | None = field(default=None, compare=False)
    """The number of the window of the hall at which the person sits, for the trail."""

    def holds(self, post: str, department: str | None = None) -> bool:
        """Tell whether the actor holds ``post``, in ``department`` where one is named."""
        return any(h.post == post and department in (None, h.department) for h in self.holdings)

    @property
    def posts(self) -> frozenset[str]:
        return frozenset(h.post for h in self.holdings)

    @property
    def is_system(self) -> bool:
        return self.kind == "system"


SYSTEM = Actor(kind="system", name="系统")


def applicant(case_id: str | None = None, name: str = "申请人") -> Actor:
    """Return the actor for a member of the public, who may see ``case_id`` if one is given."""
    return Actor(kind="applicant", name=name, case_id=case_id)
