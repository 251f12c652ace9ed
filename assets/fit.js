// On the projector a list higher than its room gets smaller letters, the largest that fit, down to where its smallest
// words are 2 % of the window's height: its style sheet multiplies their size by --fit. Rows of one that is lower stand
// further apart, by --loose above and below each. Of a list that is higher even in the smallest letters the rows that
// have room are shown, each whole; the arrows down and up turn to the others. All is measured and set before the browser
// paints, and nothing is set that would call this again: attributes are not observed.
(() => {
  if (window.listsAreFitted) return;
  window.listsAreFitted = true;
  const LEAST = 0.0215, STEPS = 7;
  const known = new WeakMap(), turned = new WeakMap(), lettersOf = new WeakMap();
  const measured = (room, frame) => {
    const { width, height } = frame.getBoundingClientRect();
    return [innerHeight, room.clientWidth, room.clientHeight, width, height].join();
  };
  // What a screen of four thousand pixels has too much of by rounding is less than a thousandth of it.
  const fits = room => room.scrollHeight <= room.clientHeight + 1
    && room.scrollWidth <= room.clientWidth + Math.max(1, innerWidth / 1000);
  const fitsAt = (room, frame, share) => {
    frame.style.setProperty("--fit", share);
    return fits(room);
  };
  // The smallest share of its letters that can still be read.
  const least = frame => {
    const size = parseFloat(getComputedStyle(frame.querySelector(".list")).fontSize);
    return Math.min(LEAST * innerHeight / size, 1);
  };
  // The largest letters that fit, where the smallest do; returns their share.
  const enlarge = (room, frame, small, most = 1) => {
    if (fitsAt(room, frame, most)) return most;
    let large = most;
    for (let step = 0; step < STEPS; step++) {
      const middle = (small + large) / 2;
      if (fitsAt(room, frame, middle)) small = middle; else large = middle;
    }
    fitsAt(room, frame, small);
    return small;
  };
  // Rows that leave room share it: half a screen stood blank below five rows.
  const loosen = (room, frame, rows) => {
    const left = room.clientHeight - frame.getBoundingClientRect().height;
    if (left > 0) frame.style.setProperty("--loose", `${left / rows / 2}px`);
    if (!fits(room)) frame.style.removeProperty("--loose");
  };
  // What is shown and hidden together: a row, or the rows of one number where lists stand side by side.
  const linesOf = frame => {
    const beside = [...frame.querySelectorAll("table + table, table:has(+ table), .board > li > ul")];
    if (!beside.length) return [...frame.querySelectorAll("tr:not(thead tr), ul.list > li, dl > div")].map(row => [row]);
    const rows = beside.map(one => [...one.querySelectorAll("tr, li")]);
    return Array.from({ length: Math.max(...rows.map(of => of.length)) }, (_, n) => rows.flatMap(of => of[n] ?? []));
  };
  const show = (lines, first, end) =>
    lines.forEach((line, n) => line.forEach(row => row.toggleAttribute("hidden", n < first || n >= end)));
  // Where a screen from this row on ends: it shows what has room in the smallest letters, at least one row, shared evenly
  // with the screens after it.
  const endOf = (room, frame, lines, first, small) => {
    frame.style.setProperty("--fit", small);
    let few = first + 1, many = lines.length;
    while (few < many) {
      const middle = Math.ceil((few + many) / 2);
      show(lines, first, middle);
      if (fits(room)) few = middle; else many = middle - 1;
    }
    const left = lines.length - first;
    return first + Math.ceil(left / Math.ceil(left / (few - first)));
  };
  // The largest letters in which each screen fits, so that all have the same and columns stay where they are.
  const lettersOfAll = (room, frame, lines, small) => {
    let letters = 1;
    for (let first = 0, end; first < lines.length; first = end) {
      end = endOf(room, frame, lines, first, small);
      show(lines, first, end);
      letters = enlarge(room, frame, small, letters);
    }
    return letters;
  };
  // The screen from this row on; where the screens before began is kept for the way back.
  const turn = (room, frame, first, before) => {
    const lines = linesOf(frame);
    // The foot says so, and may take a line more for it.
    room.toggleAttribute("data-turned", true);
    room.toggleAttribute("data-more", true);
    frame.style.removeProperty("--loose");
    frame.style.setProperty("--fit", 1);
    const small = least(frame);
    if (!first) lettersOf.set(frame, lettersOfAll(room, frame, lines, small));
    const next = endOf(room, frame, lines, first, small);
    show(lines, first, next);
    enlarge(room, frame, small, lettersOf.get(frame));
    room.toggleAttribute("data-more", next < lines.length);
    loosen(room, frame, next - first);
    turned.set(room, { frame, first, next, last: next >= lines.length, before });
    known.set(frame, measured(room, frame));
  };
  const fit = (room, frame) => {
    // As it was left: nothing to do, however often the page changes around it.
    if (known.get(frame) === measured(room, frame)) return;
    if (turned.delete(room)) show(linesOf(frame), 0, Infinity);
    frame.classList.remove("tight");
    frame.style.removeProperty("--loose");
    for (const state of ["data-turned", "data-more"]) room.removeAttribute(state);
    if (!fitsAt(room, frame, 1)) {
      const small = least(frame);
      if (!fitsAt(room, frame, small)) {
        // A row or two too many stand closer before they stand alone on a further screen.
        frame.classList.add("tight");
        if (!fits(room)) {
          frame.classList.remove("tight");
          return turn(room, frame, 0, []);
        }
      }
      enlarge(room, frame, small);
    }
    loosen(room, frame, linesOf(frame).length);
    known.set(frame, measured(room, frame));
  };
  const fitAll = () => {
    for (const room of document.querySelectorAll(".st-key-screen_list")) {
      const frame = room.querySelector(".frame-of-list:has(.list)");
      if (frame) fit(room, frame);
    }
  };
  // Before Streamlit sees the key, which then turns to the rows that the server keeps for the next screen.
  window.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const room = step && document.querySelector(".st-key-screen_list"), at = turned.get(room);
    if (!at || !at.frame.isConnected || (step > 0 ? at.last : !at.before.length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (step > 0) turn(room, at.frame, at.next, [...at.before, at.first]);
    else turn(room, at.frame, at.before.at(-1), at.before.slice(0, -1));
  }, true);
  new MutationObserver(fitAll).observe(document.body, { childList: true, subtree: true, characterData: true });
  window.addEventListener("resize", fitAll);
  // A headline in its own letters may take other lines than in those that stood in for them.
  document.fonts.addEventListener("loadingdone", fitAll);
  fitAll();
})();
