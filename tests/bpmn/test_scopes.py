"""Sub-processes, called processes, and processes drawn without ends, starts or gateways."""

from __future__ import annotations

import pytest
from stories import Story, bpmn, define

from engine.bpmn.definition import compile_definition
from engine.bpmn.model import BpmnError
from engine.bpmn.read import read


def test_a_called_process_keeps_its_own_names_and_ids() -> None:
    part = """
        start s
        user review
        xor gate
        user again
        end e
        s -> review -> gate
        gate -> again : review.result == 'fail'
        gate -> e : default
        again -> e
    """
    story = Story(
        """
        start s
        user review
        call part process=part
        end e
        s -> review -> part -> e
        """,
        part=part,
    )
    story.complete("review", result="fail")
    assert story.open == ["part_review"]
    assert story.definition.element("part_review").type == "userTask"
    assert "part_review.result" in story.definition.reads
    story.complete("part_review", result="pass")
    assert story.ended
    assert story.did("done")["part"] == 1


def test_a_process_may_call_itself() -> None:
    text = """
        start s
        user ask
        xor gate
        call deeper process=p
        end e
        s -> ask -> gate
        gate -> deeper : ask.deeper == 1
        gate -> e : default
        deeper -> e
    """
    story = Story(text)
    for _ in range(5):
        story.complete("ask", deeper=1)
    assert not story.ended
    assert story.complete("ask", deeper=0).ended


def test_a_process_that_calls_itself_without_a_wait_is_stopped() -> None:
    story = Story(
        """
        start s
        call deeper process=p
        end e
        s -> deeper -> e
        """
    )
    assert story.incidents == ["deeper"]


def test_a_missing_called_process_is_refused() -> None:
    with pytest.raises(BpmnError, match="nowhere"):
        define("start s\ncall c process=nowhere\ns -> c")


def test_the_deepest_nesting_ends_outwards() -> None:
    story = Story(
        """
        start s
        sub one
            start s1
            sub two
                start s2
                sub three
                    start s3
                    user a
                    end e3
                    s3 -> a -> e3
                end e2
                s2 -> three -> e2
            end e1
            s1 -> two -> e1
        user after
        end e
        s -> one -> after -> e
        """
    )
    assert story.workflow.active() == ("one", "two", "three", "a")
    assert story.complete("a").open == ["after"]
    assert [event for event in story.events if event[0] == "done"][-6:] == [
        ("done", "e3"),
        ("done", "three"),
        ("done", "e2"),
        ("done", "two"),
        ("done", "e1"),
        ("done", "one"),
    ]


def test_a_task_with_several_flows_splits() -> None:
    story = Story(
        """
        start s
        user a
        user b
        user c
        user d
        s -> a
        a -> b
        a -> c : a.more == 1
        a -> d : default
        """
    )
    story.complete("a", more=0)
    assert story.open == ["b", "d"]
    story = Story(story.definition).complete("a", more=1)
    assert story.open == ["b", "c"]
    story.complete("b")
    assert not story.ended
    story.complete("c")
    assert story.ended
    assert story.did("ended") == {"c": 1}


def test_a_false_condition_on_the_only_flow_is_an_incident() -> None:
    story = Story("start s\nuser a\nuser b\ns -> a\na -> b : a.x == 1")
    assert story.complete("a", x=2).incidents == ["a"]


def test_a_sub_process_without_start_and_end() -> None:
    story = Story(
        """
        start s
        sub block
            user a
            user b
            user c
            a -> b
        user after
        s -> block -> after
        """
    )
    assert story.open == ["a", "c"]
    story.complete("a").complete("b").complete("c")
    assert story.open == ["after"]


def test_an_empty_sub_process_is_done_at_once() -> None:
    assert Story("start s\nsub block\nuser after\ns -> block -> after").open == ["after"]


def test_ids_that_other_engines_keep_for_themselves() -> None:
    story = Story(
        """
        start Start
        and Root
        user End
        user p.EndJoin
        end e
        Start -> Root
        Root -> End -> e
        Root -> p.EndJoin -> e
        """
    )
    story.complete("End")
    assert not story.ended
    assert story.complete("p.EndJoin").ended


def test_a_sub_process_in_a_loop() -> None:
    story = Story(
        """
        start s
        sub block
            start s1
            and fork
            user a
            user b
            and join
            user c
            end e1
            s1 -> fork
            fork -> a -> join
            fork -> b -> join
            join -> c -> e1
        xor gate
        end e
        s -> block -> gate
        gate -> block : c.again == 1
        gate -> e : default
        """
    )
    for again in (1, 1, 0):
        story.complete("b").complete("a")
        assert story.open == ["c"]
        story.complete("c", again=again)
    assert story.ended


@pytest.mark.parametrize(
    "line",
    [
        "catch c",
        "boundary c on=a",
        "throw c timer=duration:PT1H",
        "end c timer=duration:PT1H",
        "catch c timer=duration:PT1X",
        "user c times=1~+",
    ],
)
def test_what_would_not_run_as_drawn_is_refused_with_its_element(line: str) -> None:
    with pytest.raises(BpmnError) as caught:
        define(f"start s\nuser a\n{line}\ns -> a")
    assert caught.value.element == "c"


def test_a_link_without_a_target_is_refused() -> None:
    with pytest.raises(BpmnError, match="链接"):
        define("start s\nthrow c link=L\ns -> c")


def test_event_sub_processes_and_the_like_are_refused() -> None:
    for xml in (
        b'<subProcess id="x" triggeredByEvent="true"/>',
        b'<complexGateway id="x"/>',
        b'<adHocSubProcess id="x"/>',
        b'<transaction id="x"/>',
    ):
        text = bpmn("start s\nuser a\ns -> a").replace(b"</process>", xml + b"</process>")
        with pytest.raises(BpmnError) as caught:
            compile_definition(read(text))
        assert caught.value.element == "x"


@pytest.mark.parametrize(
    "wrong",
    [
        b'<sequenceFlow id="f" sourceRef="a" targetRef="nowhere"/>',
        b'<task id="a"/>',
        b'<task id="x" completionQuantity="2"/>',
        b'<subProcess id="x"><boundaryEvent id="b" attachedToRef="a"><errorEventDefinition/></boundaryEvent>'
        b"</subProcess>",
    ],
)
def test_a_file_with_faults_does_not_compile(wrong: bytes) -> None:
    text = bpmn("start s\nuser a\ns -> a").replace(b"</process>", wrong + b"</process>")
    with pytest.raises(BpmnError):
        compile_definition(read(text))


def test_a_fault_in_another_pool_does_not_matter() -> None:
    other = b'<process id="q"><sequenceFlow id="f" sourceRef="x" targetRef="y"/></process></definitions>'
    text = bpmn("start s\nuser a\ns -> a").replace(b"</definitions>", other)
    compile_definition(read(text))
