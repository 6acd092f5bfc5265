// Where things are on the page, told so that they are found again when the part around them was made anew.

// Parts that may be replaced. Those of a view are looked for in the one that is shown.
const PARTS = [".stage", ".outline", ".chips", ".details-body", ".findings", ".tabs", ".tools"];
const SCROLLED = [".outline", ".findings", ".tabs", ".chips", ".details"];

const partOf = (name, view) =>
  name === ".chips" ? view.chips : view.section.querySelector(name) ?? document.querySelector(`${name}:not(.view *)`);

// Null for what stands in no such part.
function placeOf(element) {
  const name = PARTS.find((each) => element?.closest(each));
  if (!name) return null;
  const part = element.closest(name);
  const at = [...part.querySelectorAll(element.tagName)].indexOf(element);
  return { name, at, tag: element.tagName, ...marksOf(element) };
}
const marksOf = (element) => ({ id: element.closest("[data-id]")?.dataset.id, words: element.textContent });

// The element at such a place: of the same card and with the same words, or else in the same row. Null when there is none.
function findPlace(place, view) {
  const part = place && partOf(place.name, view);
  if (!part) return null;
  if (place.at < 0) return part;
  const all = [...part.querySelectorAll(place.tag)];
  const same = all.filter((each) => marksOf(each).id === place.id);
  const words = same.filter((each) => each.textContent === place.words);
  if (words.length) return words.includes(all[place.at]) ? all[place.at] : words[0];
  return place.id === undefined ? all[place.at] ?? null : same[0] ?? null;
}

// What is being read: how far each part is scrolled, and the reasons that were opened.
const nameOf = (finding) =>
  `${PARTS.find((each) => finding.closest(each))} ${finding.querySelector(".rule").textContent} ${finding.querySelector(".message").textContent}`;
function readingOf(view) {
  const opened = document.querySelectorAll(".finding details[open]");
  return {
    scrolled: SCROLLED.map((name) => [name, partOf(name, view)]).map(([name, part]) => [name, part?.scrollLeft, part?.scrollTop]),
    opened: new Set(Array.from(opened, (each) => nameOf(each.closest(".finding")))),
  };
}
function readOn({ scrolled, opened }, view) {
  if (opened.size) {
    for (const finding of document.querySelectorAll(".finding")) {
      const more = finding.querySelector("details");
      if (more && opened.has(nameOf(finding))) more.open = true;
    }
  }
  for (const [name, left, top] of scrolled) {
    const part = partOf(name, view);
    if (part && (part.scrollLeft !== left || part.scrollTop !== top)) part.scrollTo({ left, top, behavior: "instant" });
  }
}
