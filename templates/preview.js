// The live preview of a map: what has changed is put in the place of what stood there, and the reader goes on.

// Of each part of the page: its element, and its markup as it came, before any script touched it.
let parts = new Map();
document.addEventListener("readystatechange", () => {
  if (document.readyState === "interactive") parts = partsOf(document);
});
document.addEventListener("DOMContentLoaded", follow); // after the page's own start

function partsOf(from) {
  const found = new Map();
  const add = (name, element) => element && found.set(name, { element, markup: element.outerHTML });
  for (const name of ["h1", ".tabs", ".findings", "[data-action=findings]"]) add(name, from.querySelector(name));
  for (const section of from.querySelectorAll(".view")) {
    add(`view ${section.dataset.key}`, section);
    add(`chips ${section.dataset.key}`, from.querySelector(`.chips[data-view="${section.id}"]`));
  }
  return found;
}

// Takes over what is new in `next`. A page that isn't `whole` holds one view, and says nothing of anything else.
function renew({ next, style }, whole) {
  const wanted = partsOf(next);
  const isOfView = (name) => name.startsWith("view ") || name.startsWith("chips ");
  const taken = [...wanted].filter(([name]) => whole || name === "h1" || (isOfView(name) && parts.has(name)));
  const fresh = taken.filter(([name, { markup }]) => parts.get(name)?.markup !== markup);
  const gone = whole ? [...parts.keys()].filter((name) => !wanted.has(name)) : [];
  document.title = next.title;
  dress(style, next.documentElement.dataset.theme);
  if (!fresh.length && !gone.length) return false;
  const kept = page.state();
  for (const name of gone) {
    parts.get(name).element.remove();
    parts.delete(name);
  }
  for (const [name, { element, markup }] of fresh) {
    const old = parts.get(name)?.element;
    const ours = document.adoptNode(element);
    parts.set(name, { element: name === ".tabs" ? old : ours, markup });
    if (name === ".tabs") old.replaceChildren(...ours.childNodes); // the row itself has handlers
    else old?.replaceWith(ours);
    // To lay out words that nobody sees takes longer than the picture: they come a frame later.
    if (!whole && name.startsWith("view ")) ours.querySelector(".outline").hidden = !root.hasAttribute("data-outline");
  }
  if (whole) {
    const row = (start) => [...wanted.keys()].filter((name) => name.startsWith(start)).map((name) => parts.get(name).element);
    arrange(row("view "), document.querySelector(".details"));
    arrange(row("chips "), document.querySelector(".zoom"));
  }
  page.resume(kept);
  return true;
}

// Puts elements in a row before `end`, and moves none that stands right: moving loses focus and scroll.
function arrange(elements, end) {
  for (const element of elements.reverse()) {
    if (element.nextElementSibling !== end) end.before(element);
    end = element;
  }
}

// Colours may change as well. The policy of the page names its first style, and lets script make others.
let dressed = null;
function dress(style, theme) {
  const own = document.querySelector("style");
  if (style !== (dressed ?? own.textContent)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
    own.sheet.disabled = true;
    dressed = style;
  }
  if (!recall("theme")) root.dataset.theme = theme;
}

function follow() {
  const say = (text) => (document.querySelector("[role=status]").textContent = text);
  const panel = makePanel();
  if (location.pathname !== "/") {
    const all = make("a", "all", "All maps");
    all.href = "/";
    document.querySelector(".masthead").prepend(all);
  }
  let news = null;
  let shown = null; // the tag of the picture that the page shows in all its views
  let seen = null; // and of the one that the view in front shows
  let request = null;
  let wrong = 0;

  listen(hear, (on) => panel.lost(on && "The preview server can't be reached."));

  function hear(told) {
    panel.lost(told.gone && "This map is gone.");
    if (told.gone) return say("This map is gone.");
    const mended = wrong && !told.errors;
    if (told.errors && told.errors !== wrong) say(`${counted(told.errors, "error")}. ${page ? "The picture is the last good one." : ""}`);
    else if (mended) say("The errors are gone.");
    wrong = told.errors;
    news = told;
    panel.tell(told, Boolean(page));
    request?.abort(); // of what is no longer the newest
    if (!request) catchUp();
  }

  async function catchUp() {
    while (shown !== news.picture) {
      const aim = news.picture;
      request = new AbortController();
      try {
        await take(aim, request.signal);
        if (aim === news.picture) break;
      } catch (error) {
        if (error.name === "AbortError") continue;
        if (aim !== news.picture) continue;
        if (error.status) panel.tell({ errors: 1, count: 1, problems: [{ severity: "error", message: error.message }] }, Boolean(page));
        break; // of a server that is gone the stream will tell when it is back
      }
    }
    request = null;
  }

  // First the view in front, alone; then the whole page.
  async function take(aim, signal) {
    const front = document.querySelector(".view[data-current]");
    if (page && shown && seen !== aim) {
      const query = new URLSearchParams({ view: front.dataset.key, number: front.id.replace("view-", "") });
      const fetched = await fetchPage(`${location.pathname}?${query}`, signal);
      await handsOff(signal);
      if (fetched.next && renew(fetched, false)) say("The map was updated.");
      seen = fetched.tag; // none, where the view is gone: the whole page tells what there is instead
      await painted(); // the server's work on the rest would hold up the frame that is waited for
      for (const late of document.querySelectorAll(".outline[hidden]")) late.hidden = false;
    }
    const fetched = await fetchPage(location.pathname, signal);
    await handsOff(signal);
    if (!page) {
      if (fetched.next.querySelector(".view")) location.reload(); // of a page without a picture there is nothing to keep
    } else if (renew(fetched, true) && seen !== fetched.tag) say("The map was updated.");
    shown = seen = fetched.tag;
  }

  // Frames are for pages on show, so it isn't waited for them for long.
  const painted = () =>
    new Promise((done) => {
      setTimeout(done, 200);
      requestAnimationFrame(() => setTimeout(done));
    });

  // A picture isn't taken out of the hand that drags it.
  async function handsOff(signal) {
    while (document.querySelector("[data-drag]")) {
      signal.throwIfAborted();
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function make(tag, name, ...content) {
  const element = document.createElement(tag);
  element.className = name;
  element.append(...content); // strings become text, and nothing else
  return element;
}

// What is wrong with the spec, over the picture; mere warnings wait at the edge to be opened.
function makePanel() {
  const sum = make("summary", "sum");
  const list = make("ol", "problems");
  const panel = make("details", "panel", sum, list);
  const note = make("p", "silence");
  note.hidden = panel.hidden = true;
  document.querySelector("main").append(panel, note);

  function tell({ errors, count, problems }, hasPicture) {
    const warnings = count - errors;
    panel.hidden = !count;
    if (Boolean(errors) !== panel.classList.contains("grave") || !count) panel.open = Boolean(errors);
    panel.classList.toggle("grave", Boolean(errors));
    root.toggleAttribute("data-stale", Boolean(errors));
    const counts = [errors && counted(errors, "error"), warnings && counted(warnings, "warning")].filter(Boolean);
    const which = !errors ? " in how the spec was read" : hasPicture ? ". The picture is the last good one." : ". There is no picture yet.";
    sum.replaceChildren(make("span", "count-of", counts.join(", ")), which);
    list.replaceChildren(...problems.map(entry));
    if (count > problems.length) list.append(make("li", "more", `and ${count - problems.length} more`));
  }

  function entry({ severity, code = "", message, place = "", line, before = "", marked = "", after = "", hint = "" }) {
    const what = make("p", "what", make("span", "severity", severity), code && ` ${code}`);
    const item = make("li", "problem", make("p", "place", place), what, make("p", "message", message));
    item.dataset.severity = severity;
    if (line) {
      const text = make("code", "text", before, make("mark", "", marked), after);
      item.append(make("p", "source", make("span", "line", String(line)), text));
    }
    if (hint) item.append(make("p", "hint", hint));
    for (const written of item.querySelectorAll(".message, .text, .hint, .place")) written.dir = "auto";
    return item;
  }

  // Why nothing new is to be expected, for now; nothing when it is.
  function lost(why) {
    note.hidden = !why;
    note.textContent = why ? `${why} This is what it showed last.` : "";
  }

  return { tell, lost };
}
