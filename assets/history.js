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
  history.pushState = (...entry) => {
    (acted ? push : replace)(...entry);
    acted = false;
  };
})();
