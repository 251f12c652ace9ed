// One entry in the browser's history for one act of the reader. Streamlit makes up to three of them: a page that is
// opened from another changes the query, the path, and the query again when the page completes it. Back would then seem
// to do nothing every other time.
(() => {
  if (window.stepsAreJoined) return;
  window.stepsAreJoined = true;
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  let acted = false;
  for (const act of ["pointerdown", "keydown"]) window.addEventListener(act, () => { acted = true; }, true);
  window.addEventListener("popstate", () => { acted = false; }, true);
  let leftAt;
  const isScreen = address => new URL(address).searchParams.has("project");
  const scrolled = () => document.querySelector("[data-testid=stMain]");
  history.pushState = (...entry) => {
    // What is left remembers how far it was scrolled.
    const from = location.href, before = scrolled()?.scrollTop;
    if (acted && before !== undefined) replace({ ...history.state, scroll: before }, "", from);
    (acted ? push : replace)(...entry);
    acted = false;
    // Out of a projected screen one comes back to where its page was left.
    if (isScreen(location.href) && !isScreen(from)) leftAt = before;
    if (!isScreen(location.href) && isScreen(from)) restore(leftAt);
  };
  // Back shows the same place again, as soon as the page is as high as it was; whoever scrolls himself is left alone.
  const LONGEST = 8000, STILL = 400;
  let left = 0;
  for (const act of ["wheel", "pointerdown", "keydown", "touchstart"]) window.addEventListener(act, () => { left = 0; }, true);
  const restore = place => {
    left = 0;
    if (place === undefined) return;
    const own = left = performance.now() + LONGEST;
    let there = 0;
    const step = now => {
      if (left !== own || now > own) return;
      const main = scrolled();
      if (main && Math.abs(main.scrollTop - place) > 1) {
        main.scrollTop = place;
        there = now;
      }
      const runs = document.querySelector("[data-test-script-state=notRunning]") === null;
      if (runs || now - there < STILL) requestAnimationFrame(step);
    };
    there = performance.now();
    requestAnimationFrame(step);
  };
  window.addEventListener("popstate", event => restore(event.state?.scroll));
})();
