// A Chinese line may end between any two characters, within a word (诫|勉) as well. Browsers know the words: in sentences
// and names lines end between them (theme.css), and where a browser does not know them, as before. No letter is added, so
// that texts are found and copied as they are; on the projector lines end at signs.
(() => {
  if (window.wordsHaveEnds || !Intl.Segmenter) return;
  window.wordsHaveEnds = true;
  const ROWS = ".rows :is(.text, .note), .fields :is(dt, dd:is(.long, .parted)), .table :is(th, td), "
    + ":is(.bars, .chain, .gantt, .pair, .ranking, .scores) tbody th > span";
  // In an English sentence a Chinese name is one word (theme.css).
  const READ = { zh: `.stHtml > :is(h3, .base, .question), ${ROWS}`, en: ROWS };
  const words = new Intl.Segmenter("zh", { granularity: "word" });
  const CHINESE = /^[\u3400-\u9fff]+$/;
  // What belongs to the word behind it; any other word of one letter belongs to the one before (负责|人, 处罚|权), if any.
  const TO_THE_NEXT = new Set("对向按由以从在把被将为因不未无没各每第本该此另其已均再可须应全仍尚暂只就也都最更约共至到经若如一二两三四五六七八九十几");
  const isChinese = segment => CHINESE.test(segment ?? "");
  const mayPart = (before, one, next) => isChinese(one) && isChinese(next) && !TO_THE_NEXT.has(one)
    && (one.length > 1 || isChinese(before)) && (next.length > 1 || TO_THE_NEXT.has(next));
  const partsOf = text => [...words.segment(text)].map(each => each.segment).reduce((parts, segment, n, all) => {
    if (n && mayPart(all[n - 2], all[n - 1], segment)) parts.push("");
    parts[parts.length - 1] += segment;
    return parts;
  }, [""]);
  const mark = sentence => {
    if (sentence.dataset.ends !== undefined || sentence.closest(".st-key-projection")) return;
    if (!/[\u3400-\u9fff]/.test(sentence.textContent)) return;
    // Lines of a case's number end between its Chinese and its figures.
    if (sentence.matches("td") && /\d/.test(sentence.textContent)) return;
    sentence.dataset.ends = "";
    const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      // Where a long clause of a finding may end between any pair of characters, it may between words.
      const end = document.createElement("wbr"), written = text.data.replaceAll("\u200b", "");
      if (written !== text.data) end.className = "anywhere";
      const parts = partsOf(written);
      if (parts.length > 1) text.replaceWith(...parts.flatMap((part, n) => n ? [end.cloneNode(), part] : [part]));
    }
  };
  const markIn = node => {
    const read = READ[document.documentElement.lang.slice(0, 2)];
    if (!read || node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches(read)) mark(node);
    else node.querySelectorAll(read).forEach(mark);
  };
  new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(markIn)))
    .observe(document.body, { childList: true, subtree: true });
  // The first words may come before here.js has said in which language they are.
  new MutationObserver(() => markIn(document.body)).observe(document.documentElement, { attributeFilter: ["lang"] });
  markIn(document.body);
})();
