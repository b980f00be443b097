// What the page asks of the server. Every answer is JSON; one that did not come is an Error with words to show.
export function server(settings) {
  const ask = async (address, body, type = "application/json") => {
    let answer;
    try {
      answer = await fetch(address, {
        method: "POST",
        body,
        credentials: "same-origin",
        headers: { "Content-Type": type, "X-CSRFToken": settings.token, Accept: "application/json" },
      });
    } catch {
      throw Object.assign(new Error(settings.words.unreachable), { status: 0 });
    }
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      const words = { 401: settings.words.signed_out, 403: settings.words.signed_out, 413: settings.words.too_large };
      throw Object.assign(new Error(said.message ?? words[answer.status] ?? settings.words.unreachable), { status: answer.status, said });
    }
    return said;
  };
  const { addresses } = settings;
  return {
    read: async () => (await fetch(addresses.file, { credentials: "same-origin" })).text(),
    judge: (xml) => ask(addresses.check, xml, "application/xml"),
    names: (xml, element) => ask(`${addresses.names}?at=${encodeURIComponent(element)}`, xml, "application/xml"),
    compile: (kind, text) => ask(addresses.expression, JSON.stringify({ kind, text })),
    save: (xml, revision) => ask(addresses.save, JSON.stringify({ xml, revision })),
    copy: (xml) => ask(addresses.copy, JSON.stringify({ xml })),
  };
}
