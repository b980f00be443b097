// Ids of new elements: what conditions may name (small letters, digits, underscore), told apart by kind.
const PREFIXES = [
  ["bpmn:CallActivity", "call_"], ["bpmn:SubProcess", "part_"], ["bpmn:Activity", "step_"], ["bpmn:BoundaryEvent", "event_"],
  ["bpmn:StartEvent", "start_"], ["bpmn:EndEvent", "end_"], ["bpmn:Event", "event_"], ["bpmn:Gateway", "gateway_"],
  ["bpmn:SequenceFlow", "flow_"], ["bpmn:Lane", "lane_"],
];

export const IDENTIFIER = /^[a-z_][a-z0-9_]*$/;

class Identifiers {
  constructor(bpmnFactory) {
    const given = bpmnFactory._ensureId.bind(bpmnFactory);
    bpmnFactory._ensureId = (element) => {
      const found = !element.id && PREFIXES.find(([type]) => element.$instanceOf(type));
      if (found) element.id = bpmnFactory._model.ids.nextPrefixed(found[1], element);
      else given(element);
    };
  }
}
Identifiers.$inject = ["bpmnFactory"];

export default { __init__: ["identifiers"], identifiers: ["type", Identifiers] };
