// The row of filters takes one line where any step of tightness makes it fit: first labels go whose boxes say themselves
// what they choose, then boxes stand closer, at last without the sign that they open (theme.css). What is chosen decides, not a width: names of indicators and
// systems differ in length. Measured and set before the browser paints, and again only when row or window have changed.
(() => {
  if (window.filtersAreTightened) return;
  window.filtersAreTightened = true;
  const STEPS = 5;
  let known = "";
  const inOneLine = row => {
    const heights = [...row.children].map(each => each.getBoundingClientRect().height);
    return row.clientHeight < 1.5 * Math.max(...heights);
  };
  const tighten = () => {
    const row = document.querySelector(".st-key-filters");
    if (!row) return;
    const chosen = [...row.querySelectorAll("input")].map(each => each.value);
    const now = [innerWidth, document.documentElement.lang, row.textContent, ...chosen].join();
    if (now === known) return;
    known = now;
    for (let step = 0; step <= STEPS; step++) {
      document.documentElement.dataset.tight = step;
      if (inOneLine(row)) return;
    }
    // Two lines either way: then with all words.
    document.documentElement.dataset.tight = 0;
  };
  new MutationObserver(tighten).observe(document.body, { childList: true, subtree: true, characterData: true });
  window.addEventListener("resize", tighten);
  document.fonts.addEventListener("loadingdone", () => { known = ""; tighten(); });
  tighten();
})();
