// Pan and zoom of one stage. Style properties are set through CSSOM, which the page's policy allows.

const FARTHEST = 0.05;
const CLOSEST = 8;
const LARGEST_FIT = 3; // a small map isn't blown up beyond this
const LEGIBLE = 0.7; // what a phone starts with, rather than a whole map that nobody can read
const NARROW = 640; // px of a stage
const EDGE = 80; // px of the drawing that always stay on the stage
const DRAG_FROM = 4; // px that a pointer moves before a click becomes a drag

// `was` is the `state` of another camera, to go on from.
function makeCamera(stage, svg, moved, was = {}) {
  const { width, height } = svg.viewBox.baseVal;
  let { x = 0, y = 0, k = 1 } = was;
  let { home = true } = was; // until the reader moves the picture it follows the size of its stage
  let { whole = false } = was; // the reader asked for the whole map, however small
  stage.style.setProperty("--w", `${width}px`);
  stage.style.setProperty("--h", `${height}px`);

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const fitting = () => Math.min(stage.clientWidth / width, stage.clientHeight / height, LARGEST_FIT);

  function place(glide) {
    x = clamp(x, EDGE - width * k, stage.clientWidth - EDGE);
    y = clamp(y, EDGE - height * k, stage.clientHeight - EDGE);
    stage.toggleAttribute("data-glide", glide);
    stage.style.setProperty("--x", `${x}px`);
    stage.style.setProperty("--y", `${y}px`);
    stage.style.setProperty("--k", k);
    moved(k);
  }

  function goHome(glide) {
    if (!stage.clientWidth) return; // not on show
    home = true;
    const fit = fitting();
    k = stage.clientWidth < NARROW && !whole ? Math.max(fit, LEGIBLE) : fit;
    x = k > fit ? 0 : (stage.clientWidth - width * k) / 2;
    y = k > fit ? 0 : (stage.clientHeight - height * k) / 2;
    place(glide);
  }

  // Zooms by a factor and keeps what is under (cx, cy) there. False when there is no further to go.
  function zoomBy(factor, cx = stage.clientWidth / 2, cy = stage.clientHeight / 2, glide = false) {
    const next = clamp(k * factor, Math.min(FARTHEST, fitting()), CLOSEST);
    if (next === k) return false;
    x = cx - ((cx - x) * next) / k;
    y = cy - ((cy - y) * next) / k;
    k = next;
    home = false;
    place(glide);
    return true;
  }

  function panBy(dx, dy, glide = false) {
    x += dx;
    y += dy;
    home = false;
    place(glide);
  }

  // Where an element stands within the drawing, wherever the glide has that right now. Null when it isn't on show.
  function where(element) {
    const drawing = svg.getBoundingClientRect();
    if (!drawing.width) return null;
    const box = element.getBoundingClientRect();
    const shown = drawing.width / width;
    const [left, top] = [(box.left - drawing.left) / shown, (box.top - drawing.top) / shown];
    return { left, top, wide: box.width / shown, high: box.height / shown };
  }

  // Brings an element of the drawing onto the stage, unless all of it is there.
  function show(element) {
    const at = where(element);
    if (!at) return;
    const [left, top, wide, high] = [x + at.left * k, y + at.top * k, at.wide * k, at.high * k];
    const fits = left >= 0 && top >= 0 && left + wide <= stage.clientWidth && top + high <= stage.clientHeight;
    if (!fits) panBy(stage.clientWidth / 2 - left - wide / 2, stage.clientHeight / 2 - top - high / 2, true);
  }

  // Looks so that an element is seen where it was seen when it stood at `before`: the eye finds it again.
  function hold(element, before) {
    const at = where(element);
    if (!at || home || before.left === undefined) return;
    panBy((before.left - at.left) * k, (before.top - at.top) * k);
  }

  stage.addEventListener(
    "wheel",
    (event) => {
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 18;
      const frame = stage.getBoundingClientRect();
      const [dx, dy] = event.shiftKey ? [event.deltaY || event.deltaX, 0] : [event.deltaX, event.deltaY];
      if (Math.abs(dx) > Math.abs(dy)) {
        panBy(-dx * unit, 0);
        event.preventDefault();
        return;
      }
      // A pinch on a touchpad comes as a wheel with Ctrl, in small steps.
      const factor = Math.exp(-dy * unit * (event.ctrlKey ? 0.01 : 0.0015));
      const zoomed = zoomBy(factor, event.clientX - frame.left, event.clientY - frame.top);
      // At the limit a plain wheel goes to the page around, which must not be trapped.
      if (zoomed || event.ctrlKey || event.metaKey) event.preventDefault();
    },
    { passive: false },
  );

  // One pointer drags; two pinch: the middle between them drags, and their distance zooms.
  const pointers = new Map();
  let travelled = 0;
  const grip = () => {
    const points = [...pointers.values()];
    const [a, b = a] = points;
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, span: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pointers.size === 2) return;
    if (!pointers.size) travelled = 0;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  stage.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = grip();
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const after = grip();
    travelled += Math.hypot(after.x - before.x, after.y - before.y) + Math.abs(after.span - before.span);
    if (travelled < DRAG_FROM) return;
    // Captured only now: a captured pointer's click would no longer belong to the card under it.
    stage.setPointerCapture(event.pointerId);
    stage.toggleAttribute("data-drag", true);
    panBy(after.x - before.x, after.y - before.y);
    if (before.span && after.span) {
      const frame = stage.getBoundingClientRect();
      zoomBy(after.span / before.span, after.x - frame.left, after.y - frame.top);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, (event) => {
      pointers.delete(event.pointerId);
      if (!pointers.size) stage.removeAttribute("data-drag");
    });
  }
  // The click that ends a drag is none.
  stage.addEventListener("click", (event) => travelled >= DRAG_FROM && event.detail && event.stopPropagation(), true);
  stage.addEventListener("dblclick", () => fit());
  const sizes = new ResizeObserver(() => (home ? goHome(true) : place(false)));
  sizes.observe(stage);

  function fit() {
    whole = true;
    goHome(true);
  }

  return {
    fit,
    show,
    where,
    hold,
    panBy,
    zoomBy: (factor) => zoomBy(factor, undefined, undefined, true),
    actualSize: () => zoomBy(1 / k, undefined, undefined, true),
    start: () => (home ? goHome(false) : place(false)),
    scale: () => k,
    state: () => ({ x, y, k, home, whole }),
    leave: () => sizes.disconnect(),
  };
}
