// A page that has lost its server and found one again runs once more. It may be another process, or the same started
// anew, which knows neither the panels that run alone nor the downloads of this page; Streamlit leaves a page as it is
// whose last run had ended, and the next flip or download would be without an answer.
(() => {
  if (window.runsAfterReconnecting) return;
  window.runsAfterReconnecting = true;
  const app = document.querySelector("[data-test-connection-state]");
  let lost = false;
  new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === "CONNECTED";
    if (connected && lost) window.dispatchEvent(new PopStateEvent("popstate"));
    lost = !connected;
  }).observe(app, { attributeFilter: ["data-test-connection-state"] });
})();
