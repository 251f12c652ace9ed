// On a phone the filters stand folded behind one line (theme.css). Once opened they stay so while the reader chooses one
// after the other, for each choice draws that line anew; another page begins with them folded.
(() => {
  if (window.filtersAreFolded) return;
  window.filtersAreFolded = true;
  let open = false, at = location.pathname;
  // A click is noted before it opens: the event of opening comes later than what is drawn meanwhile, which would close.
  document.addEventListener("click", event => {
    const fold = event.target.closest?.(".fold summary")?.parentElement;
    if (fold) open = !fold.open;
  }, true);
  document.addEventListener("toggle", event => {
    if (event.target.matches?.(".fold")) open = event.target.open;
  }, true);
  new MutationObserver(() => {
    if (at !== location.pathname) [open, at] = [false, location.pathname];
    const fold = document.querySelector(".fold");
    if (fold && fold.open !== open) fold.open = open;
  }).observe(document.body, { childList: true, subtree: true });
})();
