// One step of the browser's history for one step of the reader. Streamlit makes two of them: a page that is opened from
// another changes the query first and the path after it, and a bare address is completed by a second entry. Back would
// then seem to do nothing every other time.
(() => {
  if (window.stepsAreJoined) return;
  window.stepsAreJoined = true;
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  let queryAlone = false;
  for (const act of ["pointerdown", "keydown", "popstate"]) {
    window.addEventListener(act, () => { queryAlone = false; }, true);
  }
  history.pushState = (state, title, address) => {
    const next = new URL(address, location.href);
    const samePath = next.pathname === location.pathname;
    const completes = samePath && location.search === "";
    const follows = !samePath && queryAlone && next.search === location.search;
    (completes || follows ? replace : push)(state, title, address);
    queryAlone = samePath && !completes;
  };
})();
