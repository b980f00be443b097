// How often a step is done: once, by several people at the same time, or one after the other.
import { choice, group, text } from "./fields.js";

export function repeatGroups(context, element) {
  const { words, modeler, readonly, check } = context;
  const object = element.businessObject;
  if (!object.$instanceOf("bpmn:Activity")) return [];
  const modeling = modeler.get("modeling", false);
  const factory = modeler.get("bpmnFactory", false);
  const loop = object.loopCharacteristics;
  const several = loop?.$type === "bpmn:MultiInstanceLoopCharacteristics";
  const kind = !loop ? "once" : !several ? "loop" : loop.isSequential ? "sequential" : "parallel";
  const change = (as) => {
    if (as === "once") modeling.updateProperties(element, { loopCharacteristics: undefined });
    else if (as === "loop") modeling.updateProperties(element, { loopCharacteristics: factory.create("bpmn:StandardLoopCharacteristics") });
    else if (several) modeling.updateModdleProperties(element, loop, { isSequential: as === "sequential" });
    else {
      const made = factory.create("bpmn:MultiInstanceLoopCharacteristics", { isSequential: as === "sequential" });
      modeling.updateProperties(element, { loopCharacteristics: made });
    }
  };
  const expression = (name) => async (value) => {
    const why = value && (await check("expression", value));
    if (why) return why;
    const made = value && Object.assign(factory.create("bpmn:FormalExpression", { body: value }), { $parent: loop });
    modeling.updateModdleProperties(element, loop, { [name]: made || undefined });
    return "";
  };
  const kinds = ["once", "parallel", "sequential", "loop"].map((one) => [one, words[`repeat_${one}`]]);
  const fields = [choice("repeat", words.repeat, kind, kinds, change, { readonly })];
  if (several) {
    fields.push(
      text("collection", words.collection, collectionOf(loop), collect(context, element, loop), { hint: words.collection_hint, readonly }),
      text("cardinality", words.cardinality, loop.loopCardinality?.body ?? "", expression("loopCardinality"), { readonly }),
      text("completion", words.completion, loop.completionCondition?.body ?? "", expression("completionCondition"), { hint: words.completion_hint, readonly }),
    );
  } else if (loop) {
    fields.push(text("loop-condition", words.loop_condition, loop.loopCondition?.body ?? "", expression("loopCondition"), { readonly }));
  }
  return [group(words.repeat, fields)];
}

const collectionOf = (loop) => loop.loopDataInputRef?.name ?? loop.loopDataInputRef?.id ?? "";

// BPMN names the collection by a data input of the step, which has to be declared first.
function collect(context, element, loop) {
  const { modeler, check } = context;
  const modeling = modeler.get("modeling", false);
  const factory = modeler.get("bpmnFactory", false);
  return async (value) => {
    const why = value && (await check("expression", value));
    if (why) return why;
    const present = loop.loopDataInputRef;
    if (present) {
      if (value) modeling.updateModdleProperties(element, present, { name: value });
      else modeling.updateModdleProperties(element, loop, { loopDataInputRef: undefined });
      return "";
    }
    if (!value) return "";
    const object = element.businessObject;
    const make = (type, attributes, parent) => Object.assign(factory.create(type, attributes), { $parent: parent });
    const io = make("bpmn:InputOutputSpecification", { id: `${object.id}_io` }, object);
    const input = make("bpmn:DataInput", { id: `${object.id}_list`, name: value, isCollection: true }, io);
    io.dataInputs = [input];
    io.inputSets = [make("bpmn:InputSet", { id: `${object.id}_inputs`, dataInputRefs: [input] }, io)];
    io.outputSets = [make("bpmn:OutputSet", { id: `${object.id}_outputs` }, io)];
    modeling.updateProperties(element, { ioSpecification: io });
    modeling.updateModdleProperties(element, loop, { loopDataInputRef: input });
    return "";
  };
}
