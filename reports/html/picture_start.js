// The buttons around the picture, and its first view.
{
  const { drawing } = diagram;
  const STEPS = {
    start: diagram.start,
    all: diagram.showAll,
    reset: diagram.resetFilters,
    in: () => diagram.zoom(1.4),
    out: () => diagram.zoom(1 / 1.4),
    fit: diagram.fit,
  };
  for (const button of document.querySelectorAll("#network button[data-do]")) {
    button.addEventListener("click", () => STEPS[button.dataset.do]());
  }
  drawing.setAttribute("tabindex", "0");
  drawing.setAttribute("role", "application");
  drawing.setAttribute("aria-describedby", "network-keys");
  diagram.measure();
  diagram.applyFilters(); // a browser may have kept what was chosen before
  diagram.start();
}
