// The drawing of a process with the state of a case on it. The table below the drawing says the same.
(() => {
  const place = document.getElementById("diagram");
  if (!place || !window.BpmnJS) return;
  const marks = JSON.parse(place.dataset.marks);
  const viewer = new window.BpmnJS({ container: place });
  const canvas = viewer.get("canvas");
  const READABLE = 0.8;
  const SIGNS = { done: "✓", current: "●", overdue: "!" };

  const badge = (mark) => {
    const node = document.createElement("div");
    node.className = `diagram-badge diagram-${mark.status}`;
    node.textContent = `${SIGNS[mark.status] ?? ""} ${mark.words}`.trim();
    return node;
  };

  const name = (graphics, element, mark) => {
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = [element.businessObject.name, mark.words].filter(Boolean).join("，");
    graphics.prepend(title);
    graphics.dataset.status = mark.status;
  };

  const show = () => {
    const registry = viewer.get("elementRegistry");
    const overlays = viewer.get("overlays");
    for (const [id, mark] of Object.entries(marks)) {
      const element = registry.get(id);
      if (!element) continue;
      canvas.addMarker(id, `status-${mark.status}`);
      name(registry.getGraphics(id), element, mark);
      const isStep = /Task$|CallActivity$|SubProcess$/.test(element.type);
      if (isStep && SIGNS[mark.status]) {
        overlays.add(id, { position: { bottom: 6, left: 4 }, html: badge(mark) });
      }
    }
    canvas.zoom("fit-viewport", "auto");
    // A large drawing begins where the case stands, in letters that can be read.
    const here = Object.keys(marks).find((id) => /current|overdue/.test(marks[id].status) && registry.get(id));
    if (canvas.zoom() < READABLE && here) {
      canvas.zoom(READABLE);
      canvas.scrollToElement(here, 160);
    }
    const svg = place.querySelector("svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", place.dataset.label);
    place.dataset.ready = "yes";
  };

  const zoom = { in: () => canvas.zoom(canvas.zoom() * 1.25), out: () => canvas.zoom(canvas.zoom() / 1.25), fit: () => canvas.zoom("fit-viewport", "auto") };
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.hidden = false;
    button.addEventListener("click", () => zoom[button.dataset.zoom]());
  }
  fetch(place.dataset.file, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
    .then((xml) => viewer.importXML(xml))
    .then(show)
    .catch(() => {
      place.hidden = true;
      document.getElementById("diagram-problem").hidden = false;
    });
})();
