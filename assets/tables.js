// A flipped panel is sorted by the head that is clicked. Any table is copied in whole rows under its heads, as shown;
// what has no width and only says where lines may end is never copied.
(() => {
  if (window.tablesAreAtWork) return;
  window.tablesAreAtWork = true;
  const order = new Intl.Collator("zh", { numeric: true });
  const sort = head => {
    const table = head.closest("table"), place = head.cellIndex, number = head.classList.contains("number");
    // Of figures the largest are looked for first.
    const rising = head.getAttribute("aria-sort") === (number ? "descending" : "none");
    const up = number ? rising : head.getAttribute("aria-sort") !== "ascending";
    const by = row => row.cells[place].dataset.by;
    const compared = (one, other) => (number ? one - other : order.compare(one, other)) * (up ? 1 : -1);
    const rows = [...table.tBodies[0].rows].sort((a, b) => !by(a) - !by(b) || compared(by(a), by(b)));
    for (const each of head.parentNode.cells) each.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    table.tBodies[0].append(...rows);
  };
  const headOf = event => event.target.closest?.(".list.table thead th");
  window.addEventListener("click", event => {
    if (headOf(event) && !String(getSelection())) sort(headOf(event));
  });
  window.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !headOf(event)) return;
    event.preventDefault();
    sort(headOf(event));
  });

  const element = node => node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const written = text => text.replace(/[\u200b\u2060]/g, "").replaceAll("\u00a0", " ");
  const text = cell => written(cell.innerText).trim().replace(/\s+/g, " ");
  const copyAsWritten = (event, selection) => {
    const whole = document.createElement("div");
    for (let number = 0; number < selection.rangeCount; number++)
      whole.append(selection.getRangeAt(number).cloneContents());
    event.clipboardData.setData("text/plain", written(String(selection)));
    event.clipboardData.setData("text/html", written(whole.innerHTML));
    event.preventDefault();
  };
  document.addEventListener("copy", event => {
    const selection = getSelection();
    const [start, end] = [selection.anchorNode, selection.focusNode].map(node => element(node)?.closest?.("th, td"));
    const table = start?.closest("table.list");
    // A word out of one cell is copied as a word; a field that is typed into copies what it holds.
    if (!table || !end || start === end || end.closest("table.list") !== table) {
      if (/[\u200b\u2060]/.test(String(selection))) copyAsWritten(event, selection);
      return;
    }
    const chosen = [...table.tBodies].flatMap(body => [...body.rows]).filter(row => selection.containsNode(row, true));
    const rows = [...(table.tHead?.rows ?? []), ...chosen].map(row => [...row.cells].map(text));
    const copied = document.createElement("table");
    for (const row of rows) {
      const line = copied.insertRow();
      for (const words of row) line.insertCell().textContent = words;
    }
    event.clipboardData.setData("text/plain", rows.map(row => row.join("\t")).join("\n"));
    event.clipboardData.setData("text/html", copied.outerHTML);
    event.preventDefault();
  });
})();
