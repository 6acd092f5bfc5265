// The page: what is chosen, found and filtered, and what that does to the picture, the panel and the address.

const root = document.documentElement;
const THEMES = ["auto", "light", "dark"];

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

// Before anything is painted: the theme, and that there is a script.
root.dataset.js = "";
if (THEMES.includes(recall("theme"))) root.dataset.theme = recall("theme");
let page = null; // at work, where there is a picture: what a companion script may use (see the end of `start`)
document.addEventListener("DOMContentLoaded", () => (page = document.querySelector(".view") && start()));

function start() {
  const find = (selector) => document.querySelector(selector);
  const [search, count, details, body, help] = ["#search", ".count", ".details", ".details-body", ".help"].map(find);
  let list = null; // stays so on a page without a review
  let entries = []; // its findings, and what is looked for in them
  let views = [];
  let view = null;
  let chosen = null; // the card whose details are open
  let hovered = null;
  let left = null; // the finding from which a card was gone to
  let matches = [];
  let match = -1; // which of them was gone to

  const say = (text) => (find("[role=status]").textContent = text);

  // ---- painting ------------------------------------------------------------------------------------------

  function paint() {
    const found = new Set(matches);
    let lit = null;
    let dim = null;
    if (chosen) [lit, dim] = [pathThrough(view, chosen), "path"];
    else if (search.value.trim()) [lit, dim] = [{ cards: found, links: new Set() }, "search"];
    else if (hovered) [lit, dim] = [pathThrough(view, hovered), "preview"];
    if (dim) view.stage.dataset.dim = dim;
    else delete view.stage.dataset.dim;
    for (const card of view.cards.values()) {
      const off = !isShown(view, card);
      const { classList } = card.element;
      classList.toggle("on", Boolean(lit?.cards.has(card)));
      classList.toggle("hit", found.has(card));
      classList.toggle("current", found.has(card) && card === matches[match]);
      classList.toggle("chosen", card === chosen);
      classList.toggle("off", off);
      card.item.classList.toggle("off", off);
      card.element.setAttribute("aria-pressed", card === chosen);
      if (off) card.element.setAttribute("aria-hidden", "true");
      else card.element.removeAttribute("aria-hidden");
      if (card === chosen) card.item.setAttribute("aria-current", "true");
      else card.item.removeAttribute("aria-current");
    }
    for (const link of view.links) {
      const ends = (ids) => ids.some((id) => isShown(view, view.cards.get(id)));
      link.element.classList.toggle("on", Boolean(lit?.links.has(link)));
      link.element.classList.toggle("off", !ends(link.from) || !ends(link.to));
    }
    if (!view.rover || !isShown(view, view.rover)) rove(shownCards(view)[0]);
  }

  // One card at a time can be reached by Tab; arrow keys go from card to card.
  function rove(card) {
    view.rover?.element.setAttribute("tabindex", "-1");
    card?.element.setAttribute("tabindex", "0");
    view.rover = card ?? null;
  }

  function showScale(scale) {
    find(".percent").textContent = `${Math.round(scale * 100)}%`;
  }

  // ---- views, cards and the address ----------------------------------------------------------------------

  function showView(next) {
    if (next !== view) {
      hovered = null;
      choose(null);
    }
    view = next;
    present();
    view.tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
    seek();
  }

  function present() {
    for (const each of views) {
      each.section.toggleAttribute("data-current", each === view);
      each.chips.hidden = each !== view;
      each.tab?.setAttribute("aria-selected", each === view);
      each.tab?.setAttribute("tabindex", each === view ? "0" : "-1");
    }
    foldTabs();
    view.camera.start();
  }

  // A lens with several pictures is one tab under its own name, until it is looked through.
  function foldTabs() {
    for (const named of find(".tabs").querySelectorAll("[data-lens]")) {
      const folded = named.dataset.lens !== view.tab.dataset.lens;
      const of = named.querySelector(".of");
      named.hidden = folded && !of;
      if (of) [of.hidden, named.querySelector(".start").hidden] = [!folded, folded];
    }
  }

  // Opens a card, or closes the open one. `focus` is where the keyboard goes on: "panel", "card" or nowhere.
  function choose(card, focus) {
    const before = chosen;
    chosen = card;
    showDetails();
    details.scrollTop = 0;
    if (card) rove(card);
    paint();
    if (card) {
      if (root.hasAttribute("data-outline")) card.item.scrollIntoView({ block: "nearest" });
      // The panel takes room from the stage: look where the card is once that is settled.
      requestAnimationFrame(() => requestAnimationFrame(() => chosen === card && view.camera.show(card.element)));
    }
    if (focus === "panel") body.querySelector("h2").focus();
    if (focus === "card") (card ?? before)?.element.focus({ preventScroll: true });
  }

  function showDetails() {
    details.hidden = !chosen;
    const entry = chosen ? [entryOf(chosen)] : [];
    if (!entry[0]?.isEqualNode(body.firstChild)) body.replaceChildren(...entry);
  }

  // The card's entry of the outline, made fit for the panel: no ids twice, links to neighbours as buttons.
  function entryOf(card) {
    const copy = document.createElement("div");
    copy.className = "item";
    copy.dataset.entity = card.item.dataset.entity;
    copy.append(...card.item.cloneNode(true).childNodes);
    for (const kept of copy.querySelectorAll("[tabindex]")) kept.removeAttribute("tabindex"); // see reachOutline
    const heading = document.createElement("h2");
    heading.dir = "auto";
    heading.tabIndex = -1;
    heading.textContent = copy.querySelector("h4").textContent;
    copy.querySelector("h4").replaceWith(heading);
    copy.querySelectorAll(".go").forEach(asButton);
    return copy;
  }

  // A link to a card of the outline, as a button that opens it; in the view that is shown, if that has the card.
  function asButton(anchor) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "go";
    button.dir = "auto";
    button.textContent = anchor.textContent;
    button.addEventListener("click", () => {
      const place = target(anchor.hash);
      const here = view.cards.get(place?.card?.id);
      if (list?.contains(button)) left = button;
      open(here ? { view, card: here } : place, "panel");
    });
    anchor.replaceWith(button);
  }

  // What an address' fragment means: a place in the outline, `key/id`, `id`, or `key`. Null when nothing.
  function target(hash) {
    const raw = hash.slice(1);
    if (!raw) return null;
    const slash = raw.indexOf("/");
    const [whole, key, id] = [raw, raw.slice(0, Math.max(slash, 0)), raw.slice(slash + 1)].map(decode);
    const exact = slash > 0 && views.find((each) => each.key === key && each.cards.has(id));
    if (exact) return { view: exact, card: exact.cards.get(id) };
    const having = [view, ...views].find((each) => each.cards.has(whole));
    if (having) return { view: having, card: having.cards.get(whole) };
    const named = views.find((each) => each.key === whole);
    if (named) return { view: named, card: null };
    const place = document.getElementById(whole);
    const around = views.find((each) => each.section.contains(place));
    return around ? { view: around, card: around.cards.get(place.closest(".item")?.dataset.id) ?? null } : null;
  }
  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // a lone % is only a %
    }
  }

  function open(place, focus) {
    if (!place) return;
    showView(place.view);
    if (place.card && !isShown(view, place.card)) showNoun(place.card.noun, true);
    choose(place.card, focus);
    writeAddress();
  }
  function close() {
    const inside = details.contains(document.activeElement);
    const back = inside && isListed() ? left : null;
    choose(null, inside && !back ? "card" : undefined);
    writeAddress();
    back?.focus(); // whoever goes through the findings goes on where they were
  }

  // The list of findings stands where the details do, and steps aside while a card is open.
  const isListed = () => root.hasAttribute("data-findings");
  function showFindings(on) {
    if (on && chosen) close();
    const inside = list.contains(document.activeElement);
    root.toggleAttribute("data-findings", on);
    find("[data-action=findings]").setAttribute("aria-pressed", on);
    left = null;
    if (on) find("#findings-name").focus();
    else if (inside) find("[data-action=findings]").focus();
  }

  function writeAddress() {
    const parts = views.length > 1 && (chosen || view !== views[0]) ? [view.key] : [];
    if (chosen) parts.push(chosen.id);
    const hash = parts.map(encodeURIComponent).join("/");
    if (location.hash === (hash && `#${hash}`)) return;
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.href.split("#")[0]);
    } catch {
      // A sandboxed frame may have no address to write; the page works without.
    }
  }

  // ---- search and filter ---------------------------------------------------------------------------------

  function seek() {
    const told = look();
    if (told) say(told);
    paint();
  }

  // What the words in the search field find, and how much that is; "" for no words. `at` is the id of the card that
  // was gone to.
  function look(at) {
    const words = fold(search.value).split(/\s+/u).filter(Boolean);
    const fits = (one) => words.every((word) => one.words.includes(word));
    const all = shownCards(view);
    matches = words.length ? all.filter(fits) : [];
    match = matches.findIndex((card) => card.id === at);
    showCount(words.length > 0);
    const listed = siftList(fits);
    return words.length ? `${matches.length} of ${all.length} cards found${listed}` : "";
  }

  const isFound = (entry) => !entry.element.classList.contains("off");

  // Leaves in the list of findings those that are searched for; returns how many that are, in words.
  function siftList(fits) {
    if (!entries.length) return "";
    const found = entries.filter(fits);
    for (const entry of entries) entry.element.classList.toggle("off", !found.includes(entry));
    for (const group of list.querySelectorAll(".weighed")) {
      group.classList.toggle("off", !group.querySelector(".finding:not(.off)"));
    }
    const sum = list.querySelector(".sum");
    sum.dataset.all ??= sum.textContent;
    const told = `${found.length} of ${entries.length} findings`;
    sum.textContent = found.length < entries.length ? told : sum.dataset.all;
    return `, ${told}`;
  }

  function showCount(asked) {
    count.textContent = !asked ? "" : match < 0 ? String(matches.length) : `${match + 1} / ${matches.length}`;
  }

  function goToMatch(step) {
    // What no card has may be said of the map as a whole, or of what is in other pictures.
    if (!matches.length && search.value.trim() && entries.some(isFound)) showFindings(true);
    if (!matches.length) return;
    match = (Math.max(match, step < 0 ? 0 : -1) + step + matches.length) % matches.length;
    const card = matches[match];
    showCount(true);
    say(`${match + 1} of ${matches.length}: ${card.item.querySelector("h4").textContent}`);
    if (chosen) open({ view, card });
    rove(card);
    paint();
    view.camera.show(card.element);
  }

  function showNoun(noun, shown) {
    if (shown) view.hidden.delete(noun);
    else view.hidden.add(noun);
    pressChips(view);
    if (chosen && !isShown(view, chosen)) close();
    seek();
    say(`${shownCards(view).length} of ${view.cards.size} cards shown`);
  }

  function pressChips({ chips, hidden }) {
    for (const chip of chips.children) chip.setAttribute("aria-pressed", !hidden.has(chip.dataset.noun));
  }

  // ---- what buttons and keys do --------------------------------------------------------------------------

  const actions = {
    "zoom-in": () => view.camera.zoomBy(1.25),
    "zoom-out": () => view.camera.zoomBy(0.8),
    "actual-size": () => view.camera.actualSize(),
    fit: () => view.camera.fit(),
    search: () => search.select(),
    print: () => window.print(),
    help: () => help.showModal(),
    "close-help": () => help.close(),
    close,
    findings: () => list && showFindings(!isListed() || Boolean(chosen)),
    "close-findings": () => showFindings(false),
    outline() {
      const on = root.toggleAttribute("data-outline");
      find("[data-action=outline]").setAttribute("aria-pressed", on);
      reachOutline(on);
    },
    theme() {
      root.dataset.theme = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
      remember("theme", root.dataset.theme);
      nameTheme();
      say(find("[data-action=theme]").title);
    },
    async copy() {
      const name = find("[data-action=copy] .name");
      try {
        await navigator.clipboard.writeText(location.href);
        name.textContent = "Copied";
        say("Link copied");
      } catch {
        // No clipboard on this page; the address bar has the same link.
        name.textContent = "In the address bar";
        say("The link could not be copied; it is in the address bar");
      }
      setTimeout(() => (name.textContent = "Copy link"), 2000);
    },
  };
  const keys = { "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", 0: "fit", 1: "actual-size", "/": "search", f: "findings", "?": "help" };

  // While the outline is out of sight a keyboard must not get lost in it; screen readers still follow its links.
  function reachOutline(on) {
    for (const anchor of document.querySelectorAll(".outline :is(a, summary)")) {
      if (on) anchor.removeAttribute("tabindex");
      else anchor.setAttribute("tabindex", "-1");
    }
  }

  function nameTheme() {
    const name = root.dataset.theme === "auto" ? "automatic" : root.dataset.theme;
    const button = find("[data-action=theme]");
    button.title = `Theme: ${name}`;
    button.setAttribute("aria-label", button.title);
  }

  const cardOf = (node) => view.cards.get(node.closest?.(".stage .card")?.dataset.id);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    const chip = event.target.closest(".chip");
    const anchor = event.target.closest(".outline a.go, .outline a.self");
    const card = cardOf(event.target);
    if (button) actions[button.dataset.action]();
    else if (chip) showNoun(chip.dataset.noun, chip.getAttribute("aria-pressed") === "false");
    else if (anchor) {
      event.preventDefault();
      open(target(anchor.hash));
    } else if (card) open({ view, card: card === chosen ? null : card }, "card");
    else if (chosen && event.target.closest(".stage")) close();
  });

  function hover(card) {
    if (hovered === (card ?? null)) return;
    hovered = card ?? null;
    paint();
  }

  find(".tabs").addEventListener("click", (event) => {
    const tab = event.target.closest(".tab");
    if (tab) open({ view: views.find((each) => each.tab === tab), card: null });
  });
  find(".tabs").addEventListener("keydown", (event) => {
    const at = views.indexOf(view);
    const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
    const steps = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: -1 };
    if (!Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    open({ view: views.at(steps[event.key] % views.length), card: null });
    view.tab.focus();
  });

  search.addEventListener("input", () => {
    if (chosen) close(); // what is found is to be seen, not the path that was lit
    seek();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") goToMatch(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && search.value) {
      event.stopPropagation();
      search.value = "";
      seek();
      say("Search cleared");
    }
  });

  document.addEventListener("keydown", (event) => {
    if (help.open || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = cardOf(event.target);
    const arrow = event.key.startsWith("Arrow");
    if (event.key === "Escape") {
      if (chosen) close();
      else if (isListed()) showFindings(false);
    } else if (event.target.matches("input")) {
      return;
    } else if (card && (event.key === "Enter" || event.key === " ")) {
      open({ view, card }, "panel");
    } else if (card && (arrow || event.key === "Home" || event.key === "End")) {
      const next = arrow ? cardToward(view, card, event.key) : shownCards(view).at(event.key === "Home" ? 0 : -1);
      next?.element.focus({ preventScroll: true });
      if (next) view.camera.show(next.element);
    } else if (arrow && event.target === view.stage) {
      const [dx, dy] = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
      view.camera.panBy(dx, dy, true);
    } else if (Object.hasOwn(keys, event.key) && find("[data-setting=keys]").checked) {
      actions[keys[event.key]]();
    } else {
      return;
    }
    event.preventDefault();
  });

  window.addEventListener("hashchange", () => open(target(location.hash)));

  // ---- what is read from the document --------------------------------------------------------------------

  // A picture for its reader. `was` is what `stateOf` told of the one that stood in its place.
  function enter(section, was) {
    const entered = readView(section, showScale, was);
    const { stage } = entered;
    stage.tabIndex = 0;
    stage.setAttribute("role", "group");
    stage.setAttribute("aria-label", "Picture of the map: arrow keys move it, plus and minus zoom");
    stage.addEventListener("pointerover", (event) => hover(event.pointerType === "mouse" ? cardOf(event.target) : null));
    stage.addEventListener("pointerleave", () => hover(null));
    stage.addEventListener("focusin", (event) => rove(cardOf(event.target) ?? view.rover));
    return entered;
  }

  // Reads the pictures, their tabs and chips and the list of findings: at the start, and when any were replaced.
  function read(was = new Map()) {
    const before = new Map(views.map((each) => [each.section, each]));
    const sections = Array.from(document.querySelectorAll(".view"));
    views = sections.map((section) => before.get(section) ?? enter(section, was.get(section.dataset.key)));
    for (const each of before.values()) if (!views.includes(each)) each.camera.leave();
    list = find(".findings");
    entries = Array.from(list?.querySelectorAll(".finding") ?? [], (element) => {
      return { element, words: fold(`${saidBy(element)} ${element.querySelector(".at").textContent}`) };
    });
    list?.querySelectorAll("a.go").forEach(asButton);
    for (const control of document.querySelectorAll(".search, .tools, .foot, .findings .close")) control.hidden = false;
    find(".tabs").hidden = views.length < 2;
    for (const each of views) {
      each.tab = document.getElementById(`${each.section.id}-tab`);
      each.chips = document.querySelector(`.chips[data-view="${each.section.id}"]`);
      pressChips(each);
      if (!each.tab) continue;
      each.section.setAttribute("role", "tabpanel");
      each.section.setAttribute("aria-labelledby", each.tab.id);
    }
    find("[data-action=findings]")?.setAttribute("aria-pressed", isListed());
    reachOutline(root.hasAttribute("data-outline"));
  }

  // All that the reader has made of the page, in words that outlive its elements.
  function state() {
    const held = chosen ?? hovered ?? middleCard(view);
    return {
      views: new Map(views.map((each) => [each.key, stateOf(each)])),
      key: view.key,
      chosen: chosen?.id,
      hovered: hovered?.id,
      match: matches[match]?.id,
      held: held && { id: held.id, ...view.camera.where(held.element) },
      section: view.section,
      focus: placeOf(document.activeElement),
      left: placeOf(left),
      ...readingOf(view),
    };
  }

  // Goes on from a state, after parts of the document were replaced. What is gone is chosen and lit no more.
  function resume(kept) {
    read(kept.views);
    const here = views.find((each) => each.key === kept.key);
    view = here ?? views[0];
    chosen = (here && here.cards.get(kept.chosen)) ?? null;
    hovered = (here && here.cards.get(kept.hovered)) ?? null;
    present();
    if (view.rover) rove(view.rover);
    look(kept.match);
    showDetails();
    paint();
    const held = here && here.section !== kept.section && here.cards.get(kept.held?.id);
    if (held) view.camera.hold(held.element, kept.held);
    left = findPlace(kept.left, view);
    readOn(kept, view);
    if (kept.focus) findPlace(kept.focus, view)?.focus({ preventScroll: true });
    writeAddress();
  }

  // ---- curtain up ----------------------------------------------------------------------------------------

  read();
  view = views[0];
  // Single keys can get in the way of speech input (WCAG 2.1.4), so they can be turned off.
  const single = find("[data-setting=keys]");
  single.checked = recall("keys") !== "off";
  single.addEventListener("change", () => remember("keys", single.checked ? "on" : "off"));
  nameTheme();
  const first = target(location.hash);
  showView(first?.view ?? view);
  if (first?.card) choose(first.card);
  return { state, resume };
}
