// A tip that follows the pointer over a chart and reads the chart's own table, and a press that follows the link of the
// row; without this script nothing is missing, the table has both.
let tip;

function rowOf(figure, mark) {
  return figure.querySelector("table")?.tBodies[0]?.rows[Number(mark.dataset.row)];
}

function showTip(figure, mark, event) {
  const table = figure.querySelector("table");
  const row = rowOf(figure, mark);
  if (!row) return hideTip();
  tip ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "chart-tip" }));
  tip.setAttribute("aria-hidden", "true");
  const heads = [...table.tHead.rows[0].cells];
  const list = document.createElement("dl");
  for (const [index, cell] of [...row.cells].slice(1).entries()) {
    list.append(
      Object.assign(document.createElement("dt"), { textContent: heads[index + 1].textContent }),
      Object.assign(document.createElement("dd"), { textContent: cell.textContent }),
    );
  }
  tip.replaceChildren(Object.assign(document.createElement("strong"), { textContent: row.cells[0].textContent }), list);
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = Math.min(event.clientX + 14, innerWidth - box.width - 8);
  const top = event.clientY - box.height - 12;
  tip.style.translate = `${Math.max(8, left)}px ${top < 8 ? event.clientY + 18 : top}px`;
}

function hideTip() {
  if (tip) tip.hidden = true;
}

for (const title of document.querySelectorAll("[data-chart] svg > title")) {
  const svg = title.parentElement; // the browser's own tip would cover ours
  svg.setAttribute("aria-label", title.textContent);
  svg.removeAttribute("aria-labelledby");
  title.remove();
}
document.addEventListener("pointermove", (event) => {
  const mark = event.target.closest?.("[data-chart] [data-row]");
  if (mark) showTip(mark.closest("[data-chart]"), mark, event);
  else hideTip();
});
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("[data-chart] [data-row]");
  if (mark) rowOf(mark.closest("[data-chart]"), mark)?.querySelector("a")?.click();
});
document.addEventListener("scroll", hideTip, { passive: true });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
