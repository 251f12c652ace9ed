// Links of ours open in place, in the same session: Streamlit runs once with the new address, and Back returns. With
// Ctrl, Cmd or the middle button they open in a tab of their own, as every link does. A row opens what its link opens,
// and a mark of a chart what its datum names. Such marks are reached by Tab, as links are, and opened by Enter.
(() => {
  if (window.linksAreOpened) return;
  window.linksAreOpened = true;
  // Within its page a link changes what the address says now: parts of the page may have changed it since.
  const withinPage = changes => {
    const now = new URL(window.location.href), all = now.searchParams;
    for (const [key, value] of new URLSearchParams(changes)) all.set(key, value);
    // Another choice begins a list anew.
    if (all.has("page") && !/\b(page|project)=/.test(changes)) all.set("page", "1");
    return now.href;
  };
  const addressOf = target => {
    const link = target.closest?.("[data-in]");
    if (link?.dataset.here !== undefined) return withinPage(link.dataset.here);
    if (link) return link.getAttribute("href") ?? link.dataset.in;
    return target.closest?.("svg.marks") ? target.__data__?.href : undefined;
  };
  // To a part of the page without asking the server: the reader of the keyboard goes on from there.
  const goTo = hash => {
    const part = hash && document.getElementById(hash.slice(1));
    if (!part) return false;
    part.tabIndex = -1;
    part.scrollIntoView();
    part.focus({ preventScroll: true });
    return true;
  };
  const anchor = target => Boolean(target.closest?.("a[data-in]"));
  window.addEventListener("click", event => {
    const address = addressOf(event.target), apart = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!apart && goTo(event.target.closest?.(".parts a")?.hash)) event.preventDefault();
    if (!address || (apart && anchor(event.target))) return;
    event.preventDefault();
    event.stopPropagation();
    // Who has marked a text with the pointer wants to copy it; Tab marks the text of each box that it comes through.
    if (event.detail && String(window.getSelection())) return;
    if (apart) {
      window.open(address, "_blank");
      return;
    }
    history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }, true);
  // Vega says of every mark in English what shape it has, which nobody needs to hear.
  const makeReachable = () => {
    for (const mark of document.querySelectorAll("[role^=graphics][aria-roledescription]")) {
      mark.removeAttribute("aria-roledescription");
      if (!mark.__data__?.href) continue;
      mark.setAttribute("tabindex", "0");
      mark.setAttribute("role", "link");
    }
  };
  // A link to a part that opens in a tab of its own arrives there once all parts are drawn, their list last.
  let arriving = location.hash.startsWith("#part-") && location.hash;
  const arrive = () => {
    if (arriving && document.querySelector(".parts") && goTo(arriving)) arriving = "";
  };
  new MutationObserver(() => {
    makeReachable();
    arrive();
  }).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("keydown", event => {
    const mark = event.key === "Enter" && event.target.closest?.("svg.marks [tabindex]");
    if (!mark) return;
    event.preventDefault();
    const { ctrlKey, metaKey, shiftKey } = event;
    mark.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
  }, true);
  window.addEventListener("auxclick", event => {
    const address = event.button === 1 && !anchor(event.target) && addressOf(event.target);
    if (address) window.open(address, "_blank");
  }, true);
})();
