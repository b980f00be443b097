// Turns the pages of a hall screen. What is shown is replaced as a whole, so nothing grows however long it runs;
// while the server is away the last good page stays, and says since when.
(function () {
  "use strict";
  const RETRY = 10, PATIENCE = 10000;
  let timer = 0, asked = 0;

  function shown() { return document.getElementById("screen"); }

  function later(seconds, address) {
    clearTimeout(timer);
    timer = setTimeout(turn, seconds * 1000, address);
  }

  function wait() { later(Number(shown().dataset.seconds), shown().dataset.next); }

  // The server cannot see how the screen hangs.
  function fitting(address) {
    const url = new URL(address, location.href);
    if (innerHeight > innerWidth) url.searchParams.set("shape", "portrait");
    else url.searchParams.delete("shape");
    return url.href;
  }

  async function turn(address) {
    clearTimeout(timer);
    const mine = ++asked;
    try {
      const answer = await fetch(fitting(address), {
        cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE),
      });
      const text = await answer.text();
      if (mine !== asked) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      const fresh = page.getElementById("screen");
      if (!answer.ok || !fresh) throw new Error("no page of the screen");
      if (page.documentElement.dataset.version !== document.documentElement.dataset.version) {
        // The hall was upgraded: the new page wants its own script and style.
        location.replace(answer.url);
        return;
      }
      show(fresh, page.title);
      history.replaceState(null, "", answer.url);
      wait();
    } catch (problem) {
      if (mine !== asked) return;
      tellStale();
      later(RETRY, address);
    }
  }

  function show(fresh, title) {
    const held = document.activeElement && document.activeElement.id;
    shown().replaceWith(document.adoptNode(fresh));
    document.title = title;
    if (held && document.getElementById(held)) document.getElementById(held).focus();
  }

  function tellStale() {
    const place = document.getElementById("stale");
    if (!place.textContent) {
      place.textContent = place.dataset.text.replace("{time}", document.getElementById("as-of").textContent);
    }
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-turn]");
    if (!link) return;
    event.preventDefault();
    turn(link.href);
  });
  document.addEventListener("keydown", function (event) {
    const id = { " ": "hold", ArrowRight: "next" }[event.key];
    if (!id || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    turn(document.getElementById(id).href);
  });
  addEventListener("online", function () { turn(shown().dataset.next); });
  wait();
})();
