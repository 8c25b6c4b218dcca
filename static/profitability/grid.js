// Move about the grid by keyboard. Everything works without this script by Tab and the form's own buttons.
const form = document.querySelector("form[data-grid]");
const undo = document.querySelector("form[data-grid-undo]");

function neighbour(input, down) {
  const cell = input.closest("td");
  const row = cell.parentElement;
  const next = down > 0 ? row.nextElementSibling : row.previousElementSibling;
  return next?.children[cell.cellIndex]?.querySelector("input, select");
}

function move(event, down) {
  const target = neighbour(event.target, down);
  if (!target) return;
  event.preventDefault();
  target.focus();
  if (target instanceof HTMLInputElement && target.type !== "checkbox") target.select();
}

form?.addEventListener("keydown", (event) => {
  if (!(event.target instanceof HTMLInputElement)) return;
  const quick = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && quick) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "ArrowDown" || event.key === "Enter") move(event, 1);
  else if (event.key === "ArrowUp") move(event, -1);
});

// What is typed but not saved is undone by the browser itself; only then are saved changes taken back.
document.addEventListener("keydown", (event) => {
  const quick = event.ctrlKey || event.metaKey;
  if (!quick || event.key !== "z" || event.shiftKey || !undo) return;
  const field = event.target;
  if (field instanceof HTMLInputElement && field.value !== field.defaultValue) return;
  event.preventDefault();
  undo.requestSubmit();
});
