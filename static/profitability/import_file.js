// A page is loaded anew when the reading is done. What a person has begun to choose is not taken away by that.
const form = document.querySelector("form[data-answers]");
let isTouched = false;

form?.addEventListener("input", () => { isTouched = true; });

document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!isTouched || event.detail.xhr.getResponseHeader("HX-Refresh") !== "true") return;
  event.preventDefault();
  document.querySelector("[data-reading-done]")?.removeAttribute("hidden");
});
