// The language of the document, and which group of the navigation the page stands in, follow what the page itself says.
// On a phone Streamlit's menu has headings among the items of a list, which is then none to a screen reader.
(() => {
  if (window.hereIsSaid) return;
  window.hereIsSaid = true;
  const MENU = "[data-testid=stSidebarNavItems], [data-testid=stSidebarNavItems] li";
  const say = () => {
    for (const part of document.querySelectorAll(MENU)) if (part.role !== "none") part.setAttribute("role", "none");
    const lang = document.querySelector("[data-words]")?.dataset.lang;
    if (lang && document.documentElement.lang !== lang) document.documentElement.lang = lang;
    const here = document.querySelector(".here");
    if (!here) return;
    for (const button of document.querySelectorAll("[data-testid=stHeader] button")) {
      const marked = button.textContent.trim().startsWith(here.dataset.group);
      if (marked !== button.hasAttribute("data-current")) button.toggleAttribute("data-current", marked);
    }
  };
  new MutationObserver(say).observe(document.body, { childList: true, subtree: true });
  say();
})();
