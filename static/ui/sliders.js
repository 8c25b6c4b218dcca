// Sliders beside typed numbers: the typed field is what is sent, the slider only moves it.
const spaces = /[\s\u00a0\u202f]/g;
const written = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
const point = written.formatToParts(1.5).find((part) => part.type === "decimal").value;

const numberIn = (field) => {
  const plain = field.value.replace(spaces, "").replace("\u2212", "-");
  return Number.parseFloat(point === "," ? plain.replace(",", ".") : plain.replaceAll(",", ""));
};

for (const slider of document.querySelectorAll("[data-slider-for]")) {
  const field = document.getElementById(slider.dataset.sliderFor);
  const follow = () => {
    const value = numberIn(field);
    if (!Number.isNaN(value)) slider.value = String(value);
  };
  slider.hidden = false;
  follow();
  field.addEventListener("input", follow);
  slider.addEventListener("input", () => {
    field.value = written.format(Number(slider.value));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
