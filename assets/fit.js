// On the projector a list higher than its room gets smaller letters, the largest that fit, down to where its smallest
// words are 2 % of the window's height: its style sheet multiplies their size by --fit. What is higher even then
// scrolls. All is measured and set before the browser paints, and nothing is set that would call this again: attributes
// are not observed.
(() => {
  if (window.listsAreFitted) return;
  window.listsAreFitted = true;
  const LEAST = 0.0215, STEPS = 7;
  const known = new WeakMap();
  const measured = (room, frame) => {
    const { width, height } = frame.getBoundingClientRect();
    return [innerHeight, room.clientWidth, room.clientHeight, width, height].join();
  };
  const fits = room => room.scrollHeight <= room.clientHeight + 1 && room.scrollWidth <= room.clientWidth + 1;
  const fit = (room, frame) => {
    // As it was left: nothing to do, however often the page changes around it.
    if (known.get(frame) === measured(room, frame)) return;
    const fitsAt = share => {
      frame.style.setProperty("--fit", share);
      return fits(room);
    };
    if (!fitsAt(1)) {
      const size = parseFloat(getComputedStyle(frame.querySelector(".list")).fontSize);
      let small = Math.min(LEAST * innerHeight / size, 1), large = 1;
      if (fitsAt(small)) {
        for (let step = 0; step < STEPS; step++) {
          const middle = (small + large) / 2;
          if (fitsAt(middle)) small = middle; else large = middle;
        }
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
  new MutationObserver(fitAll).observe(document.body, { childList: true, subtree: true, characterData: true });
  window.addEventListener("resize", fitAll);
  // A headline in its own letters may take other lines than in those that stood in for them.
  document.fonts.addEventListener("loadingdone", fitAll);
  fitAll();
})();
