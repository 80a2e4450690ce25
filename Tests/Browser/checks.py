"""What holds for every page: how it reads, how wide it is, who can use it."""

# Text whose colour stands out too little from what is behind it.
CONTRAST = """() => {
  const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return { r, g, b, a }; };
  const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const channel = (value) => { const share = value / 255; return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; };
  const light = (colour) => 0.2126 * channel(colour.r) + 0.7152 * channel(colour.g) + 0.0722 * channel(colour.b);
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!colour.startsWith("rgb")) continue;
      const layer = parse(colour);
      if (layer.a > 0) layers.push(layer);
      if (layer.a === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest(".unseen, noscript, script, :disabled, [hidden], option")) continue;
    if (!element.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const colour = parse(element instanceof SVGElement ? style.fill : style.color);
    const ground = behind(element);
    const [high, low] = [light(over(colour, ground)), light(ground)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < (isLarge ? 3 : 4.5) - 0.005) faults.add(`${contrast.toFixed(2)} "${walker.currentNode.data.trim().slice(0, 40)}" ${element.className.baseVal ?? element.className}`);
  }
  return [...faults].slice(0, 8);
}"""

# What reaches beyond the window, where it cannot be scrolled for itself.
OVERFLOW = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll("main *, header *")].filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".scroll"))
    .slice(0, 5).map((element) => `${element.tagName}.${element.className.baseVal ?? element.className}`).concat(`${document.documentElement.scrollWidth} of ${innerWidth}`);
}"""

STRUCTURE = """() => {
  const faults = [];
  const count = (selector) => document.querySelectorAll(selector).length;
  if (count("main") !== 1) faults.push("not one main");
  if (count("nav[aria-label]") !== 1) faults.push("not one named nav");
  if (count("h1") !== 1) faults.push(`${count("h1")} headings of the first level`);
  if (count("nav [aria-current=page]") !== 1) faults.push("the menu does not say which page this is");
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title.endsWith("· Berth")) faults.push(`title ${document.title}`);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length) faults.push(`ids twice: ${twice}`);
  for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls], label[for]")) {
    for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
      for (const id of (element.getAttribute(name) ?? "").split(" ").filter(Boolean)) if (!document.getElementById(id)) faults.push(`${name}=${id} leads nowhere`);
    }
  }
  for (const table of document.querySelectorAll("table")) if (!table.caption) faults.push("a table without caption");
  return faults;
}"""

NAMED = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "slider", "spinbutton", "img", "image", "meter",
         "progressbar", "dialog", "navigation", "search"}


def nameless(page):
    """What a screen reader meets and cannot name."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    faults = []
    for node in nodes:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in NAMED:
            continue
        if not node.get("name", {}).get("value", "").strip():
            faults.append(role)
    return faults


def faults(page):
    """All that is wrong with the page as it is now shown."""
    return ([f"contrast {fault}" for fault in page.evaluate(CONTRAST)]
            + [f"too wide: {fault}" for fault in page.evaluate(OVERFLOW)]
            + page.evaluate(STRUCTURE) + [f"no name: {role}" for role in nameless(page)])
