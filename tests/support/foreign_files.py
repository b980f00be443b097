"""Small files in the manner of other modelers, written for these tests."""

from __future__ import annotations

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<{p}definitions xmlns{x}="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' {more} id="Definitions_0p1" targetNamespace="http://bpmn.io/schema/bpmn">{body}</{p}definitions>'
)


def _file(body: str, more: str = "", prefix: str = "bpmn:") -> bytes:
    space = f":{prefix[:-1]}" if prefix else ""
    return _HEAD.format(p=prefix, x=space, more=more, body=body).encode()


_BODY = """
<bpmn:process id="Process_0k2" isExecutable="false">
  <bpmn:startEvent id="StartEvent_1"><bpmn:outgoing>Flow_01</bpmn:outgoing></bpmn:startEvent>
  <bpmn:userTask id="Activity_0x1y2z3" name="审查 &#34;材料&#34; &lt;b&gt;" />
  <bpmn:boundaryEvent id="Event_1t" name="超时" attachedToRef="Activity_0x1y2z3" cancelActivity="false">
    <bpmn:timerEventDefinition id="T_1"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>
    </bpmn:timerEventDefinition></bpmn:boundaryEvent>
  <bpmn:exclusiveGateway id="Gateway_0q" name="齐全？" default="Flow_03" />
  <bpmn:task id="Activity_补正" name="补正" />
  <bpmn:endEvent id="Event_End" name="完成" /><bpmn:endEvent id="Event_Late" />
  <bpmn:sequenceFlow id="Flow_01" sourceRef="StartEvent_1" targetRef="Activity_0x1y2z3" />
  <bpmn:sequenceFlow id="Flow_02" sourceRef="Activity_0x1y2z3" targetRef="Gateway_0q" />
  <bpmn:sequenceFlow id="Flow_03" name="是" sourceRef="Gateway_0q" targetRef="Event_End" />
  <bpmn:sequenceFlow id="Flow_04" name="否" sourceRef="Gateway_0q" targetRef="Activity_补正">
    <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">
      Activity_0x1y2z3.result == 'no'</bpmn:conditionExpression>
  </bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="Flow_05" sourceRef="Activity_补正" targetRef="Activity_0x1y2z3" />
  <bpmn:sequenceFlow sourceRef="Event_1t" targetRef="Event_Late" />
  <bpmn:textAnnotation id="TextAnnotation_1"><bpmn:text>先看原件</bpmn:text></bpmn:textAnnotation>
  <bpmn:association id="Association_1" sourceRef="Activity_0x1y2z3" targetRef="TextAnnotation_1" />
  <bpmn:textAnnotation id="TextAnnotation_2"><bpmn:text>另记</bpmn:text></bpmn:textAnnotation>
</bpmn:process>"""

BPMN_IO = _file(_BODY)
"""As bpmn.io writes it, without a drawing."""

BPMN_IO_PARTLY_DRAWN = _file(
    _BODY
    + """<bpmndi:BPMNDiagram id="BPMNDiagram_1"><bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="Process_0k2">
  <bpmndi:BPMNShape id="S_1" bpmnElement="StartEvent_1"><dc:Bounds x="1" y="1" width="36" height="36" />
  </bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""
)

CAMUNDA = _file(
    """
<bpmn:collaboration id="Collaboration_1">
  <bpmn:participant id="Participant_Hall" name="政务大厅" processRef="permit" />
  <bpmn:participant id="Participant_Person" name="申请人" />
  <bpmn:participant id="Participant_Other" name="别的部门" processRef="other" />
  <bpmn:messageFlow id="Flow_M1" sourceRef="Participant_Person" targetRef="UserTask_1" />
  <bpmn:messageFlow id="Flow_M2" sourceRef="UserTask_1" targetRef="Other_1" />
</bpmn:collaboration>
<bpmn:process id="permit" name="许可" isExecutable="true" camunda:historyTimeToLive="180">
  <bpmn:laneSet id="LaneSet_1">
    <bpmn:lane id="Lane_Window" name="综合窗口"><bpmn:flowNodeRef>Start_1</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>UserTask_1</bpmn:flowNodeRef></bpmn:lane>
    <bpmn:lane id="Lane_Empty" name="还没有步骤" />
    <bpmn:lane id="Lane_Bureau" name="市场监管局"><bpmn:childLaneSet id="Inner_1">
      <bpmn:lane id="Lane_Head" name="负责人"><bpmn:flowNodeRef>Gw_1</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="Lane_Staff" name="经办人"><bpmn:flowNodeRef>Script_1</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>Service_1</bpmn:flowNodeRef><bpmn:flowNodeRef>End_1</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>Late_1</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:childLaneSet></bpmn:lane>
  </bpmn:laneSet>
  <bpmn:startEvent id="Start_1" camunda:initiator="who" />
  <bpmn:userTask id="UserTask_1" name="受理" camunda:assignee="${who}" camunda:formKey="embedded:app:form.html"
      camunda:dueDate="${due}">
    <bpmn:extensionElements><camunda:formData><camunda:formField id="amount" type="long" />
      <camunda:formField id="reason" type="string" /></camunda:formData>
      <camunda:taskListener event="create" class="org.example.Hello" /></bpmn:extensionElements>
  </bpmn:userTask>
  <bpmn:exclusiveGateway id="Gw_1" name="通过" default="f3" />
  <bpmn:scriptTask id="Script_1" name="算费" scriptFormat="groovy"><bpmn:script>total = amount * 2</bpmn:script>
    </bpmn:scriptTask>
  <bpmn:serviceTask id="Service_1" name="送信" camunda:type="external" camunda:topic="mail" />
  <bpmn:endEvent id="End_1" /><bpmn:endEvent id="Late_1" />
  <bpmn:subProcess id="Event_Sub" name="撤回" triggeredByEvent="true"><bpmn:startEvent id="Sub_Start">
    <bpmn:messageEventDefinition id="Sub_M" messageRef="Message_Stop" /></bpmn:startEvent>
    <bpmn:endEvent id="Sub_End" /><bpmn:sequenceFlow id="sf" sourceRef="Sub_Start" targetRef="Sub_End" />
    </bpmn:subProcess>
  <bpmn:dataObject id="Data_1" /><bpmn:dataObjectReference id="DataRef_1" name="台账" dataObjectRef="Data_1" />
  <bpmn:sequenceFlow id="f1" sourceRef="Start_1" targetRef="UserTask_1" />
  <bpmn:sequenceFlow id="f2" sourceRef="UserTask_1" targetRef="Gw_1" />
  <bpmn:sequenceFlow id="f3" sourceRef="Gw_1" targetRef="Late_1" />
  <bpmn:sequenceFlow id="f4" sourceRef="Gw_1" targetRef="Script_1"><bpmn:conditionExpression
    xsi:type="bpmn:tFormalExpression">
    ${UserTask_1.result eq "pass" &amp;&amp; UserTask_1.note != 'UserTask_1'}</bpmn:conditionExpression>
  </bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="f5" sourceRef="Gw_1" targetRef="Service_1"><bpmn:conditionExpression
    xsi:type="bpmn:tFormalExpression">${bean.check(execution)}</bpmn:conditionExpression></bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="f6" sourceRef="Script_1" targetRef="End_1" />
  <bpmn:sequenceFlow id="f7" sourceRef="Service_1" targetRef="End_1" />
</bpmn:process>
<bpmn:process id="other" name="协办"><bpmn:task id="Other_1" name="协查" /></bpmn:process>
<bpmn:message id="Message_Stop" name="撤回" />""",
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
)
"""As the Camunda 7 modeler writes it: pools, lanes in lanes, an empty lane, forms, listeners, scripts, JUEL."""

ZEEBE = _file(
    """
<bpmn:process id="Process_z" name="年审" isExecutable="true">
  <bpmn:startEvent id="Event_z0" />
  <bpmn:serviceTask id="Activity_z1" name="查询"><bpmn:extensionElements>
    <zeebe:taskDefinition type="lookup" retries="3" /><zeebe:ioMapping>
    <zeebe:input source="=a" target="b" /></zeebe:ioMapping>
    </bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:exclusiveGateway id="Gateway_z" default="Flow_z4" />
  <bpmn:subProcess id="Activity_z2" name="复核"><bpmn:startEvent id="Event_z1" />
    <bpmn:userTask id="Activity_z3" name="看">
    <bpmn:extensionElements><zeebe:assignmentDefinition assignee="=who" /></bpmn:extensionElements></bpmn:userTask>
    <bpmn:endEvent id="Event_z2" /><bpmn:sequenceFlow id="Flow_i1" sourceRef="Event_z1" targetRef="Activity_z3" />
    <bpmn:sequenceFlow id="Flow_i2" sourceRef="Activity_z3" targetRef="Event_z2" /></bpmn:subProcess>
  <bpmn:endEvent id="Event_z3" />
  <bpmn:sequenceFlow id="Flow_z1" sourceRef="Event_z0" targetRef="Activity_z1" />
  <bpmn:sequenceFlow id="Flow_z2" sourceRef="Activity_z1" targetRef="Gateway_z" />
  <bpmn:sequenceFlow id="Flow_z3" sourceRef="Gateway_z" targetRef="Activity_z2"><bpmn:conditionExpression
    xsi:type="bpmn:tFormalExpression">
    =Activity_z1.level = "high" and Activity_z1.sum >= 3</bpmn:conditionExpression></bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="Flow_z4" sourceRef="Gateway_z" targetRef="Event_z3" />
  <bpmn:sequenceFlow id="Flow_z5" sourceRef="Activity_z2" targetRef="Event_z3" />
</bpmn:process>""",
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"'
    ' modeler:executionPlatform="Camunda Cloud"',
)
"""As the Camunda 8 modeler writes it: FEEL, job types, an expanded sub-process."""

SIGNAVIO = _file(
    """
<process id="sid-a1b2-C3" isClosed="false" isExecutable="false" processType="None">
  <laneSet id="sid-lanes"><lane id="sid-lane-1" name="窗口"><extensionElements>
      <signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffff" /></extensionElements>
      <flowNodeRef>sid-0001</flowNodeRef><flowNodeRef>sid-0002</flowNodeRef></lane></laneSet>
  <startEvent id="sid-0001" isInterrupting="true"><outgoing>sid-f1</outgoing></startEvent>
  <task completionQuantity="1" id="sid-0002" isForCompensation="false" name="登记&#10;收件" startQuantity="1">
    <extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc" /></extensionElements></task>
  <endEvent id="sid-0003" />
  <sequenceFlow id="sid-f1" sourceRef="sid-0001" targetRef="sid-0002" />
  <sequenceFlow id="sid-f2" sourceRef="sid-0002" targetRef="sid-0003" />
</process>""",
    'xmlns:signavio="http://www.signavio.com"',
    prefix="",
)
"""As Signavio writes it: ids with hyphens, every default spelt out, metadata on each element, a node in no lane."""

ALL = {
    "bpmn.io": BPMN_IO,
    "bpmn.io, partly drawn": BPMN_IO_PARTLY_DRAWN,
    "Camunda": CAMUNDA,
    "Zeebe": ZEEBE,
    "Signavio": SIGNAVIO,
}


def chain(nodes: int, *, lines: int = 0, lanes: int = 0) -> bytes:
    """Return a file without a drawing: tasks one after another, further lines on and back, the lanes in turn."""
    kinds = ["startEvent", *["userTask"] * (nodes - 2), "endEvent"]
    drawn = "".join(f'<bpmn:{kind} id="n{at}" name="第 {at} 步" />' for at, kind in enumerate(kinds))
    ends = [(at, at + 1) for at in range(nodes - 1)]
    for more in range(lines - len(ends)):
        source = 1 + more * 7 % (nodes - 2)
        ends.append((source, 1 + (source + (5 if more % 3 else nodes - 6)) % (nodes - 2)))
    drawn += "".join(
        f'<bpmn:sequenceFlow id="f{at}" sourceRef="n{one}" targetRef="n{other}" />'
        for at, (one, other) in enumerate(ends[: lines or None])
    )
    rows = "".join(
        f'<bpmn:lane id="lane{row}" name="科室">'
        + "".join(f"<bpmn:flowNodeRef>n{at}</bpmn:flowNodeRef>" for at in range(row, nodes, lanes))
        + "</bpmn:lane>"
        for row in range(lanes)
    )
    held = f'<bpmn:laneSet id="lanes">{rows}</bpmn:laneSet>' if lanes else ""
    return _file(f'<bpmn:process id="chain" isExecutable="true">{held}{drawn}</bpmn:process>', "")
