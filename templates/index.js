// The index: which maps are shown, in which order, and what they share. All of it is read from the page once; the
// address holds what was chosen, so that a filtered list can be sent and the back button takes a choice back.

const root = document.documentElement;
const THEMES = ["auto", "light", "dark"];
const FIRST = 8; // shared things of a kind that are shown before one asks for all

// Some browsers refuse storage to a file; then choices last as long as the page.
function recall(name) {
  try {
    return localStorage.getItem(`impactmap-${name}`);
  } catch {
    return null;
  }
}
function remember(name, value) {
  try {
    localStorage.setItem(`impactmap-${name}`, value);
  } catch {
    // Nothing is lost but the memory.
  }
}

// Before anything is painted: the theme and the layout, and that there is a script.
root.dataset.js = "";
if (THEMES.includes(recall("theme"))) root.dataset.theme = recall("theme");
root.toggleAttribute("data-rows", recall("index") === "rows");
document.addEventListener("DOMContentLoaded", start);

// ---- what the page holds -----------------------------------------------------------------------------------

// The form in which texts are compared: accents and letter case make no difference.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => fold(text).split(/\s+/u).filter(Boolean);
const written = (number) => number.toLocaleString("en");
const counted = (number, noun) => `${written(number)} ${noun}${number === 1 ? "" : "s"}`;

// An element with text and children; what texts say is only ever text.
function make(name, { text, aria = {}, ...more }, ...children) {
  const element = Object.assign(document.createElement(name), more);
  for (const [about, value] of Object.entries(aria)) element.setAttribute(`aria-${about}`, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

function readThing(element) {
  const section = element.closest(".kind");
  const of = element.querySelector(".of");
  const kind = section.dataset.kind;
  const title = of.textContent;
  return { section, kind, key: `${kind}:${element.dataset.name}`, title, lang: of.lang, words: fold(title), maps: [] };
}

function readCard(element, place, things) {
  const { errors, warnings, until = "", things: shares = "", words = "" } = element.dataset;
  const text = (selector) => element.querySelector(selector)?.textContent ?? "";
  const health = Array.from(element.querySelectorAll(".shares li"), ({ dataset }) => ({
    aspect: dataset.aspect,
    count: Number(dataset.count),
    total: Number(dataset.total),
  }));
  const card = {
    element,
    place,
    title: text(".title"),
    path: text(".path"),
    owners: Array.from(element.querySelectorAll(".owner"), (owner) => owner.textContent),
    audience: text(".audience"),
    until,
    dated: text("time"),
    months: until ? Number(until.slice(0, 4)) * 12 + Number(until.slice(5, 7)) : null,
    failed: element.hasAttribute("data-failed"),
    errors: Number(errors),
    warnings: Number(warnings),
    health,
    share: health.reduce((sum, part) => sum + part.count / part.total, 0) / (health.length || 1),
    things: shares ? shares.split(" ").map((number) => things[number]) : [],
  };
  // The words of the items are folded already: of thousands of maps they are most of the text.
  card.words = `${fold([card.title, card.path, text(".summary"), card.audience, ...card.owners].join("\n"))}\n${words}`;
  for (const thing of card.things) thing.maps.push(card);
  return card;
}

const researched = (card) => card.health.find((part) => part.aspect === "evidence");
const HEALTH = {
  failed: ["Not built", (card) => card.failed],
  errors: ["With errors", (card) => card.errors > 0],
  warnings: ["With warnings", (card) => card.warnings > 0],
  fine: ["No errors, no warnings", (card) => !card.failed && !card.errors && !card.warnings],
  orphan: ["Without an owner", (card) => !card.owners.length],
  thin: ["Less than half researched", (card) => researched(card)?.count * 2 < researched(card)?.total],
};
const titles = new Intl.Collator("en", { numeric: true });
const undatedLast = (one, other) => (one.until ? 0 : 1) - (other.until ? 0 : 1);
const later = (one, other) => (one.until < other.until ? 1 : one.until > other.until ? -1 : 0);
const SORTS = {
  "": ["Path", () => 0],
  title: ["Title", (one, other) => titles.compare(one.title, other.title)],
  newest: ["Newest first", (one, other) => undatedLast(one, other) || later(one, other)],
  oldest: ["Oldest first", (one, other) => undatedLast(one, other) || later(other, one)],
  health: [
    "Health, worst first",
    (one, other) =>
      other.failed - one.failed || other.errors - one.errors || other.warnings - one.warnings || one.share - other.share,
  ],
};

// ---- the page ----------------------------------------------------------------------------------------------

function start() {
  const find = (selector) => document.querySelector(selector);
  find(".tools").hidden = false;
  settings(find);
  const [search, list, panel] = [find("#search"), find(".maps"), find("#shared")];
  if (!list) return; // there are no maps yet

  const things = Array.from(document.querySelectorAll(".thing"), readThing);
  const byKey = new Map(things.map((thing) => [thing.key, thing]));
  const cards = Array.from(list.children, (element, place) => readCard(element, place, things));
  const byPath = new Map(cards.map((card) => [card.path, card]));
  const newest = Math.max(...cards.map((card) => card.months ?? 0));
  let state = readAddress();
  let shown = cards;
  let order = "";
  let typing = false; // the last change of the address came from a key stroke in the search

  // ---- which maps fit ----

  const fitsDate = (card, wanted) => {
    if (wanted === "undated") return card.months === null;
    if (card.months === null) return false;
    if (/^\d{4}$/.test(wanted)) return card.until.startsWith(wanted);
    const [, side, months] = /^(within|older)-(\d+)m$/.exec(wanted) ?? [];
    return side === "within" ? newest - card.months <= months : side === "older" ? newest - card.months > months : false;
  };
  const FILTERS = {
    owner: (card, wanted) => card.owners.includes(wanted),
    audience: (card, wanted) => card.audience === wanted,
    date: fitsDate,
    health: (card, wanted) => Object.hasOwn(HEALTH, wanted) && HEALTH[wanted][1](card),
  };

  function fitting() {
    const words = wordsOf(state.search).map((word) => [word, new Set(things.filter((one) => one.words.includes(word)))]);
    const shared = state.shared.map((key) => byKey.get(key));
    const near = state.near && new Set([byPath.get(state.near), ...(byPath.get(state.near)?.things ?? []).flatMap((one) => one.maps)]);
    const filters = Object.keys(FILTERS).filter((name) => state[name]);
    return cards.filter(
      (card) =>
        words.every(([word, found]) => card.words.includes(word) || card.things.some((thing) => found.has(thing))) &&
        shared.every((thing) => card.things.includes(thing)) &&
        (!near || near.has(card)) &&
        filters.every((name) => FILTERS[name](card, state[name])),
    );
  }

  // ---- the address ----

  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    const one = (name) => given.get(name) ?? "";
    return {
      search: one("search"),
      owner: one("owner"),
      audience: one("audience"),
      date: one("date"),
      health: one("health"),
      shared: given.getAll("shared"),
      near: one("near"),
      sort: Object.hasOwn(SORTS, one("sort")) ? one("sort") : "",
    };
  }
  function address() {
    const told = new URLSearchParams();
    for (const [name, value] of Object.entries(state)) {
      for (const each of [value].flat()) if (each) told.append(name, each);
    }
    return String(told);
  }
  // A word typed is one step back, not one for each letter.
  function writeAddress(typed) {
    const hash = address();
    const url = location.href.split("#")[0] + (hash ? `#${hash}` : "");
    if (url !== location.href) {
      try {
        if (typed && typing) history.replaceState(null, "", url);
        else history.pushState(null, "", url);
      } catch {
        // A sandboxed frame may have no address to write; the page works without.
      }
    }
    typing = typed;
  }
  function change(parts, typed = false) {
    Object.assign(state, parts);
    writeAddress(typed);
    show();
    if (!typed && find("main").getBoundingClientRect().top < 0) find("main").scrollIntoView();
  }
  const toggled = (key) => (state.shared.includes(key) ? state.shared.filter((one) => one !== key) : [...state.shared, key]);
  const clear = () => change({ search: "", owner: "", audience: "", date: "", health: "", shared: [], near: "" });

  function goToAddress() {
    const target = location.hash.includes("=") ? null : document.getElementById(location.hash.slice(1));
    if (!target) {
      state = readAddress();
      typing = false;
      show();
    } else if (target.hidden) {
      clear();
      target.scrollIntoView();
    }
  }

  // ---- painting ----

  function show() {
    shown = fitting();
    const kept = new Set(shown);
    for (const card of cards) if (card.element.hidden === kept.has(card)) card.element.hidden = !kept.has(card);
    if (state.sort !== order) {
      order = state.sort;
      const sorted = [...cards].sort((one, other) => SORTS[order][1](one, other) || one.place - other.place);
      const after = list.nextSibling;
      list.remove(); // thousands of cards are moved far faster while nobody looks
      list.append(...sorted.map((card) => card.element));
      after.before(list);
    }
    const all = shown.length === cards.length;
    find("#count").textContent = all ? counted(cards.length, "map") : `${written(shown.length)} of ${counted(cards.length, "map")}`;
    find(".nothing").hidden = shown.length > 0;
    if (search.value !== state.search) search.value = state.search;
    for (const name of Object.keys(selects)) showSelect(name);
    showSums();
    showChosen();
    if (panel) showPanel();
  }

  function showSums() {
    const dated = shown.filter((card) => card.until).sort(later);
    const [last, first] = [dated[0]?.dated, dated.at(-1)?.dated];
    const sums = {
      maps: written(shown.length),
      noun: shown.length === 1 ? "map" : "maps",
      failed: shown.filter((card) => card.failed).length,
      errors: shown.filter((card) => card.errors).length,
      warnings: shown.filter((card) => card.warnings).length,
      dates: first === last ? last : `${first} to ${last}`,
    };
    for (const element of document.querySelectorAll("[data-sum]")) {
      const sum = sums[element.dataset.sum];
      element.textContent = typeof sum === "number" ? written(sum) : sum;
      element.closest(".sum").hidden = !sum;
    }
    const parts = new Map();
    for (const card of shown) {
      for (const { aspect, count, total } of card.health) {
        const sum = parts.get(aspect) ?? { count: 0, total: 0 };
        parts.set(aspect, { count: sum.count + count, total: sum.total + total });
      }
    }
    for (const element of document.querySelectorAll(".overall .shares li")) {
      const part = parts.get(element.dataset.aspect);
      element.hidden = !part;
      if (!part) continue;
      element.querySelector(".share").textContent = `${written(part.count)} of ${written(part.total)}`;
      element.querySelector(".level").setAttribute("width", (100 * part.count) / part.total);
    }
  }

  // What was chosen other than in a list of choices, each with a button that takes it back.
  function showChosen() {
    const chips = state.shared.map((key) => {
      const thing = byKey.get(key);
      return chip(`${thing ? nounOf(thing) : "Shared"}: `, thing?.title ?? key, () => change({ shared: toggled(key) }));
    });
    if (state.near) chips.push(chip("Shares with: ", byPath.get(state.near)?.title ?? state.near, () => change({ near: "" })));
    find(".chosen").replaceChildren(...chips);
    find(".state [data-action=clear]").hidden = !address() || address() === `sort=${state.sort}`;
  }
  function chip(label, title, drop) {
    const name = make("bdi", { text: title });
    const button = make("button", { type: "button", className: "chip", title: "Show all again" }, label, name, make("span", { className: "cross", text: "×", aria: { hidden: true } }));
    button.addEventListener("click", () => {
      drop();
      find("main").focus({ preventScroll: true });
    });
    return make("li", {}, button);
  }
  const nounOf = (thing) => thing.section.querySelector("h3").textContent.replace(/s$/, "");

  // ---- what maps share ----

  const rows = new Map(); // thing: its row, made when it is first needed
  const open = new Set(); // kinds that are shown in full

  function rowOf(thing) {
    if (rows.has(thing)) return rows.get(thing);
    const number = make("span", { className: "number" });
    const name = make("span", { className: "of", dir: "auto", lang: thing.lang, text: thing.title });
    const button = make("button", { type: "button", className: "thing" }, name, " ", number);
    button.addEventListener("click", () => change({ shared: toggled(thing.key) }));
    const row = { element: make("li", {}, button), button, number };
    rows.set(thing, row);
    return row;
  }

  // By kind, what the maps shown speak of: what is chosen first, then what is searched for, then what most have.
  function showPanel() {
    const had = new Map();
    for (const card of shown) for (const thing of card.things) had.set(thing, (had.get(thing) ?? 0) + 1);
    const words = wordsOf(state.search);
    const kinds = new Map(sections.map((section) => [section, []]));
    for (const thing of things) {
      const chosen = state.shared.includes(thing.key);
      if (!had.has(thing) && !chosen) continue;
      const sought = words.length > 0 && words.some((word) => thing.words.includes(word));
      kinds.get(thing.section).push({ thing, chosen, weight: (chosen ? 2e9 : 0) + (sought ? 1e9 : 0) + (had.get(thing) ?? 0) });
    }
    const focused = document.activeElement;
    for (const [section, listed] of kinds) {
      section.hidden = !listed.length;
      listed.sort((one, other) => other.weight - one.weight);
      const all = open.has(section) ? listed : listed.slice(0, FIRST);
      const elements = all.map(({ thing, chosen }) => {
        const { element, button, number } = rowOf(thing);
        button.setAttribute("aria-pressed", chosen);
        number.textContent = counted(had.get(thing) ?? 0, "map");
        return element;
      });
      section.querySelector("ul").replaceChildren(...elements);
      const more = section.querySelector(".plain");
      more.hidden = listed.length <= FIRST;
      more.textContent = open.has(section) ? "Show fewer" : `Show all ${written(listed.length)}`;
      more.setAttribute("aria-expanded", open.has(section));
    }
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  const sections = Array.from(document.querySelectorAll(".kind"));
  for (const section of sections) {
    const more = make("button", { type: "button", className: "plain" });
    more.addEventListener("click", () => {
      if (!open.delete(section)) open.add(section);
      showPanel();
    });
    section.append(more);
  }

  // On a card the sentence about what it shares opens the list of it.
  for (const card of cards) {
    const sentence = card.element.querySelector(".sharing");
    if (!sentence) continue;
    sentence.replaceChildren(make("button", { type: "button", className: "plain", aria: { expanded: false }, text: sentence.textContent }));
  }
  function unfold(button) {
    const card = cards.find(({ element }) => element.contains(button));
    const folded = button.getAttribute("aria-expanded") === "false";
    button.setAttribute("aria-expanded", folded);
    if (!folded) {
      button.parentElement.nextElementSibling.remove();
      return;
    }
    const near = make("button", { type: "button", className: "plain", text: "All maps that share with this one" });
    near.addEventListener("click", () => change({ near: card.path }));
    const items = card.things.map((thing) => {
      const one = make("button", { type: "button", className: "plain" }, `${nounOf(thing)}: `, make("bdi", { text: thing.title }));
      one.addEventListener("click", () => change({ shared: state.shared.includes(thing.key) ? state.shared : [...state.shared, thing.key] }));
      return make("li", {}, one, make("span", { className: "number", text: counted(thing.maps.length, "map") }));
    });
    button.parentElement.after(make("div", { className: "unfolded" }, make("ul", {}, ...items), near));
  }

  // ---- lists of choices ----

  const selects = {};
  function addSelect(name, label, options) {
    const select = make("select", { id: `choose-${name}` }, ...options.map(([value, text]) => make("option", { value, text })));
    select.addEventListener("change", () => change({ [name]: select.value }));
    const whole = make("label", { className: "choose", htmlFor: select.id }, make("span", { text: label }), select);
    selects[name] = { select, whole, useful: options.length > 2 };
    find(".filters").append(whole);
  }
  // One that tells no maps apart is not shown, unless the address asks for it.
  function showSelect(name) {
    const { select, whole, useful } = selects[name];
    const value = state[name];
    if (!Array.from(select.options).some((option) => option.value === value)) select.append(make("option", { value, text: value }));
    select.value = value;
    whole.hidden = !useful && !value;
    whole.toggleAttribute("data-chosen", Boolean(value));
  }
  const distinct = (values) => [...new Set(values)].filter(Boolean).sort(titles.compare).map((value) => [value, value]);
  const telling = (options, fits) =>
    options.filter(([value]) => {
      const number = cards.filter((card) => fits(card, value)).length;
      return number > 0 && number < cards.length;
    });
  addSelect("owner", "Owner", [["", "Anyone"], ...distinct(cards.flatMap((card) => card.owners))]);
  addSelect("audience", "Audience", [["", "Any"], ...distinct(cards.map((card) => card.audience))]);
  const dates = telling(
    [
      ["within-3m", "Within 3 months of the newest"],
      ["older-3m", "More than 3 months behind it"],
      ["older-12m", "More than a year behind it"],
      ...distinct(cards.map((card) => card.until.slice(0, 4))).reverse(),
      ["undated", "Without a date"],
    ],
    fitsDate,
  );
  addSelect("date", "As of", [["", "Any date"], ...dates]);
  const conditions = Object.entries(HEALTH).map(([name, [text]]) => [name, text]);
  addSelect("health", "Health", [["", "Any"], ...telling(conditions, FILTERS.health)]);
  addSelect("sort", "Sort by", Object.entries(SORTS).map(([value, [text]]) => [value, text]));
  for (const name of ["date", "health"]) selects[name].useful = selects[name].select.options.length > 1;
  selects.sort.useful = cards.length > 1;

  // ---- pictures ----

  // A picture's form is known once it is loaded, and `load` does not bubble.
  const shape = (image) => image.classList.toggle("tall", image.naturalHeight > image.naturalWidth * 0.8);
  list.addEventListener("load", (event) => shape(event.target), true);
  for (const image of list.querySelectorAll("img")) if (image.complete) shape(image);

  // ---- buttons and keys ----

  const help = find(".help");
  const actions = { clear, help: () => help.showModal(), "close-help": () => help.close() };
  document.addEventListener("click", (event) => {
    const action = actions[event.target.closest("[data-action]")?.dataset.action];
    const sentence = event.target.closest(".sharing button");
    if (action) {
      action();
      if (action === clear) search.focus();
    } else if (sentence) unfold(sentence);
    else if (event.target.closest(".skip")) {
      event.preventDefault(); // the address is for what was chosen
      find("main").focus();
    }
  });

  search.addEventListener("input", () => change({ search: search.value }, true));
  // The title of a map that is `step` away among those shown, the first or last from elsewhere.
  function goTo(step) {
    const links = shown.length ? Array.from(list.querySelectorAll(".map:not([hidden]) .title a")) : [];
    const at = links.indexOf(document.activeElement.closest(".map")?.querySelector(".title a"));
    links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (help.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !event.target.matches("select")) {
      if (search.value) change({ search: "" });
      else if (address()) clear();
    } else if (event.target === search && (event.key === "Enter" || event.key === "ArrowDown")) {
      goTo(0);
    } else if (event.target.matches("input, select")) {
      return;
    } else if (arrow && event.target.matches(".title a")) {
      goTo(arrow);
    } else if (event.key === "/" && find("[data-setting=keys]").checked) {
      search.select();
      window.scrollTo({ top: 0 });
    } else if (event.key === "?" && find("[data-setting=keys]").checked) {
      help.showModal();
    } else {
      return;
    }
    event.preventDefault();
  });
  // Single keys can get in the way of speech input (WCAG 2.1.4), so they can be turned off; the maps' pages remember it too.
  const single = find("[data-setting=keys]");
  single.checked = recall("keys") !== "off";
  single.addEventListener("change", () => remember("keys", single.checked ? "on" : "off"));

  window.addEventListener("popstate", goToAddress);

  // ---- curtain up ----

  for (const control of document.querySelectorAll(".search, .filters, .state")) control.hidden = false;
  if (panel) panel.open = matchMedia("(min-width: 64em)").matches;
  show();
}

// What a page has without any map, too: theme, layout, print.
function settings(find) {
  const theme = find("[data-action=theme]");
  const layout = find("[data-action=rows]");
  const tell = () => {
    theme.title = `Theme: ${root.dataset.theme === "auto" ? "automatic" : root.dataset.theme}`;
    theme.setAttribute("aria-label", theme.title);
    layout?.setAttribute("aria-pressed", root.hasAttribute("data-rows"));
  };
  theme.addEventListener("click", () => {
    root.dataset.theme = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
    remember("theme", root.dataset.theme);
    tell();
  });
  layout?.addEventListener("click", () => {
    remember("index", root.toggleAttribute("data-rows") ? "rows" : "pictures");
    tell();
  });
  find("[data-action=print]").addEventListener("click", () => window.print());
  tell();
}
