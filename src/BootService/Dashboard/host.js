// One host: what it is, what it did, what it would install, and who changed it.
import { chip, copy, empty, facts, failed, hold, make, press, put, row, say, table } from "./dom.js";
import { board, kind } from "./board.js";
import { boot, install, power, powers } from "./choice.js";
import { address as nodesAddress } from "./nodes.js";
import { mayChange, stack } from "./stack.js";
import { aged, timed } from "./times.js";
import { draw as drawLine } from "./timeline.js";
import { changes } from "./changes.js";

const tabs = [
  ["boot", "Newest boot"], ["attempts", "Attempts"], ["attributes", "Attributes"], ["kickstart", "Kickstart"], ["log", "Log"], ["changes", "Changes"],
];
const now = { name: null, tab: null, detail: null, body: null, left: null, due: 0, simulating: false, rehearsal: null };

export async function show(holder, [name, tab, detail]) {
  const isSame = now.name === name && holder.contains(now.left);
  Object.assign(now, { name, tab: tabs.some(([key]) => key === tab) ? tab : "boot", detail });
  if (!board.hosts.has(name)) {
    holder.textContent = "";
    holder.append(make("header", { className: "title" }, make("h1", { textContent: name })), empty("There is no host of this name."),
      make("p", { className: "empty" }, make("a", { href: "#/nodes", textContent: "All nodes" })));
    now.name = null;
    return;
  }
  if (!isSame) {
    now.rehearsal = null;
    now.left = make("aside", { className: "facts", ariaLabel: `What ${name} is` });
    now.body = make("div", { className: "tab" });
    now.tabs = make("nav", { className: "tabs", ariaLabel: `About ${name}` }, tabs.map(([key, word]) =>
      make("a", { href: `#/host/${encodeURIComponent(name)}/${key}`, textContent: word, "data-tab": key })));
    holder.textContent = "";
    holder.append(make("header", { className: "title" }, make("a", { className: "back", href: nodesAddress(), textContent: "← Nodes" }),
      make("h1", { textContent: name }), make("span", { id: "standing" }), neighbours()), make("p", { id: "why", className: "banner", hidden: true }),
      make("div", { className: "host-page" }, now.left, make("section", {}, now.tabs, now.body)));
    drawFacts();
    cards();
    askPower();
  }
  for (const link of now.tabs.children) {
    link.dataset.tab === now.tab ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
  await fill(true);
}

export function update(change) {
  if (!now.name) return;
  if (change.gone.has(now.name)) return void show(now.left.closest("#other"), [now.name]);
  if (change.changed.has(now.name)) drawFacts();
  const isMoved = change.heard.has(now.name) || change.changed.has(now.name);
  if ((isMoved && ["boot", "attempts", "log"].includes(now.tab)) || (change.site && ["changes", "attributes"].includes(now.tab))) soon();
}

export function leave() {
  now.name = null;
}

// News come a few times a second; a table of them is asked for once a second at most.
function soon() {
  if (now.waits) return;
  now.waits = setTimeout(() => { now.waits = 0; fill(false).catch(() => {}); }, 1000);
}

function neighbours() {
  const names = board.order.map(host => host.host), here = names.indexOf(now.name);
  const link = (at, word, label) => names[at] ? make("a", {
    className: "step", href: `#/host/${encodeURIComponent(names[at])}`, textContent: word, ariaLabel: `${label}: ${names[at]}`, title: names[at],
  }) : null;
  return make("span", { className: "steppers" }, link(here - 1, "‹", "Node before"), link(here + 1, "›", "Next node"));
}

const act = (word, run, props = {}, isPossible = true) => press(word, run, {
  "data-hold": word, disabled: !mayChange() || !isPossible, title: mayChange() ? "" : "log in with a token of role admin", ...props,
});

function drawFacts() {
  const host = board.hosts.get(now.name), left = now.left, held = hold(left), why = document.getElementById("why");
  const standing = document.getElementById("standing");
  standing.textContent = "";
  standing.append(chip(host.state, kind(host)), host.since ? make("small", {}, " ", aged(host.since)) : "");
  why.hidden = kind(host) !== "bad" || !host.why;
  put(why, host.why ?? "");
  const facing = [...left.querySelectorAll("[data-keep]")];
  left.textContent = "";
  left.append(
    make("div", { className: "acts" },
      act("Install", () => install([now.name]), { className: "danger" }, host.action !== "install"),
      act("Cancel", () => boot([now.name], "os"), {}, host.action === "install"),
      act(now.simulating ? "Simulating…" : "Simulate", simulate, { "data-hold": "Simulate", ariaBusy: String(now.simulating) })),
    facts([
      ["Place", `rack ${host.rack}, place ${host.rank}`], ["Appliance", host.appliance], ["Box", host.box], ["OS", host.os],
      ["Groups", (host.groups ?? []).join(", ")], ["Comment", host.comment], ["Next boot", host.action === "install" ? "the installer" : "its disk"],
      ["Stands", kind(host) === "bad" ? null : host.why], ["Since", timed(host.since)],
      ["Attempt", host.attempt ? `${host.attempt}, ${host.install}, handed out ${host.boots} of ${host.allowed}` : null],
      ["Last step", host.step], ["Heard", timed(host.heard)],
    ]),
    ...(facing.length ? facing : [make("div", { "data-keep": "power" }), make("div", { "data-keep": "cards" })]));
  held?.();
}

async function askPower() {
  const area = now.left.querySelector("[data-keep=power]"), name = now.name;
  area.textContent = "";
  const state = make("p", { className: "soft", role: "status", textContent: "asking its switch …" });
  area.append(make("h2", { textContent: "Power" }), state, make("div", { className: "acts" },
    ...Object.entries(powers).map(([command, { word, danger }]) => act(word, () => power([name], command), { className: danger ? "cuts" : "" })),
    press("Ask again", askPower, { className: "quiet" })));
  let said;
  try {
    said = await stack("list.host.power", [name]);
  } catch (error) {
    said = error;
  }
  if (name !== now.name) return;
  const answer = said.rows?.[0];
  put(state, answer ? [answer.power && `${answer.power}, by ${answer.method}`, answer.result].filter(part => part).join(": ") : said.message);
}

async function cards() {
  const area = now.left.querySelector("[data-keep=cards]"), name = now.name;
  const said = await stack("list.host.interface", [name, "expanded=yes"]).catch(error => error);
  if (name !== now.name) return;
  area.textContent = "";
  area.append(make("h2", { textContent: "Cards and addresses" }));
  if (!said.rows?.length) return void area.append(empty(said.message ?? "None is known: it cannot be recognised when it boots."));
  for (const nic of said.rows) {
    area.append(make("div", { className: "nic" }, make("b", {}, nic.interface, nic.default ? make("small", { textContent: " default" }) : null),
      facts([["Address", nic.ip], ["Card", nic.mac], ["Network", nic.network], ["Mask", nic.mask], ["Gateway", nic.gateway], ["Name", nic.name],
        ["VLAN", nic.vlan], ["Part of", nic.channel], ["Options", nic.options], ["Boots", nic.pxe === false ? "not from here" : null]])));
  }
}

async function fill(isNew) {
  const { name, tab, body } = now;
  if (isNew) body.textContent = "";
  body.ariaBusy = "true";
  let drawn;
  try {
    drawn = await views[tab](name);
  } catch (error) {
    drawn = [failed(error)];
  }
  body.ariaBusy = "false";
  if (name !== now.name || tab !== now.tab) return;
  const held = hold(body);
  body.textContent = "";
  body.append(...drawn.filter(part => part));
  held?.();
}

const views = {
  boot: async name => [now.rehearsal, await line([name], "Nothing was heard of it yet. Switch it on, network first in its boot order.")],
  attempts, attributes, kickstart, log,
  changes: async name => [await changes([name])],
};

async function line(args, otherwise) {
  const said = await stack("list.host.timeline", args);
  return said.rows.length ? drawLine(said.rows) : empty(otherwise);
}

async function attempts(name) {
  const said = await stack("list.host.attempt", [name]);
  if (!said.rows.length) return [empty("It was never set to install from here.")];
  const wanted = said.rows.find(attempt => String(attempt.attempt) === now.detail) ?? said.rows[0];
  const list = make("ul", { className: "attempts" }, said.rows.map(attempt => make("li", {},
    make("a", {
      href: `#/host/${encodeURIComponent(name)}/attempts/${attempt.attempt}`, "data-hold": `attempt ${attempt.attempt}`,
      "aria-current": attempt === wanted ? "true" : null,
    }, make("b", { textContent: `Attempt ${attempt.attempt}` }), " ", chip(attempt.state, attemptKind(attempt.state)), " ",
    make("small", {}, timed(attempt.armed)), attempt.why ? make("p", { textContent: attempt.why }) : null))));
  return [list, make("h2", { textContent: `Attempt ${wanted.attempt}` }),
    facts([["Installs", wanted.pallet], ["Armed", timed(wanted.armed)], ["Last heard", timed(wanted.heard)], ["Last step", wanted.step],
      ["Handed out", wanted.boots]]),
    await line([name, `attempt=${wanted.attempt}`], "Nothing is kept of what happened in it.")];
}

const attemptKind = state => ({ confirmed: "ok", failed: "bad", stuck: "bad", cancelled: "idle", armed: "wait" })[state] ?? "run";

async function attributes(name) {
  const said = await stack("list.host.attr", [name, "provenance=yes"]);
  const search = make("input", {
    type: "search", placeholder: "Find an attribute", ariaLabel: "Find an attribute", value: now.wanted ?? "", "data-hold": "attr",
  });
  const rows = said.rows.map(attribute => row([
    make("code", { textContent: attribute.attr }), attribute.value, attribute.scope, aged(attribute.since), attribute.overrides,
  ], { "data-text": `${attribute.attr} ${attribute.value} ${attribute.scope}`.toLowerCase() }));
  const sift = () => {
    now.wanted = search.value;
    for (const line of rows) line.hidden = !line.dataset.text.includes(search.value.trim().toLowerCase());
  };
  search.addEventListener("input", sift);
  sift();
  return [make("div", { className: "tools" }, search, make("small", { textContent: `${rows.length} attributes; the narrowest scope wins` })),
    table("Attributes", ["Attribute", "Value", "From", "Set", "Overrides"], rows)];
}

async function kickstart(name) {
  const said = await stack("list.host.kickstart", [name]);
  const text = said.rows.map(line => line.kickstart ?? "").join("\n");
  return [make("p", { className: "soft", textContent: "As it would be rendered now; secrets show as ********." }),
    make("div", { className: "acts" }, press("Copy", () => copy(text)), press("What has changed since it was last set to install", () => compare(name))),
    make("pre", { className: "tall", tabIndex: 0, textContent: text, ariaLabel: "Kickstart", role: "region" })];
}

async function compare(name) {
  const before = now.body.querySelector("#compared");
  const said = await stack("diff.host.profile", [name]).catch(error => error);
  const text = [...(said.rows ?? []).map(line => Object.values(line).slice(1).join(" ")), ...(said.messages ?? [])].join("\n");
  const drawn = make("pre", { id: "compared", tabIndex: 0, role: "region", ariaLabel: "What has changed", textContent: text || said.message || "Nothing." });
  before ? before.replaceWith(drawn) : now.body.querySelector("pre").before(drawn);
}

async function log(name) {
  const said = await stack("list.host.log", [name]);
  const text = said.rows.map(line => line.log).join("\n");
  return text ? [make("p", { className: "soft", textContent: "The end of what the node sent; secrets show as ********." }),
    make("pre", { className: "tall", tabIndex: 0, textContent: text, role: "region", ariaLabel: "Log" })]
    : [empty("No log was sent. A script of %pre or %post that fails sends the last lines it printed.")];
}

// The button stays where the keyboard is, and says so while it cannot be pressed again.
async function simulate() {
  if (now.simulating) return;
  const name = now.name;
  now.simulating = true;
  drawFacts();
  let said, fault;
  try {
    said = await stack("simulate.boot", [name]);
  } catch (error) {
    said = error;
    fault = error.message;
  }
  now.simulating = false;
  if (now.name !== name) return;
  drawFacts();
  const steps = (said.rows ?? []).map(step => make("li", { className: /FAIL|failed/.test(step.verdict ?? "") ? "bad" : "ok" },
    make("span", { className: "at", textContent: step.milliseconds ? `${step.milliseconds} ms` : "" }),
    make("span", { className: "name" }, `${step.what ?? ""} `, make("small", { textContent: step.stage ?? "" })),
    make("span", { className: "size", textContent: step.verdict ?? "" }), step.why ? make("p", { textContent: step.why }) : null));
  now.rehearsal = make("div", { id: "rehearsal" }, make("h2", { textContent: "Simulated boot" }),
    steps.length ? make("ol", { className: "line" }, steps) : null, fault && !steps.length ? failed(fault) : null, make("h2", { textContent: "Newest boot" }));
  if (now.tab !== "boot") location.hash = `#/host/${encodeURIComponent(name)}/boot`;
  else await fill(false);
  say(fault ?? `${name} passes`, Boolean(fault));
}
