// The search box: Ctrl+K or "/" opens it on every page, arrows choose, Enter opens. What is typed is asked of the server,
// the last answer alone is shown.
(() => {
  if (window.searchIsThere) return;
  window.searchIsThere = true;
  const WAIT = 120;
  const box = () => document.querySelector("dialog.search-box");
  const hits = () => [...box().querySelectorAll("[role=option]")];
  const types = target => Boolean(target.closest?.("input, textarea, select, [contenteditable=true]"));
  // What stands in an open box, so that a page drawn anew below it opens its own box with the same words.
  let asked, timer, wished = null;
  const choose = hit => {
    const input = box().querySelector("input");
    for (const each of hits()) each.setAttribute("aria-selected", String(each === hit));
    if (!hit) return input.removeAttribute("aria-activedescendant");
    hit.id ||= `hit-${hits().indexOf(hit)}`;
    input.setAttribute("aria-activedescendant", hit.id);
    hit.scrollIntoView({ block: "nearest" });
  };
  const show = body => {
    if (!box()) return;
    box().querySelector(".search-found").innerHTML = body;
    choose(hits()[0]);
  };
  const ask = async text => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked, query = new URLSearchParams(location.search);
    query.set("q", text);
    try {
      const answer = await fetch(`./search?${query}`, { signal });
      const body = await answer.text();
      if (!signal.aborted && answer.ok) show(body);
    } catch (error) {
      if (!signal.aborted) {
        const said = document.createElement("p");
        said.className = "said";
        said.textContent = box()?.querySelector(".search-hint").dataset.away;
        show(said.outerHTML);
      }
    }
  };
  const open = () => {
    if (!box() || box().open) return;
    const input = box().querySelector("input");
    if (wished) input.value = wished;
    wished = input.value;
    box().showModal();
    input.select();
  };
  const close = () => {
    wished = null;
    box().close();
  };
  new MutationObserver(() => {
    if (wished === null || !box() || box().open) return;
    open();
    box().querySelector("input").setSelectionRange(wished.length, wished.length);
    ask(wished);
  }).observe(document.body, { childList: true, subtree: true });
  const move = step => {
    const all = hits(), at = all.findIndex(hit => hit.getAttribute("aria-selected") === "true");
    if (all.length) choose(all[(at + step + all.length) % all.length]);
  };
  window.addEventListener("keydown", event => {
    if (!box()?.open) {
      const asks = (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !types(event.target));
      const comes = document.querySelector("[data-test-script-state=running]");
      if (!asks || !(box() || comes)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // A page that is still being drawn opens its box as soon as it has one.
      if (box()) open();
      else wished = "";
      return;
    }
    // What is typed here is none of the page's business: its arrows turn slides.
    event.stopImmediatePropagation();
    // While a word is being composed Enter and arrows belong to the input method.
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) move(steps[event.key]);
    else if (event.key === "Enter") box().querySelector("[aria-selected=true]")?.click();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }, true);
  window.addEventListener("input", event => {
    if (!event.target.closest?.("dialog.search-box")) return;
    wished = event.target.value;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT, event.target.value);
  }, true);
  window.addEventListener("click", event => {
    const target = event.target;
    if (target.closest?.(".search-open")) open();
    else if (target === box() || (box()?.open && target.closest?.("dialog.search-box [role=option]"))) close();
  }, true);
})();
