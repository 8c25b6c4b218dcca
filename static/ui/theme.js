// Switch the theme at once; without this script the same form reloads the page. The server reads the cookie, so that a
// page never flashes in the other theme.
const root = document.documentElement;
for (const form of document.querySelectorAll("[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const year = 365 * 24 * 3600;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${button.value}; Path=/; Max-Age=${button.value ? year : 0}; SameSite=Lax${secure}`;
    if (button.value) root.dataset.theme = button.value;
    else delete root.dataset.theme;
    for (const other of form.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
  });
}
