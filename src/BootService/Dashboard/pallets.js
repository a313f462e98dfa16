// What hosts install from: pallets, carts and the boxes they are enabled in.
import { chip, empty, heading, make, press, row, say, sure, table } from "./dom.js";
import { mayChange, stack } from "./stack.js";

const now = { holder: null };

export async function show(holder) {
  now.holder = holder;
  holder.append(heading("Pallets"), adding(), make("div", { className: "body" }));
  await draw();
}

export function update(change) {
  if (change.site && now.holder) draw();
}

export function leave() {
  now.holder = null;
}

// Adding takes minutes: how far it is stands above every view, whoever began it.
function adding() {
  if (!mayChange()) return null;
  const path = make("input", { required: true, size: 48, placeholder: "/export/discs/CentOS.iso, a directory, or an URL", ariaLabel: "Disc to add" });
  const form = make("form", { className: "acts" }, path, make("button", { type: "submit", className: "primary", textContent: "Add pallet" }),
    make("small", { textContent: "a path of the frontend's; leaving this page ends it" }));
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const button = form.querySelector("button"), stay = leaving => leaving.preventDefault();
    button.disabled = true;
    addEventListener("beforeunload", stay);
    await run("add.pallet", [path.value.trim()], "the pallet is added; enable it to put it to use");
    removeEventListener("beforeunload", stay);
    button.disabled = false;
  });
  return form;
}

async function run(verb, args, otherwise) {
  try {
    const said = await stack(verb, args, event => say(event.text, false, true));
    say(said.messages.join("; ") || otherwise);
    await draw();
  } catch (error) {
    say(error.message, true);
  }
}

const key = pallet => [pallet.name, `version=${pallet.version}`, `arch=${pallet.arch}`, `os=${pallet.os}`];

async function draw() {
  if (!now.holder) return;
  const body = now.holder.querySelector(".body");
  const [pallets, carts, boxes] = await Promise.all(
    ["list.pallet", "list.cart", "list.box"].map(verb => stack(verb).catch(error => ({ rows: [], error }))));
  if (!body?.isConnected) return;
  body.textContent = "";
  body.append(pallets.rows.length ? table("Pallets", ["Pallet", "Version", "Release", "For", "Enabled in", "From", ""], pallets.rows.map(pallet => row([
    make("b", { textContent: pallet.name }), pallet.version, pallet.release, `${pallet.os} ${pallet.arch}`,
    [pallet.boxes].flat().filter(box => box).map(box => chip(box, "ok")), pallet.image ?? "", acts(pallet),
  ]))) : empty(pallets.error?.message ?? "There is no pallet yet: stack add pallet /path/of/a/disc.iso"));
  body.append(make("h2", { textContent: "Boxes" }), generic("Boxes", boxes), make("h2", { textContent: "Carts" }), generic("Carts", carts));
}

function acts(pallet) {
  if (!mayChange()) return "";
  const isOn = [pallet.boxes].flat().includes("default");
  return make("span", { className: "acts" },
    press(isOn ? "Disable" : "Enable", () => run(
      isOn ? "disable.pallet" : "enable.pallet", key(pallet), `${pallet.name} is ${isOn ? "disabled" : "enabled"} in box default`)),
    press("Remove", () => sure({ title: `Remove ${pallet.name} ${pallet.version}?`, what: "Its files are deleted from the frontend.", word: "Remove" },
      () => run("remove.pallet", key(pallet), `${pallet.name} is removed`)), { className: "cuts" }));
}

function generic(name, said) {
  if (!said.rows.length) return empty(said.error?.message ?? "There is none.");
  const heads = Object.keys(said.rows[0]);
  return table(name, heads.map(head => head[0].toUpperCase() + head.slice(1)), said.rows.map(one => row(heads.map(head => [one[head]].flat().join(", ")))));
}
