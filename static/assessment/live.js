// Follow a workshop: when its pulse changes, tell htmx to fetch the page's part anew. Without this, or without
// server-sent events, the part is fetched every half minute by htmx alone.
const place = document.querySelector("[data-live]");
if (place && "EventSource" in window) {
  let seen = place.dataset.pulse;
  const source = new EventSource(place.dataset.live);
  source.addEventListener("message", (event) => {
    if (event.data === seen) return;
    seen = event.data;
    place.dispatchEvent(new CustomEvent("pulse"));
  });
  addEventListener("pagehide", () => source.close());
}
