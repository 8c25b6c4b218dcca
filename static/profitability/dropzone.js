// Files can be dropped anywhere on the marked place. Without this script the file field does the same.
for (const zone of document.querySelectorAll("[data-dropzone]")) {
  const input = zone.querySelector("input[type=file]");
  const notice = zone.querySelector("[data-dropzone-alert]");
  const limit = Number(zone.dataset.limitBytes);

  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // A file beyond the limit is told of before it is sent; the server holds the same limit.
  const tooLarge = () => [...input.files].filter((file) => file.size > limit).map((file) => file.name);
  input.addEventListener("change", () => {
    const names = tooLarge();
    notice.hidden = names.length === 0;
    notice.textContent = names.length ? `${zone.dataset.tooLarge} ${names.join(", ")}` : "";
  });
  zone.closest("form").addEventListener("submit", (event) => {
    if (tooLarge().length) event.preventDefault();
  });
}
