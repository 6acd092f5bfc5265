// One view as the script knows it: cards and links of the drawing, each card with its entry in the outline.
// Ids are people's own words, so they are keys of Maps and never of objects, and never parts of selectors.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// What a finding says, as far as people look for it: its rule and its message.
const saidBy = (finding) => Array.from(finding.querySelectorAll(".code, .message"), (part) => part.textContent).join(" ");

function readView(section, moved, was = {}) {
  const stage = section.querySelector(".stage");
  const svg = stage.querySelector(".map");
  const items = new Map(Array.from(section.querySelectorAll(".item"), (item) => [item.dataset.id, item]));
  const cards = new Map();
  for (const element of svg.querySelectorAll(".card")) {
    const { id } = element.dataset;
    const item = items.get(id);
    const { noun } = item.dataset;
    const noted = Array.from(item.querySelectorAll(".finding"), saidBy).join(" ");
    const words = fold(`${id} ${item.querySelector(".words").textContent} ${noted}`);
    cards.set(id, { id, noun, element, item, words, into: [], out: [] });
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "-1");
  }
  for (const list of svg.querySelectorAll("[role=list]")) list.setAttribute("role", "group");
  // Lines, their arrow heads and the joints that they run through.
  const links = Array.from(svg.querySelectorAll("[data-from]"), (element) => {
    const link = { element, from: idsIn(element.dataset.from, cards), to: idsIn(element.dataset.to, cards) };
    for (const id of link.from) cards.get(id).out.push(link);
    for (const id of link.to) cards.get(id).into.push(link);
    return link;
  });
  return {
    key: section.dataset.key,
    section,
    stage,
    tab: null, // the page finds it, and the chips
    chips: null,
    camera: makeCamera(stage, svg, moved, was.camera),
    cards,
    links,
    hidden: new Set(was.hidden), // nouns whose cards are filtered out
    rover: cards.get(was.rover) ?? null, // the card that Tab comes to
  };
}

// What is worth keeping of a view when its picture is drawn anew: the `was` of the next one.
const stateOf = ({ camera, hidden, rover }) => ({ camera: camera.state(), hidden: [...hidden], rover: rover?.id });

// Ids are joined by spaces and may hold spaces themselves: the longest run of words that is an id counts.
function idsIn(text, known) {
  const words = text.split(" ");
  const longest = Math.max(...Array.from(known.keys(), (id) => id.split(" ").length));
  const found = [];
  for (let at = 0; at < words.length; ) {
    let end = Math.min(at + longest, words.length);
    while (end > at && !known.has(words.slice(at, end).join(" "))) end -= 1;
    if (end > at) found.push(words.slice(at, end).join(" "));
    at = Math.max(end, at + 1);
  }
  return found;
}

// All that a card comes from and leads to, however far; not what else those lead to.
function pathThrough(view, card) {
  const cards = new Set([card]);
  const links = new Set();
  for (const [side, far] of [["out", "to"], ["into", "from"]]) {
    const reached = new Set([card]);
    for (const at of reached) { // a Set's walk visits what is added on the way
      for (const link of at[side]) {
        links.add(link);
        for (const id of link[far]) reached.add(view.cards.get(id));
      }
    }
    for (const at of reached) cards.add(at);
  }
  return { cards, links };
}

const isShown = (view, card) => !view.hidden.has(card.noun);
const shownCards = (view) => [...view.cards.values()].filter((card) => isShown(view, card));

// The card nearest to the middle of the stage.
function middleCard(view) {
  const frame = view.stage.getBoundingClientRect();
  const away = ({ element }) => {
    const box = element.getBoundingClientRect();
    return Math.hypot(box.left + box.right - frame.left - frame.right, box.top + box.bottom - frame.top - frame.bottom);
  };
  const distances = new Map(shownCards(view).map((card) => [card, away(card)]));
  return [...distances.keys()].sort((a, b) => distances.get(a) - distances.get(b))[0] ?? null;
}

// The nearest card toward an arrow; one that lies straight ahead is worth a longer way.
function cardToward(view, card, arrow) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[arrow];
  const middle = ({ element }) => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(card);
  let best = null;
  let least = Infinity;
  for (const other of shownCards(view)) {
    const [ox, oy] = middle(other);
    const ahead = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (ahead > 1 && ahead + 2.5 * aside < least) [best, least] = [other, ahead + 2.5 * aside];
  }
  return best;
}
