// All nodes, as cards in their racks or as a table. What needs a look comes first; whatever else happens, no card moves.
import { at, chip, make, press, put } from "./dom.js";
import { board, kind, kinds } from "./board.js";
import { chosen, choose, drawChosen, onChosen } from "./choice.js";
import { query } from "./search.js";
import { mayChange } from "./stack.js";
import { age } from "./times.js";
import { Windowed } from "./windowed.js";

const road = ["armed", "offered", "fetched", "installing", "staged", "confirmed"];
const tallies = [["all", "Nodes"], ["failing", "Failing"], ["overdue", "Overdue"], ["installing", "Installing"], ["waiting", "Waiting"], ["up", "Up"]];
const columns = [["host", "Name"], ["state", "State"], ["why", "Why"], ["since", "Since"], ["rack", "Rack"], ["rank", "Place"],
  ["appliance", "Appliance"], ["address", "Address"], ["card", "Card"]];
const urgency = ["failing", "overdue", "installing", "waiting", "idle", "up"];
const lookRows = 3;

const shown = { filter: "all", text: "", view: "cards", sort: "", fits: () => true, visible: [], names: new Set(), places: [], last: null };
let list = null;

const fits = host => (shown.filter === "all" || host.state === shown.filter) && shown.fits(host);

export function show(params) {
  shown.filter = tallies.some(([key]) => key === params.get("state")) ? params.get("state") : "all";
  shown.text = params.get("q") ?? "";
  shown.view = params.get("view") ?? localStorage.getItem("view") ?? "cards";
  shown.sort = params.get("sort") ?? "";
  if (at("search").value !== shown.text) at("search").value = shown.text;
  shown.fits = query(shown.text);
  layout();
}

export function address() {
  const params = new URLSearchParams();
  if (shown.filter !== "all") params.set("state", shown.filter);
  if (shown.text) params.set("q", shown.text);
  if (shown.view !== "cards") params.set("view", shown.view);
  if (shown.sort) params.set("sort", shown.sort);
  return `#/nodes${params.size ? `?${params}` : ""}`;
}

// What is shown stays in the address, so that it can be sent to somebody.
function remember() {
  history.replaceState(null, "", address());
  document.dispatchEvent(new CustomEvent("moved"));
  layout();
}

export function update(change) {
  tally();
  if (change.isMoved || (shown.view === "table" && shown.sort && change.changed.size) || [...change.changed].some(isElsewhere)) layout();
  if (!list) return;
  for (const element of list.drawn.values()) {
    for (const node of element.querySelectorAll("[data-name]")) {
      if (change.changed.has(node.dataset.name)) patch(node, board.hosts.get(node.dataset.name));
    }
  }
}

// Whether a host belongs to other rows now than those it is in.
function isElsewhere(name) {
  const host = board.hosts.get(name);
  return fits(host) !== shown.names.has(name) || (kind(host) === "bad") !== shown.bad.has(name);
}

function layout() {
  tally();
  shown.visible = board.order.filter(fits);
  shown.names = new Set(shown.visible.map(host => host.host));
  const bad = shown.visible.filter(host => kind(host) === "bad");
  shown.bad = new Set(bad.map(host => host.host));
  document.querySelectorAll(".switch button").forEach(button => button.ariaPressed = String(button.dataset.view === shown.view));
  put(at("found"), shown.visible.length === board.order.length ? "" : `${shown.visible.length} of ${board.order.length}`);
  begin();
  if (!shown.visible.length) {
    list.set([{ key: "empty", height: 240, draw: nothing }]);
    shown.places = [];
  } else {
    list.set(shown.view === "table" ? lines(shown.visible) : cards(bad, shown.visible));
  }
  drawAll();
}

function begin() {
  const nodes = at("nodes");
  if (list && nodes.dataset.view === shown.view) return;
  nodes.textContent = "";
  nodes.dataset.view = shown.view;
  const body = make("div", {});
  if (shown.view === "table") {
    body.setAttribute("role", "rowgroup");
    nodes.append(make("div", { className: "list", role: "table", ariaLabel: "Nodes" }, heads(), body));
  } else {
    nodes.append(body);
  }
  list = new Windowed(body, row => row.draw(row), (element, row) => row.change?.(element, row));
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

function cards(bad, visible) {
  const size = rem(), width = at("nodes").clientWidth, gap = .7 * size;
  const across = Math.max(1, Math.floor((width + gap) / (15.5 * size + gap)));
  const rows = [], places = [];
  const group = (key, hosts, title, more, all) => {
    const told = hosts.length === all.length ? `${all.length} node${all.length === 1 ? "" : "s"}` : `${hosts.length} of ${all.length} nodes`;
    rows.push({ key: `head ${key}`, height: 2.6 * size, draw: head, change: changeHead, title, more: more ?? told, hosts: all });
    for (let from = 0; from < hosts.length; from += across) {
      const names = hosts.slice(from, from + across).map(host => host.host), rowKey = `${key}/${from}`;
      rows.push({ key: rowKey, height: 7.7 * size, draw: cardRow, change: changeCards, names, across, title });
      names.forEach(name => places.push([rowKey, name]));
    }
  };
  if (bad.length && !kinds[shown.filter]) {
    const few = bad.slice(0, across * lookRows);
    group("look", few, "Needs a look", few.length < bad.length ? `${few.length} of ${bad.length}; the tallies above show all` : null, bad);
  }
  for (const [rack, hosts] of Map.groupBy(visible, host => host.rack)) {
    const failing = hosts.filter(host => kind(host) === "bad").length;
    group(`rack ${rack}`, hosts, `Rack ${rack}`, failing ? `${hosts.length} node${hosts.length === 1 ? "" : "s"}, ${failing} failing` : null, hosts);
  }
  shown.places = places;
  return rows;
}

function head(row) {
  const names = () => element.row.hosts.map(host => host.host);
  const all = press("Choose", () => choose(names(), !names().every(name => chosen.has(name))), { className: "quiet", hidden: !mayChange() });
  const element = make("div", { className: "rack" }, make("h2", {}, row.title, " ", make("small", { textContent: row.more })), all);
  all.ariaLabel = `Choose ${row.title}`;
  return element;
}

function changeHead(element, row) {
  put(element.querySelector("small"), row.more);
}

function cardRow(row) {
  const element = make("ul", { className: "grid", ariaLabel: row.title }, row.names.map(name => card(board.hosts.get(name))));
  element.style.gridTemplateColumns = `repeat(${row.across}, minmax(0, 1fr))`;
  return element;
}

function changeCards(element, row) {
  if (element.row.across !== row.across) element.style.gridTemplateColumns = `repeat(${row.across}, minmax(0, 1fr))`;
  const there = new Map([...element.children].map(node => [node.dataset.name, node]));
  row.names.forEach((name, at) => {
    const node = there.get(name) ?? card(board.hosts.get(name));
    there.delete(name);
    if (element.children[at] !== node) element.insertBefore(node, element.children[at] ?? null);
  });
  for (const node of there.values()) node.remove();
}

function box(name) {
  const made = make("input", { type: "checkbox", checked: chosen.has(name), ariaLabel: `Choose ${name}`, hidden: !mayChange() });
  made.addEventListener("click", event => pick(name, made.checked, event.shiftKey));
  return made;
}

// With Shift all between this node and the one before it.
function pick(name, isChosen, isRange) {
  const names = shown.visible.map(host => host.host), to = names.indexOf(name), from = names.indexOf(shown.last);
  choose(isRange && from >= 0 && to >= 0 ? names.slice(Math.min(from, to), Math.max(from, to) + 1) : [name], isChosen);
  shown.last = name;
}

const why = host => host.why ?? (host.action ? `boots ${host.action === "os" ? "from its disk" : host.action}` : "never installed from here");

function reached(host) {
  if (!host.install || host.install === "cancelled") return "";
  const now = road.indexOf(host.install);
  return String(now >= 0 ? now : road.indexOf({ kickstart: "fetched", "": "offered" }[host.step ?? ""] ?? "installing"));
}

function card(host) {
  const node = make("li", { className: "node", "data-name": host.host },
    box(host.host), make("a", { href: `#/host/${host.host}`, textContent: host.host }), make("span", { className: "state" }), make("p", {}),
    make("span", { className: "steps", ariaHidden: "true" }, road.slice(1).map(() => make("i", {}))));
  patch(node, host);
  return node;
}

// Brings a card or a line up to date; what is the same already is not touched.
function patch(node, host) {
  if (!host) return;
  const name = `${node.dataset.base ?? "node"} ${kind(host)}`;
  if (node.className !== name) node.className = name;
  put(node.querySelector(".state"), host.state);
  if (node.dataset.base) {
    for (const cell of node.querySelectorAll("[data-cell]")) put(cell, text(host, cell.dataset.cell));
    return;
  }
  const reason = node.querySelector("p"), steps = node.querySelector(".steps"), far = reached(host);
  put(reason, why(host));
  if (reason.title !== why(host)) reason.title = why(host);
  if (steps.dataset.far === far) return;
  steps.dataset.far = far;
  steps.hidden = !far;
  [...steps.children].forEach((step, at) => step.className = `${at < Number(far) ? "on" : ""}${at === Number(far) - 1 ? " end" : ""}`);
}

const text = (host, column) => ({
  why: why(host), since: host.since ? age(host.since) : "", rack: String(host.rack), rank: String(host.rank), appliance: host.appliance,
  address: host.nics.map(nic => nic[2]).find(found => found) ?? "", card: host.nics.map(nic => nic[1]).find(found => found) ?? "",
})[column];

function heads() {
  const cells = columns.map(([key, word]) => {
    const isSorted = shown.sort.replace("-", "") === key;
    const sort = press(word, () => {
      shown.sort = shown.sort === key ? `-${key}` : shown.sort === `-${key}` ? "" : key;
      list = null;
      remember();
    }, { className: "quiet" });
    const direction = !isSorted ? "none" : shown.sort.startsWith("-") ? "descending" : "ascending";
    return make("span", { role: "columnheader", className: `cell is-${key}`, ariaSort: direction }, sort);
  });
  return make("div", { role: "rowgroup", className: "heads" }, make("div", { role: "row", className: "item" },
    make("span", { role: "columnheader", className: "cell box" }, make("span", { className: "unseen", textContent: "Choose" })), cells));
}

const number = address => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

function lines(visible) {
  const key = shown.sort.replace("-", ""), turn = shown.sort.startsWith("-") ? -1 : 1;
  const value = key === "state" ? host => urgency.indexOf(host.state)
    : key === "address" ? host => number(text(host, "address") || "255.255.255.255")
    : key === "since" ? host => host.since ?? "" : key === "host" ? host => host.host : host => text(host, key);
  const sorted = !key || (key === "rack" && turn > 0) ? visible
    : visible.map(host => [value(host), host]).sort(([a], [b]) => (a < b ? -turn : a > b ? turn : 0)).map(pair => pair[1]);
  shown.places = sorted.map(host => [host.host, host.host]);
  return sorted.map((host, at) => ({ key: host.host, height: 2.4 * rem(), draw: line, change: changeLine, at, total: sorted.length }));
}

function line(row) {
  const host = board.hosts.get(row.key);
  const node = make("div", { role: "row", "data-name": row.key, "data-base": "item" },
    make("span", { role: "cell", className: "cell box" }, box(row.key)),
    make("span", { role: "cell", className: "cell is-host" }, make("a", { href: `#/host/${row.key}`, textContent: row.key })),
    make("span", { role: "cell", className: "cell" }, chip(host.state, "")),
    columns.slice(2).map(([key]) => make("span", { role: "cell", className: `cell is-${key}`, "data-cell": key })));
  changeLine(node, row);
  patch(node, host);
  return node;
}

function changeLine(node, row) {
  node.setAttribute("aria-rowindex", row.at + 2);
}

function nothing() {
  return make("p", { className: "empty" }, board.order.length ? "No node fits." : make("span", {}, "There are no nodes yet: ",
    make("code", { textContent: "stack add host backend-0-0" }), ", or switch a machine on and look at ",
    make("a", { href: "#/unknown", textContent: "unknown machines" }), "."));
}

function tally() {
  const area = at("tally");
  if (!area.firstChild) {
    for (const [key, word] of tallies) {
      area.append(press("", () => { shown.filter = shown.filter === key ? "all" : key; remember(); }, { "data-key": key }));
      area.lastChild.append(make("b", { textContent: "" }), word);
    }
  }
  for (const button of area.children) {
    const key = button.dataset.key, count = key === "all" ? board.order.length : board.counts[key] ?? 0;
    const name = `${kinds[key] ?? ""}${count ? "" : " zero"}`;
    put(button.firstChild, String(count));
    if (button.className !== name) button.className = name;
    if (button.ariaPressed !== String(shown.filter === key)) button.ariaPressed = String(shown.filter === key);
  }
}

function drawAll() {
  const all = at("all"), isAll = shown.visible.length > 0 && shown.visible.every(host => chosen.has(host.host));
  all.hidden = !mayChange() || !shown.visible.length;
  put(all, isAll ? "Choose none" : `Choose all ${shown.visible.length}`);
}

onChosen(() => {
  drawAll();
  document.querySelectorAll("#nodes [data-name]").forEach(node => {
    const isChosen = chosen.has(node.dataset.name), input = node.querySelector("input");
    if (input.checked !== isChosen) input.checked = isChosen;
  });
});

at("all").addEventListener("click", () => {
  const names = shown.visible.map(host => host.host);
  choose(names, !names.every(name => chosen.has(name)));
});
at("search").addEventListener("input", () => { shown.text = at("search").value; shown.fits = query(shown.text); remember(); });
document.querySelector(".switch").addEventListener("click", event => {
  if (!event.target.dataset.view) return;
  shown.view = event.target.dataset.view;
  localStorage.setItem("view", shown.view);
  remember();
});
addEventListener("resize", () => { if (at("nodes").offsetParent) layout(); });

// Up and down the nodes with the keyboard, and choosing them.
export function key(event) {
  const held = document.activeElement.closest?.("#nodes [data-name]");
  if (event.key === "x" && held) held.querySelector("input").click();
  if (event.key !== "j" && event.key !== "k") return;
  event.preventDefault();
  const rowKey = held?.closest(".grid")?.row?.key ?? held?.row?.key;
  const now = shown.places.findIndex(([place, name]) => name === held?.dataset.name && place === rowKey);
  const next = shown.places[Math.max(0, Math.min(shown.places.length - 1, now + (event.key === "j" ? 1 : -1)))];
  if (!next) return;
  const row = list.reveal(next[0]);
  (row?.dataset.name === next[1] ? row : row?.querySelector(`[data-name="${CSS.escape(next[1])}"]`))?.querySelector("a").focus();
}

export const redraw = () => { list = null; layout(); drawChosen(); };
