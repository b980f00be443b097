// Our own properties: spiffworkflow:property children of extensionElements, written so that undo takes them back.
const holder = (businessObject) =>
  businessObject.extensionElements?.get("values").find((one) => one.$type === "spiffworkflow:Properties");

export function said(element, name) {
  const found = holder(element.businessObject)?.get("properties")?.find((one) => one.name === name);
  return found?.value ?? "";
}

export function say(modeler, element, name, value) {
  const factory = modeler.get("bpmnFactory", false);
  const modeling = modeler.get("modeling", false);
  const businessObject = element.businessObject;
  const make = (type, parent, attributes) => Object.assign(factory.create(type, attributes), { $parent: parent });
  const before = holder(businessObject);
  const rest = (before?.get("properties") ?? []).filter((one) => one.name !== name || value !== "");
  const present = rest.find((one) => one.name === name);
  if (present) {
    modeling.updateModdleProperties(element, present, { value });
    return;
  }
  if (before) {
    const added = value === "" ? [] : [make("spiffworkflow:Property", before, { name, value })];
    modeling.updateModdleProperties(element, before, { properties: [...rest, ...added] });
    return;
  }
  if (value === "") return;
  const extension = businessObject.extensionElements ?? make("bpmn:ExtensionElements", businessObject, { values: [] });
  const all = make("spiffworkflow:Properties", extension, { properties: [] });
  all.properties = [make("spiffworkflow:Property", all, { name, value })];
  if (businessObject.extensionElements) {
    modeling.updateModdleProperties(element, extension, { values: [...extension.get("values"), all] });
  } else {
    extension.values = [all];
    modeling.updateProperties(element, { extensionElements: extension });
  }
}
