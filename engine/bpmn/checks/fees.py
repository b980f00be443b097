"""Fees are assessed by one post, collected by another, and paid before the paper that they are for (收缴分离)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.soundness import not_exhausted
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.checks.tasks import HUMAN
from engine.bpmn.exploration.graph import Edge, Graph, Node
from engine.bpmn.exploration.marks import Effect, Marked, explore_marks
from engine.bpmn.expressions import ExpressionError, compile_expression
from engine.bpmn.expressions.nodes import Comparison, Constant, Junction, Name
from engine.bpmn.expressions.nodes import Node as Expression
from engine.posts import POSTS
from engine.text import zh

FEE_APART = Rule("fee-apart", house=True)
FEE_UNPAID = Rule("fee-unpaid", house=True)

RULES = (FEE_APART, FEE_UNPAID)

COLLECTOR = "cashier"
SETTLED = "fee_settled"
EXEMPTION = "exemption_decision"
APPROVED = Constant("approve")
_NO_BILLERS = frozenset({COLLECTOR, "applicant"})


def find(subject: Subject) -> Iterator[Finding]:
    """Yield bills made out by who collects them, and papers that can be issued before the fee is paid."""
    for element in subject.elements(*HUMAN):
        post = element.properties.get("post", "").strip()
        if fees_of(element.properties) and post in _NO_BILLERS:
            message = zh("“{name}”开缴费单，不能由{post}办理：开单和收款要分开", name=label(element), post=POSTS[post])
            yield FEE_APART.at(element.id, message)
    if subject.is_matter and not subject.lenient:
        marked = unpaid(subject.graph)
        if subject.exploration.exhausted and not marked.exhausted:
            yield not_exhausted(subject, marked.states)
        for key, path in marked.paths.items():
            element = subject.graph.nodes[key].element
            message = zh("按这条路径走，费用没有缴清（也没有批准免收）就办“{name}”", name=label(element))
            yield FEE_UNPAID.at(_own(subject, key), message, path)


def unpaid(graph: Graph) -> Marked:
    """Return the steps that issue what is paid for, which a token can come to unpaid, each with a path.

    A bill is paid by the message that it is settled or a step of the cashier's, or it is waived: where a flow is
    taken on the condition that an exemption was approved. A new bill is to be paid anew.
    """
    bills = [key for key, node in graph.nodes.items() if fees_of(node.element.properties)]
    if not bills:
        return Marked({}, exhausted=True, states=0)
    effects = {key: Effect(sets=frozenset({"paid"})) for key, node in graph.nodes.items() if _settles(node)}
    exemptions = {node.element.id for node in graph.nodes.values() if EXEMPTION in _documents(node)}
    for key in graph.nodes:
        into = graph.into[key]
        if into and all(_waives(edge, exemptions) for edge in into):
            effects[key] = Effect(sets=frozenset({"paid"}))
    effects |= {key: Effect(clears=frozenset({"paid"})) for key in bills}
    return explore_marks(graph, effects, {key: lambda marks: "paid" not in marks for key in _issuing(graph)})


def fees_of(properties: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of the fees that a step makes out."""
    return tuple(code for code in properties.get("fee", "").replace(",", " ").split() if code != "none")


def _issuing(graph: Graph) -> list[str]:
    for document in ("certificate", "grant_decision"):
        found = [key for key, node in graph.nodes.items() if document in _documents(node)]
        if found:
            return found
    return [key for key, node in graph.nodes.items() if node.element.properties.get("stage") == "delivery"]


def _documents(node: Node) -> list[str]:
    return node.element.properties.get("document", "").replace(",", " ").split()


def _settles(node: Node) -> bool:
    element = node.element
    caught = element.event is not None and element.event.kind == "message" and element.event.name == SETTLED
    return (caught and element.type != "endEvent") or (
        element.type in HUMAN and element.properties.get("post") == COLLECTOR
    )


def _waives(edge: Edge, exemptions: set[str]) -> bool:
    try:
        return edge.condition is not None and _approved(compile_expression(edge.condition).node, exemptions)
    except ExpressionError:
        return False


def _approved(node: Expression, exemptions: set[str]) -> bool:
    """Return whether a condition can hold only if an exemption was approved."""
    if isinstance(node, Junction):
        asked = (_approved(operand, exemptions) for operand in node.operands)
        return any(asked) if node.word == "and" else all(asked)
    if not isinstance(node, Comparison) or len(node.rest) != 1:
        return False
    (sign, value), name = node.rest[0], node.first
    return sign == "==" and value == APPROVED and isinstance(name, Name) and name.parts[0] in exemptions


def _own(subject: Subject, key: str) -> str:
    """Return the element of the main process that a node is, or lies in: a call for what it calls."""
    return key.partition("/")[0] if key.partition("/")[0] in subject.process.elements else subject.process.id
