// Notes when the page has last changed, and when what of it can be seen without scrolling has. Two frames after a change
// it is painted, so that is the moment kept.
// Lies in every page that is measured, whichever system made it.
(() => {
  // No change of the page stays longer than this without another one before it is complete, in ms.
  const QUIET = 400, MOST = 60_000;
  // What charts move by; styles and classes of hover and focus are left out.
  const DRAWN = ["d", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points"];
  const STATE = "data-test-script-state";
  // What says that the server is busy is no content.
  const APART = "header, head, script, style, [data-testid=stHeader], [data-testid=stStatusWidget], ._dash-loading";
  // The fields of Streamlit's messages that ask for a run (BackMsg) and say that it is over (ForwardMsg).
  const RERUN_SCRIPT = 11, SCRIPT_FINISHED = 6;
  let changed = 0, painted = 0, paintedInSight = 0, asked = 0, finished = 0, waiting = false;
  const elementOf = node => node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const isInSight = node => {
    const place = elementOf(node)?.getBoundingClientRect();
    return place && place.width * place.height > 0 && place.top < innerHeight && place.bottom > 0;
  };
  const touched = new Set();
  const note = () => {
    changed = performance.now();
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const inSight = [...touched].some(isInSight);
      touched.clear();
      requestAnimationFrame(() => {
        painted = performance.now();
        if (inSight) paintedInSight = painted;
      });
    });
  };
  new MutationObserver(records => {
    const content = records.filter(({target}) => !elementOf(target)?.closest(APART));
    // What gets another child changes only where that child stands; that a run has ended is seen nowhere.
    for (const {type, target, addedNodes, attributeName} of content) {
      const places = type === "childList" ? [...addedNodes] : attributeName === STATE ? [] : [target];
      places.forEach(node => touched.add(node));
    }
    if (content.length) note();
  }).observe(document, {
    attributeFilter: [...DRAWN, STATE], attributes: true, characterData: true, childList: true, subtree: true,
  });
  // A run may be over before the page has said that it began, so it is read from what the server sends.
  const says = (bytes, field) => {
    let at = 0;
    const number = () => {
      let value = 0, shift = 1, byte;
      do {
        byte = bytes[at++];
        value += (byte & 127) * shift;
        shift *= 128;
      } while (byte > 127);
      return value;
    };
    while (at < bytes.length) {
      const tag = number();
      if (tag >> 3 === field) return true;
      const length = number();
      // Wire type 2 is a text or a message, 0 a number, which has been read; there are no others at the top.
      if ((tag & 7) === 2) at += length;
    }
    return false;
  };
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({data}) => {
        if (data instanceof ArrayBuffer && says(new Uint8Array(data), SCRIPT_FINISHED)) finished = performance.now();
      });
    }
    send(data) {
      if (data instanceof Uint8Array && says(data, RERUN_SCRIPT)) asked = performance.now();
      super.send(data);
    }
  };
  // Milliseconds from a moment until the content that `ready` tells has been painted.
  window.paintedSince = (began, ready) => new Promise((resolve, reject) => {
    if (document.hidden) throw new Error("a tab that is hidden is painted once a second");
    const look = () => {
      const now = performance.now();
      const quiet = changed > began && painted > changed && now - changed > QUIET;
      if (quiet && ready(began)) resolve(painted - began);
      else if (now - began > MOST) reject(new Error(`not painted after ${MOST} ms: ${location.href}`));
      else setTimeout(look, 20);
    };
    look();
  });
  // The same of what can be seen without scrolling, once all is painted.
  window.inSightSince = began => paintedInSight - began;
  // The same for a change that is made now.
  window.paintedAfter = (change, ready) => {
    window.changedAt = performance.now();
    change();
    return window.paintedSince(window.changedAt, ready);
  };
  // The script has run since, has ended, and every chart has been drawn in the width of its place.
  window.dashboardIsReady = began => asked > began && finished > asked
    && document.querySelector(`[data-testid=stApp][${STATE}=notRunning]`) !== null
    && document.querySelector("h1") !== null
    && [...document.querySelectorAll("[data-testid=stVegaLiteChart]")].every(place => {
      const chart = place.querySelector("svg.marks");
      return chart && Math.abs(chart.getBoundingClientRect().width - place.getBoundingClientRect().width) < 2;
    });
  window.floorIsReady = () => document.body.dataset.shown === location.search;
  window.dashIsReady = () => document.querySelector("#shown")?.textContent === location.search
    && document.querySelectorAll(".js-plotly-plot .main-svg").length > 0 && document.title !== "Updating...";
})();
