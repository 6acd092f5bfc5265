// The list of maps follows the folder.

document.addEventListener("DOMContentLoaded", () => {
  let due = 0;
  async function renew() {
    due = 0;
    const { next } = await fetchPage(location.pathname);
    const [old, fresh] = [document, next].map((each) => each.querySelector(".maps"));
    if (old.isEqualNode(fresh)) return;
    const place = document.activeElement?.getAttribute("href");
    old.replaceWith(document.adoptNode(fresh));
    for (const anchor of fresh.querySelectorAll("a")) if (anchor.getAttribute("href") === place) anchor.focus({ preventScroll: true });
  }
  const soon = () => {
    due ||= setTimeout(() => renew().catch(() => {}), 100); // a server that is gone is told of below
  };
  listen(soon, (on) => (document.querySelector(".silence").hidden = !on));
});
