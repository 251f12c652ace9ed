"""What a reader could not read: texts that are small, lie over each other, are cut off or lie outside the screen."""

from playwright.sync_api import Page

from tests.running_app import POLL_MS, SETTLE_MS

# Text to be read, and the words on filters, tabs and buttons, which a reader in the last row need not follow.
SMALLEST_PX, SMALLEST_CONTROL_PX = 16, 14
# Letters of two texts must not come closer than this; a text may reach this far out of its chart.
GAP_PX, OUTSIDE_PX = 3, 2

_ALL_DRAWN = """() => {
    const places = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")];
    return places.length + document.querySelectorAll(".list").length > 0 && document.fonts.status === "loaded"
        && !document.querySelector("[data-testid=stSkeleton]")
        && document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]")
        && places.every(place => {
            const chart = place.querySelector("svg.marks"), frame = place.getBoundingClientRect();
            // On a wall the frame is as much narrower as what is drawn in it is larger (theme.css).
            const whole = frame.width * (place.currentCSSZoom ?? 1);
            return chart?.querySelector("text") && Math.abs(chart.getBoundingClientRect().width - whole) < 2;
        });
}"""
_TEXTS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    const unseen = "script, style, template, canvas, [data-testid=stIconMaterial], [data-testid=stSkipToContent]";
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement, range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect(), style = getComputedStyle(parent);
        const drawn = box.width > 1 && box.height > 1 && style.visibility === "visible" && !parent.closest(unseen);
        const control = parent.closest("button, [role=radio], nav, [data-testid=stTopNavLink]") !== null
            && !parent.closest("[class*=st-key-tools_]");
        if (drawn && node.data.trim()) found.push({text: node.data.trim(), size: parseFloat(style.fontSize), control});
    }
    for (const input of document.querySelectorAll("input[role=combobox]"))
        found.push({text: input.value, size: parseFloat(getComputedStyle(input).fontSize), control: true});
    return found;
}"""
# The box of a text is higher than its letters, depending on the font: letters keep to one em around its middle.
_CHART_TEXTS = """
    const charts = [...document.querySelectorAll("svg.marks")];
    // The boxes of slanted heads lie over each other where their letters do not.
    const seen = each => getComputedStyle(each).opacity !== "0"
        && !/rotate/.test(each.getAttribute("transform") ?? "");
    const textsOf = chart => [...chart.querySelectorAll("text")].filter(seen).map(each => {
        const {left, right, top, bottom} = each.getBoundingClientRect(), middle = (top + bottom) / 2;
        const half = Math.min(bottom - top, parseFloat(getComputedStyle(each).fontSize)) / 2;
        return {text: each.textContent.trim(), left, right, top: middle - half, bottom: middle + half};
    }).filter(each => each.text && each.right > each.left);
"""
_TOUCHING = f"""gap => {{ {_CHART_TEXTS}
    const halo = (a, b) => a.text === b.text && Math.abs(a.left - b.left) < 1 && Math.abs(a.top - b.top) < 1;
    const touch = (a, b) => !halo(a, b) && Math.max(a.left, b.left) - Math.min(a.right, b.right) < gap
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    return charts.map(textsOf).flatMap(texts => texts.flatMap((a, n) => texts.slice(n + 1)
        .filter(b => touch(a, b)).map(b => `${{a.text}} × ${{b.text}}`)));
}}"""
_CUT_IN_CHARTS = f"""far => {{ {_CHART_TEXTS}
    return charts.flatMap(chart => {{
        const frame = chart.getBoundingClientRect();
        return textsOf(chart).filter(each => each.left < frame.left - far || each.top < frame.top - far
            || each.right > frame.right + far || each.bottom > frame.bottom + far).map(each => each.text);
    }});
}}"""
# In a list texts are laid out by the browser: what can go wrong is a box that is too small for its words.
_TOUCHING_IN_LISTS = """() => [...document.querySelectorAll(".list")].flatMap(list => {
    const walker = document.createTreeWalker(list, NodeFilter.SHOW_TEXT), boxes = [];
    // A number that has no room in its bar goes on below the bar's edge, where nobody sees it.
    const hidden = (each, box) => each !== list && ((getComputedStyle(each).overflowY === "hidden"
        && each.getBoundingClientRect().bottom <= box.top + 1) || hidden(each.parentElement, box));
    while (walker.nextNode()) {
        const node = walker.currentNode, range = document.createRange();
        if (!node.data.trim() || node.parentElement.closest(".unseen")) continue;
        range.selectNodeContents(node);
        const half = parseFloat(getComputedStyle(node.parentElement).fontSize) / 2;
        for (const {left, right, top, bottom} of range.getClientRects()) {
            const middle = (top + bottom) / 2;
            const drawn = right - left > 1 && !hidden(node.parentElement, {top});
            if (drawn) boxes.push({node, left, right, top: middle - half, bottom: middle + half});
        }
    }
    const touch = (a, b) => a.node !== b.node && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
    return boxes.flatMap((a, n) => boxes.slice(n + 1).filter(b => touch(a, b))
        .map(b => `${a.node.data.trim()} × ${b.node.data.trim()}`));
})"""
_CUT_IN_LISTS = """() => [...document.querySelectorAll(".frame-of-list")].flatMap(frame => {
    const room = frame.getBoundingClientRect();
    if (frame.scrollWidth > frame.clientWidth + 1 && room.width > 640)
        return [`wider than its frame: ${frame.innerText.slice(0, 40)}`];
    const seen = each => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getBoundingClientRect().top < each.getBoundingClientRect().bottom - 1;
    };
    return [...frame.querySelectorAll("*")].filter(each => !each.closest(".unseen") && each.innerText?.trim()
        && seen(each) && getComputedStyle(each).overflowX === "hidden" && each.scrollWidth > each.clientWidth + 1)
        .map(each => each.innerText.trim());
})"""
_CUT_IN_CONTROLS = """() => [...document.querySelectorAll("input[role=combobox], [class*=stMarkdownEllipsis], "
        + "[class*=stMarkdownEllipsis] p, [data-testid=stTopNavLink] span")]
    .filter(each => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1)
    .map(each => each.value || each.textContent)"""
_COVERED = """() => [...document.querySelectorAll("[class*=st-key-tools_] label, [class*=st-key-tools_] button")]
    .filter(tool => {
        tool.scrollIntoView({block: "center"});
        const {x, y, width, height} = tool.getBoundingClientRect();
        return [0.2, 0.5, 0.8].some(part =>
            !tool.contains(document.elementFromPoint(x + width / 2, y + height * part)));
    }).map(tool => `${tool.closest("[class*=st-key-tools_]").className.match(/st-key-(\\w+)/)[1]} ${tool.innerText}`)"""


def all_drawn(page: Page) -> Page:
    """Wait until the page has ended and each of its charts, of which there must be one, fills its place."""
    page.wait_for_function(_ALL_DRAWN, timeout=SETTLE_MS, polling=POLL_MS)
    return page


def texts(page: Page) -> list[str]:
    """Every text on the page, those of charts, controls and open boxes included."""
    return [found["text"] for found in page.evaluate(_TEXTS)]


def small_texts(page: Page) -> list[str]:
    """Texts in letters smaller than they may be, with their size."""
    small = [
        each
        for each in page.evaluate(_TEXTS)
        if each["size"] < (SMALLEST_CONTROL_PX if each["control"] else SMALLEST_PX)
    ]
    return sorted({f"{each['text']} {each['size']:g}px" for each in small})


def touching_texts(page: Page) -> list[str]:
    """Pairs of texts of one chart or list that touch or lie over each other."""
    return [*page.evaluate(_TOUCHING, GAP_PX), *page.evaluate(_TOUCHING_IN_LISTS)]


def cut_texts(page: Page) -> list[str]:
    """Texts that reach out of their chart, do not fit into their cell, list or control."""
    return [
        *page.evaluate(_CUT_IN_CHARTS, OUTSIDE_PX),
        *page.evaluate(_CUT_IN_LISTS),
        *page.evaluate(_CUT_IN_CONTROLS),
    ]


def covered_tools(page: Page) -> list[str]:
    """Switches and buttons of panels that something else lies over, seen or unseen."""
    return list(page.evaluate(_COVERED))
