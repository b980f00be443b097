// The screen that is touched: enlarges the chart, and gives the first page back to the next visitor. Nothing of the one
// before is left: pages replace each other, so there is no history to go back to.
(function () {
  "use strict";
  const LEAVING = 75, GONE = 90, RETRY = 10, REFRESH = 600;
  const screen = document.getElementById("screen"), leaving = document.getElementById("leaving");
  let idle = 0;

  // The server cannot see how the screen hangs.
  const here = new URL(location.href), tall = innerHeight > innerWidth;
  if (tall !== (here.searchParams.get("shape") === "portrait")) {
    if (tall) here.searchParams.set("shape", "portrait");
    else here.searchParams.delete("shape");
    location.replace(here.href);
    return;
  }

  async function leave() {
    const start = new URL(screen.dataset.start, location.href);
    try {
      const answer = await fetch(start.href, { cache: "no-store", credentials: "omit" });
      if (!answer.ok) throw new Error("not there");
      location.replace(start.href);
    } catch (problem) {
      // Even while the server is away nobody finds what the last visitor read.
      screen.replaceChildren(screen.dataset.rest);
      screen.className = "touch resting";
      setTimeout(leave, RETRY * 1000);
    }
  }

  const atStart = here.pathname === new URL(screen.dataset.start, here).pathname && !here.searchParams.get("lang");
  setInterval(function () {
    idle += 1;
    if (atStart) {
      if (idle >= GONE) scrollTo(0, 0);
      // What is offered may have changed since morning; while the server is away the page stays.
      if (idle % REFRESH === 0) fetch(here.href, { cache: "no-store", credentials: "omit" })
        .then((answer) => answer.ok && location.replace(here.href)).catch(() => undefined);
    } else {
      leaving.textContent = idle >= LEAVING ? leaving.dataset.text : "";
      if (idle === GONE) leave();
    }
  }, 1000);
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchmove"]) {
    addEventListener(kind, function () { idle = 0; leaving.textContent = ""; }, { capture: true, passive: true });
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.zoom && chart) zoomTo(zoomFor(link.id));
    else location.replace(link.href);
  });
  addEventListener("contextmenu", function (event) { event.preventDefault(); });

  const chart = document.getElementById("chart");
  if (!chart) return;
  const WIDTHS = [0, 1, 1.6, 2.5, 4, 6], MOST = WIDTHS[WIDTHS.length - 1];
  const picture = chart.querySelector("svg"), fingers = new Map();
  let width = WIDTHS[Number(chart.dataset.zoom)], spread = 0;

  function zoomFor(id) {
    if (id === "larger") return WIDTHS.find((one) => one > width + 0.01) || MOST;
    if (id === "smaller") return [...WIDTHS].reverse().find((one) => one && one < width - 0.01) || 1;
    return 1;
  }

  // What is in the middle stays in the middle.
  function zoomTo(wanted) {
    const next = Math.min(MOST, Math.max(1, wanted)), grown = next / width;
    const x = (chart.scrollLeft + chart.clientWidth / 2) * grown - chart.clientWidth / 2;
    const y = (chart.scrollTop + chart.clientHeight / 2) * grown - chart.clientHeight / 2;
    width = next;
    picture.style.width = 100 * width + "%";
    chart.scrollTo(x, y);
  }

  function distance() {
    const [one, other] = [...fingers.values()];
    return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  }
  chart.addEventListener("pointerdown", function (event) {
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) spread = distance();
  });
  chart.addEventListener("pointermove", function (event) {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    if (fingers.size !== 2 || !spread) return;
    const now = distance();
    zoomTo(width * now / spread);
    spread = now;
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    addEventListener(kind, function (event) { fingers.delete(event.pointerId); spread = 0; });
  }
})();
