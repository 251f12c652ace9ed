// What happens around a page while it is looked at is said at its lower edge: that other data were loaded, that the
// server is away. A page keeps the version it shows until its reader says otherwise; a screen on a wall goes on by itself.
// It says so even where the version changed unasked: what was kept of the earlier one was lost with its session, say.
(() => {
  if (window.pageIsWatched) return;
  window.pageIsWatched = true;
  const EVERY = 20000, PATIENCE = 1500;
  const app = document.querySelector("[data-test-connection-state]");
  const strip = document.createElement("div");
  strip.id = "live-strip";
  strip.setAttribute("role", "status");
  document.body.append(strip);
  let known = null, latest = null, lost = 0;
  // Of the version on screen: since when, which was there before unless it was asked for, and the later one waved away.
  let since = new Date(), before = "", asked = false, waved = "";
  let said = "";

  const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const look = () => {
    const now = document.querySelector(".live")?.dataset;
    if (now && now.code !== known?.code) {
      before = known && !asked ? known.version : "";
      [since, asked] = [new Date(), false];
    }
    known = now ? { ...now } : known;
  };
  const update = () => {
    asked = true;
    const address = new URL(location.href);
    address.searchParams.set("update", "1");
    history.replaceState(history.state, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  };
  const act = (words, does) => {
    const button = document.createElement("button");
    button.textContent = words;
    button.addEventListener("click", () => { does(); say(); });
    return button;
  };
  const told = () => {
    const { version } = known, time = since.toTimeString().slice(0, 5);
    if (lost && Date.now() - lost >= PATIENCE) return ["away", known.away];
    if (known.wall) return ["wall", filled(known.since, { version, time })];
    if (latest && latest.code !== known.code && latest.version > Number(version)) {
      const go = act(known.update, update);
      if (waved === latest.code) return ["still", filled(known.still, latest), go];
      return ["newer", filled(known.newer, latest), go, act(filled(known.keep, { version }), () => { waved = latest.code; })];
    }
    if (before) return ["changed", filled(known.changed, { version, before }), act(known.seen, () => { before = ""; })];
    return ["", ""];
  };
  const say = () => {
    look();
    if (!known) return;
    const [kind, sentence, ...acts] = told();
    document.documentElement.classList.toggle("server-is-away", kind === "away");
    if (said === kind + sentence) return;
    said = kind + sentence;
    const words = document.createElement("span");
    words.textContent = sentence;
    strip.className = kind;
    strip.replaceChildren(...(sentence ? [words, ...acts] : []));
  };
  const ask = async () => {
    look();
    // Who may not see the page is told nothing of its data either.
    if (document.hidden || lost || !known) return;
    try {
      const answer = await fetch("./data-version", { cache: "no-store" });
      if (answer.ok) latest = await answer.json();
    } catch (unreachable) { return; }
    look();
    if (known?.wall && latest && latest.code !== known.code) update();
    say();
  };

  new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === "CONNECTED";
    lost = connected ? 0 : lost || Date.now();
    if (lost) setTimeout(say, PATIENCE); else ask();
  }).observe(app, { attributeFilter: ["data-test-connection-state"] });
  new MutationObserver(say).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("click", event => {
    if (!event.target.closest?.("[data-update]")) return;
    event.preventDefault();
    update();
  }, true);
  // Who comes back to a page learns at once what has been loaded meanwhile.
  for (const comes of ["focus", "visibilitychange"]) window.addEventListener(comes, ask, true);
  setInterval(ask, EVERY);
  say();
})();
