// A small virtual tree: pages say what they show, `render` changes what differs and leaves the rest, so that focus,
// scroll and tooltips outlive an update.

const SVG = "http://www.w3.org/2000/svg";

/** A node to be. `props.key` names it among its siblings; `props.widget` lets a widget draw inside it. */
export function h(tag, props, ...children) {
  const given = props ?? {};
  return { tag, props: given, key: given.key ?? null, children: flatten(children, []), element: null };
}

function flatten(list, into) {
  for (const item of list) {
    if (Array.isArray(item)) flatten(item, into);
    else if (item === null || item === undefined || item === false || item === true) continue;
    else if (typeof item === "object") into.push(item);
    else into.push({ text: String(item), tag: "#", key: null, element: null });
  }
  return into;
}

/** Makes `parent`'s children those of `tree`, a node or a list of them. */
export function render(parent, tree) {
  const next = flatten([tree], []);
  // What the document came with stands only until the first drawing.
  if (!parent.berthTree) parent.replaceChildren();
  patchChildren(parent, parent.berthTree ?? [], next, parent.namespaceURI === SVG);
  parent.berthTree = next;
}

function create(node, inSVG) {
  if (node.tag === "#") return (node.element = document.createTextNode(node.text));
  const isSVG = inSVG || node.tag === "svg";
  const element = isSVG ? document.createElementNS(SVG, node.tag) : document.createElement(node.tag);
  node.element = element;
  for (const name in node.props) if (name !== "value") setProperty(element, name, undefined, node.props[name]);
  if (node.props.widget) node.instance = node.props.widget(element, node.props.data);
  else patchChildren(element, [], node.children, isSVG && node.tag !== "foreignObject");
  if ("value" in node.props) setProperty(element, "value", undefined, node.props.value);
  return element;
}

function patch(old, node, inSVG) {
  // A caller that hands in the same node again says that nothing changed.
  if (old === node) return;
  const element = (node.element = old.element);
  if (node.tag === "#") {
    if (old.text !== node.text) element.data = node.text;
    return;
  }
  for (const name in old.props) if (!(name in node.props)) setProperty(element, name, old.props[name], undefined);
  for (const name in node.props) if (name !== "value") setProperty(element, name, old.props[name], node.props[name]);
  if (node.props.widget) {
    node.instance = old.instance;
    if (old.props.data !== node.props.data) node.instance.update(node.props.data);
  } else patchChildren(element, old.children, node.children, inSVG || node.tag === "svg");
  if ("value" in node.props) setProperty(element, "value", old.props.value, node.props.value);
}

function remove(node) {
  forget(node);
  node.element.remove();
}

function forget(node) {
  node.instance?.end?.();
  for (const child of node.children ?? []) forget(child);
}

const isSame = (a, b) => a.tag === b.tag && a.key === b.key && a.props?.widget === b.props?.widget;

function patchChildren(parent, olds, news, inSVG) {
  const keyed = new Map();
  const plain = new Map();
  for (const old of olds) {
    if (old.key !== null) keyed.set(old.key, old);
    else if (plain.has(old.tag)) plain.get(old.tag).push(old);
    else plain.set(old.tag, [old]);
  }
  const pairs = news.map((node) => {
    let old;
    if (node.key !== null) {
      old = keyed.get(node.key);
      if (old && isSame(old, node)) keyed.delete(node.key);
      else old = undefined;
    } else {
      const queue = plain.get(node.tag);
      const at = queue ? queue.findIndex((candidate) => isSame(candidate, node)) : -1;
      if (at >= 0) [old] = queue.splice(at, 1);
    }
    return old;
  });
  for (const old of keyed.values()) remove(old);
  for (const queue of plain.values()) queue.forEach(remove);
  let place = parent.firstChild;
  news.forEach((node, index) => {
    const old = pairs[index];
    if (old) patch(old, node, inSVG);
    else create(node, inSVG);
    if (node.element === place) place = place.nextSibling;
    else parent.insertBefore(node.element, place);
  });
}

function setProperty(element, name, old, value) {
  if (name === "key" || name === "widget" || name === "data") return;
  if (name === "ref") {
    if (value && value !== old) value(element);
  } else if (name.startsWith("on")) listen(element, name.slice(2), value);
  else if (name === "style") {
    // Through the object model, which a Content-Security-Policy without inline styles allows.
    for (const key in old) if (!value || !(key in value)) element.style.removeProperty(key);
    for (const key in value) if (!old || old[key] !== value[key]) element.style.setProperty(key, value[key]);
  } else if (name === "value" && "value" in element && element.tagName !== "LI") {
    const text = value ?? "";
    if (element.value !== String(text)) element.value = text;
  } else if (name === "checked" || name === "indeterminate") element[name] = Boolean(value);
  else if (old === value) return;
  else if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : value);
}

function listen(element, type, handler) {
  const handlers = (element.berthHandlers ??= {});
  if (!(type in handlers) && handler) element.addEventListener(type, (event) => handlers[type]?.(event));
  handlers[type] = handler;
}
