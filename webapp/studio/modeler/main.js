// The studio's page: modeler, panel, gate and saving, put together from what the page says of the draft.
import Modeler from "bpmn-js/lib/Modeler";
import Viewer from "bpmn-js/lib/NavigatedViewer";
import ColorPickerModule from "bpmn-js-color-picker";
import { CreateAppendAnythingModule } from "bpmn-js-create-append-anything";
import TokenSimulationModule from "bpmn-js-token-simulation";
import MinimapModule from "diagram-js-minimap";

import FreePlaceModule from "./free_place.js";
import { gate } from "./gate.js";
import IdentifiersModule from "./identifiers.js";
import { keep } from "./keep.js";
import OffersModule from "./offers.js";
import { panel } from "./panel.js";
import { server } from "./server.js";
import moddle from "./spiffworkflow.json";
import TranslateModule, { putRight } from "./translate.js";

const find = (id) => document.getElementById(id);
const place = find("modeler");
const settings = JSON.parse(place.dataset.settings);
const { words } = settings;
const READABLE = 0.7;

function begin() {
  const shared = { container: place, moddleExtensions: { spiffworkflow: moddle } };
  if (settings.readonly) return new Viewer({ ...shared, additionalModules: [TranslateModule, MinimapModule] });
  return new Modeler({
    ...shared,
    additionalModules: [
      TranslateModule, CreateAppendAnythingModule, OffersModule, IdentifiersModule, FreePlaceModule, ColorPickerModule,
      MinimapModule, TokenSimulationModule,
    ],
  });
}

function tools(modeler) {
  const stack = modeler.get("commandStack", false);
  const canvas = modeler.get("canvas");
  const acts = {
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() / 1.25),
    fit: () => canvas.zoom("fit-viewport", "auto"),
  };
  for (const button of document.querySelectorAll("[data-act]")) {
    button.addEventListener("click", () => acts[button.dataset.act]());
  }
  // Undo works wherever one is on the page; the drawing and the fields have keys of their own.
  addEventListener("keydown", (event) => {
    const elsewhere = !event.target.closest?.("input, textarea, select, [contenteditable], #modeler");
    if (!stack || !elsewhere || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "z" && !event.shiftKey) stack.undo();
    else stack.redo();
  });
  const refresh = () => {
    if (!stack) return;
    document.querySelector("[data-act=undo]").disabled = !stack.canUndo();
    document.querySelector("[data-act=redo]").disabled = !stack.canRedo();
  };
  modeler.get("eventBus").on("commandStack.changed", refresh);
  refresh();
}

// A large drawing begins at its start, in letters that can be read, beside the palette.
function look(modeler) {
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  const first = modeler.get("elementRegistry").find((one) => one.type === "bpmn:StartEvent");
  if (canvas.zoom() >= READABLE || !first) return;
  canvas.zoom(READABLE);
  canvas.scrollToElement(first, { top: 120, left: 160, right: 160, bottom: 120 });
}

async function start() {
  const modeler = begin();
  putRight(place);
  const context = {
    modeler, words, settings, choices: settings.choices, readonly: settings.readonly, server: server(settings),
    kindOf: (element) => settings.kinds[element.type] ?? element.type,
    check: async (kind, text) => (await context.server.compile(kind, text).catch((problem) => problem)).message ?? "",
    names: async (element) => {
      const { xml } = await modeler.saveXML();
      return context.server.names(xml, element).then((said) => said.tasks, () => []);
    },
  };
  const keeper = settings.readonly ? null : keep(context, find("save-state"), find("save-conflict"));
  const left = keeper?.left();
  const stored = await context.server.read();
  try {
    await modeler.importXML(left?.xml ?? stored);
  } catch {
    find("modeler-problem").hidden = false;
    return;
  }
  if (left && left.xml !== stored) {
    if (left.stale) keeper.meet(left.xml, { message: words.left_stale });
    else {
      find("save-state").textContent = words.left;
      keeper.touched();
    }
  } else keeper?.forget();
  panel(context, find("panel"));
  tools(modeler);
  gate(context, find("problems"), find("problem-count"));
  look(modeler);
  place.dataset.ready = "yes";
}

start();
