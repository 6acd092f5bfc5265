// A comparison: which facts are lit, which sheet is shown, and how. The rows of the table of facts say which card is
// whose twin. Ids are people's own words, so they are keys of Maps and never parts of selectors.

const root = document.documentElement;
const THEMES = ["auto", "light", "dark"];
const NAMES = { auto: "automatic", light: "light", dark: "dark" };

// Before anything is painted: that there is a script.
root.dataset.js = "";
document.addEventListener("DOMContentLoaded", start);

function start() {
  const status = document.querySelector("[role=status]");
  const views = Array.from(document.querySelectorAll(".view"), readView);
  const tabs = Array.from(document.querySelectorAll(".tab"));
  let current = null;

  function show(view, { tell = true } = {}) {
    if (current === view) return;
    current?.unpin();
    current = view;
    for (const other of views) other.section.toggleAttribute("data-current", other === view);
    tabs.forEach((tab, place) => {
      const chosen = views[place] === view;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
    });
    if (tell && views.length > 1) history.replaceState(null, "", `#${encodeURIComponent(view.key)}`);
  }

  // `#adoption` is the tree of that outcome; `#sheet-2` is what the links of the page without script say.
  function fromAddress() {
    let name = location.hash.slice(1);
    try {
      name = decodeURIComponent(name);
    } catch {
      // Not of our making: taken as it stands.
    }
    const found = views.find((view) => view.key === name) ?? views.find((view) => view.section.id === name);
    show(found ?? current ?? views[0], { tell: false });
  }

  tabs.forEach((tab, place) => {
    views[place].section.setAttribute("role", "tabpanel");
    views[place].section.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => show(views[place]));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : step && place + step;
      if (to === undefined) return;
      const next = (to + tabs.length) % tabs.length;
      show(views[next]);
      tabs[next].focus();
      event.preventDefault();
    });
  });
  addEventListener("hashchange", fromAddress);
  addEventListener("keydown", (event) => event.key === "Escape" && current?.unpin());
  for (const view of views) light(view, (text) => (status.textContent = text));
  for (const element of document.querySelectorAll(".tools, .switch")) element.hidden = false;
  tools();
  fromAddress();
}

// A view: its cards by id for either side, and facts, each with its cards and its row.
function readView(section) {
  const sides = Array.from(section.querySelectorAll(".picture"), (picture) => ({
    name: picture.querySelector("h2").textContent.split(":")[0],
    cards: new Map(Array.from(picture.querySelectorAll(".card"), (card) => [card.dataset.id, card])),
  }));
  const facts = Array.from(section.querySelectorAll(".twins tbody tr"), (row) => ({
    row,
    cards: [row.dataset.first, row.dataset.second].map((id, side) => sides[side]?.cards.get(id)),
  }));
  const known = new Set(facts.flatMap((fact) => fact.cards));
  for (const [side, { cards }] of sides.entries()) {
    for (const card of cards.values()) {
      if (!known.has(card)) facts.push({ row: null, cards: side ? [undefined, card] : [card] });
    }
  }
  return { key: section.dataset.key, section, sides, facts, unpin: () => {} };
}

// Hovering or focusing a card lights its fact in both pictures; Enter or a click keeps it lit.
function light(view, say) {
  let pinned = null;
  let passing = null;
  const of = new Map();
  for (const fact of view.facts) for (const card of fact.cards) if (card) of.set(card, fact);

  function paint() {
    const lit = passing ?? pinned;
    view.section.toggleAttribute("data-lit", Boolean(lit));
    for (const fact of view.facts) {
      for (const card of fact.cards.filter(Boolean)) {
        card.classList.toggle("on", fact === lit || fact === pinned);
        card.classList.toggle("pinned", fact === pinned);
        card.setAttribute("aria-pressed", fact === pinned);
      }
      fact.row?.classList.toggle("on", fact === lit || fact === pinned);
    }
  }
  function pass(fact) {
    if (fact === passing) return;
    passing = fact;
    paint();
  }
  function pin(fact, card) {
    pinned = pinned === fact ? null : fact;
    passing = null;
    paint();
    const side = fact.cards.indexOf(card);
    const twin = fact.cards[1 - side];
    if (view.sides.length > 1 && document.body.dataset.kind !== "versions") say(!pinned ? "" : twin ? twinWords(view, fact, side) : `Not in ${view.sides[1 - side].name}`);
    if (pinned && twin) twin.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  view.unpin = () => {
    pinned = passing = null;
    paint();
  };

  for (const { cards } of view.sides) {
    const order = Array.from(cards.values());
    const rove = (to) => order.forEach((card) => (card.tabIndex = card === to ? 0 : -1));
    if (order.length) rove(order[0]);
    for (const card of order) {
      card.setAttribute("role", "button");
      card.setAttribute("aria-pressed", "false");
      card.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && pass(of.get(card)));
      card.addEventListener("pointerleave", () => pass(null));
      card.addEventListener("focus", () => {
        rove(card);
        pass(of.get(card));
      });
      card.addEventListener("blur", () => pass(null));
      card.addEventListener("click", () => pin(of.get(card), card));
      card.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") pin(of.get(card), card);
        else if (event.key.startsWith("Arrow")) toward(order, card, event.key)?.focus();
        else if (event.key === "Home") order[0].focus();
        else if (event.key === "End") order.at(-1).focus();
        else return;
        event.preventDefault();
      });
    }
  }
  for (const list of view.section.querySelectorAll(".map [role=list]")) list.setAttribute("role", "group");
  for (const fact of view.facts.filter(({ row }) => row)) {
    fact.row.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && pass(fact));
    fact.row.addEventListener("pointerleave", () => pass(null));
    fact.row.addEventListener("click", () => pin(fact, fact.cards.find(Boolean)));
  }
}

function twinWords(view, fact, side) {
  const words = fact.row?.cells[2 + (1 - side)]?.textContent ?? "";
  return `Also in ${view.sides[1 - side].name}${words ? `: ${words}` : ""}`;
}

// The nearest card toward an arrow; one that lies straight ahead is worth a longer way.
function toward(order, card, arrow) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[arrow];
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(card);
  let best = null;
  let least = Infinity;
  for (const other of order) {
    const [ox, oy] = middle(other);
    const ahead = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (ahead > 1 && ahead + 2.5 * aside < least) [best, least] = [other, ahead + 2.5 * aside];
  }
  return best;
}

// Theme, arrangement, print.
function tools() {
  const find = (action) => document.querySelector(`[data-action=${action}]`);
  const theme = find("theme");
  const name = () => (theme.textContent = `Theme: ${NAMES[root.dataset.theme]}`);
  theme.addEventListener("click", () => {
    root.dataset.theme = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
    name();
  });
  name();
  find("print").addEventListener("click", () => print());
  const arrange = find("arrange");
  if (!arrange) return;
  const wide = matchMedia(`(min-width: ${document.body.dataset.beside}px)`);
  const beside = () => (root.dataset.arrange ? root.dataset.arrange === "row" : wide.matches);
  const tell = () => arrange.setAttribute("aria-pressed", beside());
  arrange.addEventListener("click", () => {
    root.dataset.arrange = beside() ? "column" : "row";
    tell();
  });
  wide.addEventListener("change", tell);
  tell();
}
