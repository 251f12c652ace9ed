"""What a reader meets on a screen, text by text: what is cut, broken, covered or stands where it does not belong."""

from playwright.sync_api import Page

from wording import JOINER

# Signs that only say where lines may end.
WITHOUT_WIDTH = dict.fromkeys(map(ord, (JOINER, "\N{ZERO WIDTH SPACE}")))
# Figures up to this length stand on one line; what is longer is the number of a record.
LONGEST_FIGURE = 12
# Lists that are wider than a small window, and move sideways below the names of their rows, which stay.
MOVES_SIDEWAYS = ".grid, .table"

_FAULTS = """([longest, movesSideways]) => {
    const found = new Set(), FIGURE = /[+−-]?\\d[\\d,./%–\\u2060-]*/g;
    const UNSEEN = ".unseen, script, style, template, [data-testid=stIconMaterial], [data-testid=stSkipToContent]";
    const CELL = "td, th, dt, dd, .card, .segment, li, .head, caption";
    const say = (what, each, text) => {
        const panel = each.closest("[class*=st-key-panel_]")?.className.match(/st-key-panel_(\\w+)/)?.[1] ?? "";
        found.add(`${what} ${panel}: ${text.trim().slice(0, 60)}`);
    };
    const drawn = each => each.checkVisibility({opacityProperty: true, visibilityProperty: true})
        && (each.closest(".list") || each.getBoundingClientRect().right > 0);
    // A number without room in its bar goes on below the bar's edge, where nobody sees it; its tip says it.
    const below = (each, top) => each && !each.matches(".frame-of-list, body")
        && ((getComputedStyle(each).overflowY === "hidden" && each.getBoundingClientRect().bottom <= top + 1)
            || below(each.parentElement, top));
    const overlap = (a, b, by, down = by) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > by
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > down;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) {
        const node = walker.currentNode, each = node.parentElement, range = document.createRange();
        if (!node.data.trim() || each.closest(UNSEEN) || !drawn(each)) continue;
        range.selectNodeContents(node);
        const boxes = [...range.getClientRects()].filter(box => box.width > 0.5 && !below(each, box.top));
        if (!boxes.length) continue;
        if (node.data.includes("…")) say("shortened", each, node.data);
        for (let at = each; at !== document.body; at = at.parentElement)
            if (getComputedStyle(at).textOverflow === "ellipsis" && getComputedStyle(at).overflowX !== "visible"
                && at.scrollWidth > at.clientWidth + 1) say("shortened", each, node.data);
        if (/^[a-z]+(_[a-z]+)+$|●●/.test(node.data.trim())) say("no words", each, node.data);
        const list = each.closest(".list"), cell = list && each.closest(CELL)?.getBoundingClientRect();
        if (list || each.closest("h1, h3, .base, .question, [data-testid=stCaptionContainer]"))
            for (const figure of node.data.matchAll(FIGURE)) {
                range.setStart(node, figure.index);
                range.setEnd(node, figure.index + figure[0].length);
                const lines = new Set([...range.getClientRects()].filter(box => box.width > 0.5)
                    .map(box => Math.round(box.top / 4)));
                if (lines.size > 1 && figure[0].length <= longest) say("broken", each, node.data);
            }
        for (const box of list ? boxes : []) {
            const frame = list.closest(".frame-of-list").getBoundingClientRect();
            // What lies on a line of the plot, or beyond the end of its bar, is held by the frame alone.
            if (cell?.width && !each.closest(".reference, .adjustment")
                && (box.left < cell.left - 3 || box.right > cell.right + 3)) say("outside its column", each, node.data);
            if (!list.matches(movesSideways) && (box.left < frame.left - 2 || box.right > frame.right + 2))
                say("outside its list", each, node.data);
        }
        const letters = [...node.data.trim()].length, upright = /vertical/.test(getComputedStyle(each).writingMode);
        const lines = new Set(boxes.map(box => Math.round(box.top))).size;
        if (list && letters >= 4 && lines >= letters / 1.6 && !upright) say("a letter a line", each, node.data);
        const place = each.closest("svg.marks") ?? list;
        for (const {left, right, top, bottom} of boxes) {
            const middle = (top + bottom) / 2;
            const half = Math.min(bottom - top, parseFloat(getComputedStyle(each).fontSize)) / 2;
            texts.push({node, each, place, left, right, top: middle - half, bottom: middle + half});
        }
    }
    for (const [n, a] of texts.entries()) for (const b of texts.slice(n + 1)) {
        const slanted = [a, b].some(one => /rotate/.test(one.each.getAttribute("transform") ?? ""));
        // A rim of paper is the same text once more, below it.
        const rim = a.node.data === b.node.data && Math.abs(a.left - b.left) < 1;
        if (a.node !== b.node && a.place && a.place === b.place && !slanted && !rim && overlap(a, b, 1, 3))
            say("on each other", a.each, `${a.node.data.trim()} × ${b.node.data.trim()}`);
    }
    for (const mark of document.querySelectorAll(".list :is(.marks, .track, .scale, .step) > :is(i, s, .bar, .part)")) {
        const own = mark.closest("td, li"), box = mark.getBoundingClientRect(), cell = own.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        if (box.left < cell.left - 6 || box.right > cell.right + 6)
            say("a bar outside its column", mark, own.innerText);
        for (const text of texts) if (text.place === mark.closest(".list") && !own.contains(text.each)
            && overlap(box, text, 3)) say("a bar over", mark, text.node.data);
    }
    for (const chart of document.querySelectorAll("svg.marks")) {
        const frame = chart.getBoundingClientRect();
        for (const text of [...chart.querySelectorAll("text")].filter(drawn)) {
            const box = text.getBoundingClientRect();
            if (box.width && (box.left < frame.left - 2 || box.right > frame.right + 2))
                say("cut off", text, text.textContent);
        }
    }
    if (document.documentElement.scrollWidth > innerWidth) found.add("the page is wider than the window");
    return [...found];
}"""


def faults(page: Page) -> list[str]:
    """Every text that is shortened, broken within a figure, outside its column or on another, bars that are, too."""
    return list(page.evaluate(_FAULTS, [LONGEST_FIGURE, MOVES_SIDEWAYS]))
