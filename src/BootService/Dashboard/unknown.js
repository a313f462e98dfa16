// Machines that asked and are no hosts of ours, and whether they become some by themselves.
import { empty, failed, heading, make, press, row, say, table } from "./dom.js";
import { board } from "./board.js";
import { mayChange, stack } from "./stack.js";
import { timed } from "./times.js";

const now = { holder: null, waits: 0 };

export async function show(holder) {
  now.holder = holder;
  holder.append(heading("Unknown machines"), make("div", { className: "body" }));
  await draw();
}

export function update(change) {
  if ((!change.strangers && !change.site) || now.waits || !now.holder) return;
  now.waits = setTimeout(() => {
    now.waits = 0;
    if (!now.holder?.querySelector("form.open")) draw();
  }, 1500);
}

export function leave() {
  now.holder = null;
}

async function draw() {
  const body = now.holder?.querySelector(".body");
  const said = await stack("list.discovery").catch(error => error);
  const nets = await stack("list.network", ["pxe=yes"]).catch(() => ({ rows: [] }));
  if (!body?.isConnected) return;
  body.textContent = "";
  if (said instanceof Error) return void body.append(failed(said));
  const isOn = said.messages.some(message => message.includes("is on"));
  body.append(make("p", { className: "soft", textContent: `${said.messages.join("; ")}.` }), discovery(isOn));
  const heads = ["Card", "Last asked", "First asked", "Times", "What it did last", "Why nothing came of it", ""];
  body.append(said.rows.length
    ? table("Unknown machines", heads, said.rows.reverse().map(seen => row([
      make("code", { textContent: seen.mac }), timed(seen.last), timed(seen.first), seen.events, seen.what, seen.why,
      mayChange() ? press("Add", event => add(event.target, seen.mac, nets.rows)) : "",
    ])))
    : empty("No machine has asked that is not known."));
}

function discovery(isOn) {
  if (!mayChange()) return "";
  if (isOn) return make("div", { className: "acts" }, press("Switch discovery off", () => run("disable.discovery", [], "discovery is off")));
  const appliance = make("input", { value: "backend", required: true, size: 12 });
  const rack = make("input", { value: "0", required: true, size: 4, inputMode: "numeric" });
  const form = make("form", { className: "acts" }, make("label", {}, "Appliance ", appliance), make("label", {}, "Rack ", rack),
    make("button", { type: "submit", textContent: "Switch discovery on" }),
    make("small", { textContent: "they get names and addresses, and are not installed until you say so" }));
  form.addEventListener("submit", event => {
    event.preventDefault();
    run("enable.discovery", [`appliance=${appliance.value.trim()}`, `rack=${rack.value.trim()}`, "install=no"], "discovery is on");
  });
  return form;
}

async function run(verb, args, otherwise) {
  try {
    const said = await stack(verb, args);
    say(said.messages.join("; ") || otherwise);
    await draw();
  } catch (error) {
    say(error.message, true);
  }
}

// The first free place in rack 0, or behind the last host of the rack that was filled last.
function nextName() {
  const last = board.order.filter(host => /-\d+-\d+$/.test(host.host)).at(-1);
  const [stem, rack] = last ? /^(.*)-(\d+)-\d+$/.exec(last.host).slice(1) : ["backend", "0"];
  for (let rank = 0; ; rank++) if (!board.hosts.has(`${stem}-${rack}-${rank}`)) return `${stem}-${rack}-${rank}`;
}

function add(button, mac, nets) {
  const name = make("input", { value: nextName(), required: true, size: 16 }), ip = make("input", { value: "auto", required: true, size: 14 });
  const net = make("select", {}, nets.map(one => make("option", { value: one.network, textContent: one.network })));
  const form = make("form", { className: "open acts" }, make("label", {}, "Name ", name), make("label", {}, "Address ", ip), make("label", {}, "Network ", net),
    make("button", { type: "submit", className: "primary", textContent: `Add ${mac}` }), press("Cancel", () => form.replaceWith(button)));
  form.addEventListener("submit", event => {
    event.preventDefault();
    const host = name.value.trim();
    form.classList.remove("open");
    run("add.host", [host, `mac=${mac}`, `ip=${ip.value.trim()}`, ...(net.value ? [`network=${net.value}`] : [])], `${host} is added`);
  });
  button.replaceWith(form);
  name.focus();
  name.select();
}
