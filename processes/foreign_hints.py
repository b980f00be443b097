"""What Banjian runs of BPMN, by tag and attribute, and what to say of the rest and of other engines' extensions."""

from __future__ import annotations

from collections.abc import Mapping

from engine.text import Text, zh

RUN_ELEMENTS = frozenset(
    [
        "definitions",
        "collaboration",
        "participant",
        "process",
        "laneSet",
        "childLaneSet",
        "lane",
        "flowNodeRef",
        "sequenceFlow",
        "conditionExpression",
        "incoming",
        "outgoing",
        "extensionElements",
        "documentation",
        "text",
        "textAnnotation",
        "association",
        "messageFlow",
        "message",
        "signal",
        "error",
        "escalation",
        "messageEventDefinition",
        "timerEventDefinition",
        "signalEventDefinition",
        "errorEventDefinition",
        "escalationEventDefinition",
        "terminateEventDefinition",
        "linkEventDefinition",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "multiInstanceLoopCharacteristics",
        "loopCardinality",
        "loopDataInputRef",
        "inputDataItem",
        "completionCondition",
        "standardLoopCharacteristics",
        "loopCondition",
        "script",
        "eventDefinitionRef",
    ]
)
RUN_ATTRIBUTES = frozenset(
    [
        "id",
        "name",
        "isExecutable",
        "processRef",
        "sourceRef",
        "targetRef",
        "default",
        "attachedToRef",
        "cancelActivity",
        "isInterrupting",
        "messageRef",
        "signalRef",
        "errorRef",
        "escalationRef",
        "errorCode",
        "escalationCode",
        "calledElement",
        "isSequential",
        "loopMaximum",
        "testBefore",
        "triggeredByEvent",
        "operationRef",
        "associationDirection",
        "gatewayDirection",
        "textFormat",
        "targetNamespace",
        "exporter",
        "exporterVersion",
        "typeLanguage",
        "expressionLanguage",
    ]
)
# What exporters write although BPMN says the same without it.
DEFAULTS: Mapping[str, str] = {
    "isForCompensation": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "isClosed": "false",
    "processType": "None",
    "implementation": "##unspecified",
    "instantiate": "false",
    "parallelMultiple": "false",
    "eventGatewayType": "Exclusive",
    "behavior": "All",
    "isCollection": "false",
    "isImmediate": "true",
    "minimum": "1",
    "maximum": "1",
}
STAYS: Text = zh("本系统不运行，留在文件里，不起作用。")
FOREIGN: Text = zh("别的系统的扩展，留在文件里，不起作用。")
ELSEWHERE: Text = zh("{hint}里面有：{within}。")
OTHER_PROCESS: Text = zh("文件里的另一个流程，留在图上，不运行；要用的话，请单独带入或者改成共用流程。")
EVENT_SUB_PROCESS: Text = zh("不支持事件子流程：撤回、中止等由系统办理；其他情形请改用边界事件。")
EMPTY_SUB_PROCESS: Text = zh("子流程里没有内容：请画出内容，或者改成任务。")
SCRIPT: Text = zh("不运行写在图里的脚本，请改为事项登记的函数，或者改成人工步骤。")
START_TRIGGER: Text = zh("流程由提交申请开始，不等待这里写的触发条件。")
_COMPENSATION: Text = zh("不支持补偿，请画出撤销时要做的任务。")
_TRANSACTION: Text = zh("不支持事务和取消事件，请改用普通子流程和错误边界事件。")
UNSUPPORTED: Mapping[str, Text] = {
    "complexGateway": zh("不支持复杂网关，请改用包容网关或者并行网关。"),
    "adHocSubProcess": zh("不支持自由子流程，请改用普通子流程。"),
    "transaction": _TRANSACTION,
    "cancelEventDefinition": _TRANSACTION,
    "compensateEventDefinition": _COMPENSATION,
    "conditionalEventDefinition": zh("不支持条件事件，请改用网关，或者等待一条消息。"),
    "complexBehaviorDefinition": zh("不支持多实例的 behavior。"),
    "callChoreography": zh("不支持编排，请改画成步骤。"),
    "choreographyTask": zh("不支持编排，请改画成步骤。"),
}
ATTRIBUTE_HINTS: Mapping[str, Text] = {
    "isForCompensation": _COMPENSATION,
    "startQuantity": zh("每次只收一个令牌，请去掉这个数量。"),
    "completionQuantity": zh("每次只发一个令牌，请去掉这个数量。"),
    "behavior": zh("不支持多实例的 behavior。"),
    "scriptFormat": SCRIPT,
}
_PEOPLE: Text = zh("由谁办，看步骤的岗位和泳道的部门，请在“办理要求”里填写。")
_FORM: Text = zh("表单要另选或者新建，请在“表单”里填写。")
_FUNCTION: Text = zh("自动步骤要用事项登记的函数，请在“函数”里选择。")
_DAYS: Text = zh("时限按工作日计，请填在步骤的“时限”里。")
_RETRY: Text = zh("失败重试由系统办理，不用在图里写。")
_LISTENER: Text = zh("不运行监听器；要做的事请画成步骤。")
_DATA: Text = zh("不搬运变量：条件直接读前面步骤填写的内容。")
_CALLED: Text = zh("请在“共用流程”里选择要调用的流程。")
_REPEAT: Text = zh("办几次、由谁办，请在“办几次”里填写。")
_PICTURE: Text = zh("只关系到别的系统里的显示和管理，不起作用。")
EXTENSION_HINTS: Mapping[str, Text] = {
    **dict.fromkeys(
        (
            "assignee",
            "candidateUsers",
            "candidateGroups",
            "assignmentDefinition",
            "initiator",
            "candidateStarterGroups",
            "candidateStarterUsers",
        ),
        _PEOPLE,
    ),
    **dict.fromkeys(
        ("formKey", "formRef", "formRefBinding", "formData", "formDefinition", "userTaskForm", "formProperty"), _FORM
    ),
    **dict.fromkeys(
        (
            "class",
            "delegateExpression",
            "expression",
            "resultVariable",
            "type",
            "topic",
            "taskDefinition",
            "taskHeaders",
            "connector",
            "field",
            "decisionRef",
            "calledDecision",
            "script",
            "resource",
        ),
        _FUNCTION,
    ),
    **dict.fromkeys(("dueDate", "followUpDate", "taskSchedule"), _DAYS),
    **dict.fromkeys(
        ("asyncBefore", "asyncAfter", "async", "exclusive", "failedJobRetryTimeCycle", "jobPriority"), _RETRY
    ),
    **dict.fromkeys(("executionListener", "executionListeners", "taskListener", "taskListeners"), _LISTENER),
    **dict.fromkeys(("inputOutput", "ioMapping", "in", "out", "variableMappingClass"), _DATA),
    **dict.fromkeys(("calledElement", "calledElementBinding", "calledElementVersion"), _CALLED),
    **dict.fromkeys(("loopCharacteristics",), _REPEAT),
    **dict.fromkeys(
        (
            "historyTimeToLive",
            "versionTag",
            "isStartableInTasklist",
            "executionPlatform",
            "executionPlatformVersion",
            "signavioMetaData",
            "signavioLabel",
            "signavioType",
            "modelerTemplate",
            "modelerTemplateVersion",
        ),
        _PICTURE,
    ),
}
