// A sign-in leads away and back to the first page: the page that was asked for is kept in this tab and opened then.
(() => {
  if (window.signInIsKept) return;
  window.signInIsKept = true;
  const KEPT = "asked-before-sign-in";
  const look = () => {
    const here = location.pathname + location.search, asked = sessionStorage.getItem(KEPT);
    if (document.querySelector(".st-key-signing_in")) {
      if (here !== "/") sessionStorage.setItem(KEPT, here);
    } else if (asked && document.querySelector(".live")) {
      sessionStorage.removeItem(KEPT);
      const address = new URL(asked, location.origin);
      // Back to a page of ours, and to no other: the first page alone is where a sign-in ends.
      if (address.origin !== location.origin || address.pathname + address.search === here) return;
      history.replaceState({}, "", address);
      window.dispatchEvent(new PopStateEvent("popstate"));
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
})();
