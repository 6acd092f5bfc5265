// The server's news. Only pages that are seen listen: browsers allow a server few streams at a time. Whoever listens
// anew is told what is newest at once, so nothing is missed.

// `heard` gets what each event says; `silent` whether the server can't be heard.
function listen(heard, silent) {
  let stream = null;
  let patience = 0;
  const open = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(`/events?of=${encodeURIComponent(decodeURIComponent(location.pathname))}`);
    stream.addEventListener("open", () => {
      clearTimeout(patience);
      patience = 0;
      silent(false);
    });
    stream.addEventListener("message", (event) => heard(JSON.parse(event.data)));
    stream.addEventListener("error", () => {
      patience ||= setTimeout(silent, 1500, true); // the first try that failed counts, however many follow
      if (stream.readyState === EventSource.CLOSED) {
        close();
        setTimeout(open, 2000);
      }
    });
  };
  const close = () => {
    stream?.close();
    stream = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
}

// A page of this server, read but not run: of a document made so, no script ever runs. Its style and script are left
// out before: the policy of the page that reads would complain of those of another. Empty where there is nothing.
const HEAD = /<style>([^]*?)<\/style>\s*<script>[^]*?<\/script>/;
async function fetchPage(address, signal) {
  const answer = await fetch(address, { signal, credentials: "omit" });
  if (answer.status === 204) return {};
  const text = await answer.text();
  if (!answer.ok) throw Object.assign(new Error(text.trim()), { status: answer.status });
  const next = new DOMParser().parseFromString(text.replace(HEAD, ""), "text/html");
  return { tag: JSON.parse(answer.headers.get("etag")), next, style: HEAD.exec(text)[1] };
}
