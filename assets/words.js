// Streamlit says its own words in English alone. The page tells what they are in its language (ui/own_words.py): each text,
// name, title and placeholder outside of our own lists and charts that is one of them is said so. Streamlit keeps the
// nodes and sets them anew only when it has something else to say.
(() => {
  if (window.wordsAreSaid) return;
  window.wordsAreSaid = true;
  const NAMES = ["aria-label", "title", "placeholder", "alt"];
  const OURS = ".frame-of-list, svg.marks, style, script, [data-words], .live, .search-box";
  let source = "{}", exact = {}, patterns = [];
  const inWords = text => {
    const known = text.trim();
    if (Object.hasOwn(exact, known)) return exact[known];
    for (const [pattern, said] of patterns) {
      const found = pattern.exec(known);
      if (found) return said.replace(/\{(\w+)\}/g, (_, name) => found.groups[name]);
    }
  };
  const sayText = text => {
    const said = inWords(text.data);
    if (said !== undefined && said !== text.data) text.data = said;
  };
  const sayNamesOf = each => {
    for (const name of NAMES) {
      const said = each.hasAttribute(name) ? inWords(each.getAttribute(name)) : undefined;
      if (said !== undefined && said !== each.getAttribute(name)) each.setAttribute(name, said);
    }
  };
  const notOurs = node => node.nodeType === Node.TEXT_NODE || !node.matches(OURS)
    ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
  const sayIn = node => {
    if ((node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(OURS) !== null) return;
    const nodes = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, notOurs);
    for (let each = node; each; each = nodes.nextNode()) {
      if (each.nodeType === Node.TEXT_NODE) sayText(each);
      else if (each.nodeType === Node.ELEMENT_NODE) sayNamesOf(each);
    }
  };
  const learn = () => {
    const now = document.querySelector("[data-words]")?.dataset.words ?? source;
    if (now === source) return;
    const back = Object.fromEntries(Object.entries(exact).map(([english, said]) => [said, english]));
    // What was said in the language before is said in Streamlit's own first.
    [exact, patterns] = [back, []];
    sayIn(document.body);
    [source, exact, patterns] = [now, {}, []];
    for (const [english, said] of Object.entries(JSON.parse(now))) {
      if (!english.includes("{")) exact[english] = said;
      else patterns.push([new RegExp(`^${english.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>.+)")}$`), said]);
    }
    sayIn(document.body);
  };
  new MutationObserver(changes => {
    learn();
    if (source === "{}") return;
    for (const change of changes) {
      if (change.type === "attributes") sayNamesOf(change.target);
      else if (change.type === "characterData") sayIn(change.target);
      else change.addedNodes.forEach(sayIn);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: NAMES });
  learn();
})();
