// Save each answer by itself. What is typed lies in this browser's outbox from the first key until the server has it,
// so that it survives a lost network and a reload. Without this script the form's own button saves.
const form = document.querySelector("form[data-autosave]");
const outboxPrefix = form ? `kundverk:answer:${form.dataset.user}:${form.dataset.sheet}:` : "";
const PAUSE = 700;
const RETRIES = [2000, 5000, 10000, 20000];

const timers = new Map();
const inFlight = new Set();
const conflicts = new Set();
let failures = 0;
let retryTimer = 0;

const cells = new Map();
const status = form?.querySelector("[data-status]");

function say(text, kind) {
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("is-saved", kind === "saved");
  status.classList.toggle("is-failed", kind === "failed");
}

function read(cell) {
  const inputs = fields(cell);
  if (inputs[0].type === "checkbox") return inputs[0].checked ? "yes" : "no";
  if (inputs[0].type === "radio") return inputs.find((input) => input.checked)?.value ?? "";
  return inputs[0].value;
}

function write(cell, value) {
  for (const input of fields(cell)) {
    if (input.type === "checkbox") input.checked = value === "yes";
    else if (input.type === "radio") input.checked = input.value === value;
    else input.value = value;
  }
}

const fields = (cell) => [...cell.querySelectorAll(`[name^="cell-"]`)];
const base = (cell) => cell.querySelector(`[name^="base-"]`);

const outbox = {
  put(name, value, version) {
    try { localStorage.setItem(outboxPrefix + name, JSON.stringify({ value, base: version })); } catch { /* full or forbidden: the network remains */ }
  },
  get(name) {
    try { return JSON.parse(localStorage.getItem(outboxPrefix + name)); } catch { return null; }
  },
  drop(name) {
    try { localStorage.removeItem(outboxPrefix + name); } catch { /* nothing was kept */ }
  },
  names() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(outboxPrefix)).map((key) => key.slice(outboxPrefix.length));
    } catch { return []; }
  },
};
// Where the browser keeps nothing, the texts of this page wait in memory.
const waiting = new Map();

function keep(name, value, version) {
  waiting.set(name, { value, base: version });
  outbox.put(name, value, version);
}

const pending = (name) => waiting.get(name) ?? outbox.get(name);
// Whether something newer than `letter` waits for the same answer.
function isStale(name, letter) {
  const newest = pending(name);
  return Boolean(newest) && (newest.value !== letter.value || newest.base !== letter.base);
}

function typed(cell, soon) {
  const name = cell.dataset.cell;
  keep(name, read(cell), Number(base(cell).value));
  count(cell);
  if (conflicts.has(name)) return;
  say(form.dataset.saving);
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(() => send(name), soon ? 0 : PAUSE));
}

async function send(name) {
  const letter = pending(name);
  if (!letter || inFlight.has(name) || conflicts.has(name)) return;
  inFlight.add(name);
  try {
    const reply = await fetch(form.dataset.autosave, {
      method: "POST",
      redirect: "manual",
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value, Accept: "application/json" },
      body: new URLSearchParams({ cell: name, value: letter.value, base: letter.base }),
    });
    await answered(name, letter, reply);
  } catch {
    later(form.dataset.failed);
  } finally {
    inFlight.delete(name);
    if (isStale(name, letter) && !conflicts.has(name)) timers.set(name, setTimeout(() => send(name), 0));
  }
}

async function answered(name, letter, reply) {
  if (reply.type === "opaqueredirect" || [403, 404].includes(reply.status)) return later(form.dataset.signedOut);
  if (![200, 409, 422].includes(reply.status)) return later(form.dataset.failed);
  const result = await reply.json();
  failures = 0;
  const cell = cells.get(name);
  if (result.status === "saved") return saved(name, letter, result, cell);
  if (result.status === "conflict" && isStale(name, letter) && pending(name).base >= result.version) return undefined;
  if (result.status === "conflict") return cell ? disagree(cell, letter, result) : say(form.dataset.waiting, "failed");
  say(result.message, "failed");
  if (cell) fields(cell)[0].setAttribute("aria-invalid", "true");
}

function saved(name, letter, result, cell) {
  if (cell) {
    base(cell).value = result.version;
    fields(cell)[0].removeAttribute("aria-invalid");
    questions(result);
    progress(result);
    show(result);
  }
  const newer = pending(name);
  if (newer && newer.value !== letter.value) keep(name, newer.value, result.version);
  else { waiting.delete(name); outbox.drop(name); }
  if (!waiting.size) say(result.message, "saved");
}

function later(message) {
  say(message, "failed");
  clearTimeout(retryTimer);
  retryTimer = setTimeout(sendAll, RETRIES[Math.min(failures, RETRIES.length - 1)]);
  failures += 1;
}

function sendAll() {
  for (const name of new Set([...waiting.keys(), ...outbox.names()])) send(name);
}

function disagree(cell, letter, result) {
  const name = cell.dataset.cell;
  conflicts.add(name);
  say(result.message, "failed");
  const notice = document.querySelector("#rival").content.cloneNode(true).firstElementChild;
  const words = (value) => fields(cell)[0].type === "radio"
    ? fields(cell).find((input) => input.value === value)?.parentElement.textContent.trim() : value;
  notice.querySelector("[data-rival-message]").textContent = result.message;
  notice.querySelector("[data-rival-name]").textContent = `${result.written_by} ${result.time}`;
  notice.querySelector("[data-rival-value]").textContent = words(result.value);
  notice.querySelector("[data-rival-mine]").textContent = words(letter.value);
  if (fields(cell)[0].tagName !== "TEXTAREA") notice.querySelector("[data-rival-keep=both]").remove();
  for (const button of notice.querySelectorAll("[data-rival-keep]")) {
    button.addEventListener("click", () => settle(cell, notice, button.dataset.rivalKeep, result));
  }
  cell.querySelector(".rival")?.remove();
  cell.append(notice);
}

function settle(cell, notice, choice, theirs) {
  const mine = read(cell);
  base(cell).value = theirs.version;
  if (choice !== "mine") write(cell, choice === "theirs" ? theirs.value : `${theirs.value}\n\n${mine}`);
  conflicts.delete(cell.dataset.cell);
  typed(cell, true);
  (fields(cell).find((input) => input.checked) ?? fields(cell)[0]).focus();
  notice.remove();
}

function questions(result) {
  const list = document.getElementById(`ask-${result.item}`);
  if (!list) return;
  list.replaceChildren(...result.questions.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

function progress(result) {
  const note = form.querySelector("[data-progress-text]");
  if (!note) return;
  note.textContent = note.textContent.replace(/\d+(\D+)\d+/, `${result.answered}$1${result.total}`);
  form.querySelector("[data-progress] rect:last-of-type")?.setAttribute("width", String((100 * result.answered) / result.total));
}

// Show the questions that apply after this answer and hide those that do not; what stands in them is kept.
function show(result) {
  const hidden = new Set(result.hidden);
  for (const item of form.querySelectorAll("[data-item]")) item.hidden = hidden.has(item.dataset.item);
  for (const block of form.querySelectorAll("[data-block]")) block.hidden = !block.querySelector("[data-item]:not([hidden])");
}

// Say how much room is left before the limit is reached; never cut what somebody pastes.
function count(cell) {
  const area = cell.querySelector("textarea[data-limit]");
  if (!area) return;
  const limit = Number(area.dataset.limit);
  const left = limit - area.value.replaceAll("\r\n", "\n").length;
  const note = cell.querySelector("[data-limit-note]");
  note.dataset.usual ??= note.textContent;
  const text = left < 0 ? form.dataset.over.replace("{n}", -left) : left < limit / 10 ? form.dataset.left.replace("{n}", left) : note.dataset.usual;
  note.textContent = text;
  note.classList.toggle("negative", left < 0);
}

function restore(cell) {
  const letter = outbox.get(cell.dataset.cell);
  if (!letter) return;
  if (letter.value === read(cell)) { outbox.drop(cell.dataset.cell); return; }
  waiting.set(cell.dataset.cell, letter);
  write(cell, letter.value);
  base(cell).value = letter.base;
}

function start() {
  for (const cell of form.querySelectorAll("[data-cell]")) {
    cells.set(cell.dataset.cell, cell);
    restore(cell);
    count(cell);
    cell.addEventListener("input", (event) => typed(cell, event.target.matches("[type=radio], [type=checkbox]")));
    cell.addEventListener("focusout", () => { if (waiting.has(cell.dataset.cell)) { clearTimeout(timers.get(cell.dataset.cell)); send(cell.dataset.cell); } });
  }
  form.addEventListener("submit", (event) => {
    if (event.submitter?.dataset.save === undefined) return;
    event.preventDefault();
    if (waiting.size) sendAll();
    else location.reload();
  });
  addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") sendAll(); });
  if (outbox.names().length) { say(form.dataset.saving); sendAll(); }
}

if (form) start();
