// Sliders beside the typed percentages: the typed field is what is sent, the slider only moves it.
const numberIn = (field) => Number.parseFloat(field.value.replace(",", "."));

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
    field.value = slider.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
