// Where an appended node goes: where bpmn-js would put it, or as near to that as nothing lies. By itself bpmn-js looks
// only at what the source is connected with, and would cover a reminder's end or a step of another branch.
import { getNewShapePosition } from "bpmn-js/lib/features/auto-place/BpmnAutoPlaceUtil";
import { is } from "bpmn-js/lib/util/ModelUtil";

const BEFORE_SNAPPING = 2500; // bpmn-js answers at 2000, on its grid
const GRID = 10;
const GAP = 10;
const FAR = 600;

const snapped = (value) => Math.ceil(value / GRID) * GRID;
const between = (low, value, high) => low < value && value < high;
const holds = (outer, inner) =>
  inner.x >= outer.x && inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
const meet = (one, other) =>
  between(-one.width - GAP, one.x - other.x, other.width + GAP) && between(-one.height - GAP, one.y - other.y, other.height + GAP);
// Flows run along the axes, mostly; the box around a slanted one is near enough.
const crossed = (box, { waypoints }) => waypoints.slice(1).some((end, at) => {
  const [x, y] = [Math.min(end.x, waypoints[at].x), Math.min(end.y, waypoints[at].y)];
  return meet(box, { x, y, width: Math.abs(end.x - waypoints[at].x), height: Math.abs(end.y - waypoints[at].y) });
});

// Places around a wish, the nearest first, none of them before the source.
function around(wish, source, width) {
  const found = [];
  for (let x = -FAR; x <= FAR; x += GRID) {
    if (wish.x + x - width / 2 < source.x) continue;
    for (let y = -FAR; y <= FAR; y += GRID) found.push({ x: wish.x + x, y: wish.y + y, far: Math.hypot(x, y) });
  }
  return found.sort((one, other) => one.far - other.far);
}

function nearest(elements, source, shape, found) {
  const level = source.y + source.height / 2;
  const wish = { x: snapped(found.x), y: found.y === level ? level : snapped(found.y) };
  const holders = new Set();
  for (let one = source.parent; one; one = one.parent) holders.add(one);
  const isFrame = (one) => is(one, "bpmn:Lane") || is(one, "bpmn:Participant") || holders.has(one);
  const taken = elements.filter((one) => one.width && !one.hidden && one !== shape && !isFrame(one));
  const lines = elements.filter((one) => one.waypoints);
  const middle = { x: source.x + source.width / 2, y: level, width: 0, height: 0 };
  const [home] = elements.filter((one) => is(one, "bpmn:Lane") && holds(one, middle)).sort((one, other) => one.height - other.height);
  const box = ({ x, y }) => ({ x: x - shape.width / 2, y: y - shape.height / 2, width: shape.width, height: shape.height });
  const free = (place) => !taken.some((one) => meet(box(place), one));
  // Another lane would be another's work; a place under a flow is only untidy.
  const inLane = (place) => !home || holds(home, box(place));
  const clear = (place) => !lines.some((one) => crossed(box(place), one));
  const places = around(wish, source, shape.width).filter(free);
  return places.find((one) => inLane(one) && clear(one)) ?? places.find(inLane) ?? places[0] ?? wish;
}

class FreePlace {
  constructor(eventBus, elementRegistry) {
    eventBus.on("autoPlace", BEFORE_SNAPPING, ({ source, shape }) => {
      if (!is(shape, "bpmn:FlowNode")) return undefined;
      const wish = getNewShapePosition(source, shape, elementRegistry);
      const { x, y } = nearest(elementRegistry.getAll(), source, shape, wish);
      return { x, y };
    });
  }
}
FreePlace.$inject = ["eventBus", "elementRegistry"];

export default { __init__: ["freePlace"], freePlace: ["type", FreePlace] };
