// The draft of a bulletin is kept in this browser (ui/draft.py): what is written is stored under the name that the page
// gives it, and brought back when the same draft is opened again. Streamlit takes a text over when its field is left.
(() => {
  if (window.draftIsKept) return;
  window.draftIsKept = true;
  const setText = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  const field = () => document.querySelector(".st-key-draft_text textarea");
  const name = () => document.querySelector("[data-draft]")?.dataset.draft;
  let brought = "";
  const kept = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, text) => { try { localStorage.setItem(key, text); } catch { /* A browser that keeps nothing. */ } };
  const look = () => {
    const area = field(), key = name();
    if (!area || !key) { brought = ""; return; }
    const text = kept(key);
    if (brought !== key) {
      brought = key;
      if (text === null || text === area.value) return;
      setText.call(area, text);
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    } else if (text !== null && text !== area.value) {
      keep(key, area.value);
    }
  };
  document.addEventListener("input", event => {
    if (event.target === field() && name()) keep(name(), event.target.value);
  });
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
})();
