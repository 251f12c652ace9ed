// On the projector a list higher than its room gets smaller letters, the largest that fit, down to where its smallest
// words are 2 % of the window's height: its style sheet multiplies their size by --fit. Of a list that is higher even
// then the rows that have room are shown, each whole; the arrows down and up turn to the others. All is measured and set
// before the browser paints, and nothing is set that would call this again: attributes are not observed.
(() => {
  if (window.listsAreFitted) return;
  window.listsAreFitted = true;
  const LEAST = 0.0215, STEPS = 7;
  const known = new WeakMap(), turned = new WeakMap();
  const measured = (room, frame) => {
    const { width, height } = frame.getBoundingClientRect();
    return [innerHeight, room.clientWidth, room.clientHeight, width, height].join();
  };
  const fits = room => room.scrollHeight <= room.clientHeight + 1 && room.scrollWidth <= room.clientWidth + 1;
  // What is shown and hidden together: a row, or the rows of one number where lists stand side by side.
  const linesOf = frame => {
    const beside = [...frame.querySelectorAll("table + table, table:has(+ table), .board > li > ul")];
    if (!beside.length) return [...frame.querySelectorAll("tr:not(thead tr), ul.list > li, dl > div")].map(row => [row]);
    const rows = beside.map(one => [...one.querySelectorAll("tr, li")]);
    return Array.from({ length: Math.max(...rows.map(of => of.length)) }, (_, n) => rows.flatMap(of => of[n] ?? []));
  };
  const show = (lines, first, end) =>
    lines.forEach((line, n) => line.forEach(row => row.toggleAttribute("hidden", n < first || n >= end)));
  // As many rows from this one on as have room, at least one; where the screens before began is kept for the way back.
  const turn = (room, frame, first, before) => {
    const lines = linesOf(frame);
    let few = first + 1, many = lines.length;
    while (few < many) {
      const middle = Math.ceil((few + many) / 2);
      show(lines, first, middle);
      if (fits(room)) few = middle; else many = middle - 1;
    }
    show(lines, first, few);
    room.toggleAttribute("data-turned", true);
    room.toggleAttribute("data-more", few < lines.length);
    turned.set(room, { frame, first, next: few, last: few >= lines.length, before });
    known.set(frame, measured(room, frame));
  };
  const fit = (room, frame) => {
    // As it was left: nothing to do, however often the page changes around it.
    if (known.get(frame) === measured(room, frame)) return;
    if (turned.delete(room)) show(linesOf(frame), 0, Infinity);
    for (const state of ["data-turned", "data-more"]) room.removeAttribute(state);
    const fitsAt = share => {
      frame.style.setProperty("--fit", share);
      return fits(room);
    };
    if (!fitsAt(1)) {
      const size = parseFloat(getComputedStyle(frame.querySelector(".list")).fontSize);
      let small = Math.min(LEAST * innerHeight / size, 1), large = 1;
      if (!fitsAt(small)) return turn(room, frame, 0, []);
      for (let step = 0; step < STEPS; step++) {
        const middle = (small + large) / 2;
        if (fitsAt(middle)) small = middle; else large = middle;
      }
      fitsAt(small);
    }
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
