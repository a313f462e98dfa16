// Who may come in.
import { chip, copy, empty, heading, make, press, row, say, sure, table } from "./dom.js";
import { mayChange, stack, visitor } from "./stack.js";
import { timed } from "./times.js";

const now = { holder: null };

export async function show(holder) {
  now.holder = holder;
  holder.append(heading("Tokens", make("p", { className: "soft", textContent: "Keys to this page and to the API. A key is shown once, when it is made." })),
    making(), make("div", { className: "body" }));
  await draw();
}

export function update(change) {
  if (change.site && now.holder) draw();
}

export function leave() {
  now.holder = null;
}

function making() {
  if (!mayChange()) return null;
  const name = make("input", { required: true, placeholder: "wallboard", ariaLabel: "Name of the token", size: 18 });
  const role = make("select", { ariaLabel: "Role" }, ["read", "admin"].map(word => make("option", { textContent: word })));
  const days = make("input", { placeholder: "for good", inputMode: "numeric", ariaLabel: "Days", size: 8 });
  const shown = make("p", { className: "key", role: "status" });
  const form = make("form", { className: "acts" }, make("label", {}, "Name ", name), make("label", {}, "Role ", role), make("label", {}, "Days ", days),
    make("button", { type: "submit", className: "primary", textContent: "Make token" }), shown);
  form.addEventListener("submit", async event => {
    event.preventDefault();
    try {
      const said = await stack("add.token", [name.value.trim(), `role=${role.value}`, ...(days.value.trim() ? [`days=${days.value.trim()}`] : [])]);
      shown.textContent = "";
      shown.append("Keep it now, it is not shown again: ", make("code", { textContent: said.messages.at(-1) }),
        press("Copy", () => copy(said.messages.at(-1))));
      name.value = "";
      await draw();
    } catch (error) {
      say(error.message, true);
    }
  });
  return form;
}

async function draw() {
  const body = now.holder?.querySelector(".body");
  const said = await stack("list.token").catch(error => ({ rows: [], error }));
  if (!body?.isConnected) return;
  body.textContent = "";
  body.append(said.rows.length ? table("Tokens", ["Token", "Role", "Made", "Ends", "Opens", ""], said.rows.map(token => row([
    make("b", {}, token.token, token.token === visitor.name ? make("small", { textContent: " yours" }) : null), token.role, timed(token.made),
    token.ends ? timed(token.ends) : "never", chip(token.good ? "yes" : "ended", token.good ? "ok" : "idle"),
    mayChange() ? press("Remove", () => remove(token.token), { className: "cuts" }) : "",
  ]))) : empty(said.error?.message ?? "There is no token yet: stack add token NAME role=admin"));
}

function remove(name) {
  const what = name === visitor.name ? "It is the one you are logged in with." : "Whoever has it is locked out at once.";
  sure({ title: `Remove token ${name}?`, what, word: "Remove" }, async () => {
    try {
      await stack("remove.token", [name]);
      say(`token ${name} is removed`);
      await draw();
    } catch (error) {
      say(error.message, true);
    }
  });
}
