// Elements, and what every view does with them.

export const at = id => document.getElementById(id);

export function make(tag, props = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    key in made ? made[key] = value : made.setAttribute(key, value);
  }
  made.append(...inside.flat().filter(part => part !== null && part !== undefined && part !== false));
  return made;
}

// What is the same already is not touched.
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function press(word, run, props = {}) {
  const button = make("button", { type: "button", textContent: word, ...props });
  button.addEventListener("click", run);
  return button;
}

export const heading = (text, ...more) => make("header", { className: "title" }, make("h1", { textContent: text }), ...more);

export const empty = text => make("p", { className: "empty", textContent: text });

export const failed = error => make("p", { className: "banner", role: "alert", textContent: error.message ?? String(error) });

export const chip = (word, kind) => make("span", { className: `state ${kind}`, textContent: word });

// A table that scrolls by itself where it is too wide; a column without a heading is one of what can be done.
export function table(name, heads, rows) {
  return make("div", { className: "wide", tabIndex: 0, role: "region", ariaLabel: name },
    make("table", {},
      make("thead", {}, make("tr", {}, heads.map(head => make("th", { scope: "col" }, head || make("span", { className: "unseen", textContent: "To do" }))))),
      make("tbody", {}, rows)));
}

export const row = (cells, props = {}) =>
  make("tr", props, cells.map(cell => make("td", {}, cell instanceof Node || Array.isArray(cell) ? cell : String(cell ?? ""))));

export const facts = pairs => make("dl", {}, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "")
  .flatMap(([key, value]) => [make("dt", { textContent: key }), make("dd", {}, value)]));

// Whoever holds something with the keyboard while news redraw it holds it still afterwards. Null when nothing in there is held.
export function hold(area) {
  if (!area.contains(document.activeElement)) return null;
  const held = document.activeElement.dataset.hold;
  return () => {
    const again = held && area.querySelector(`[data-hold="${CSS.escape(held)}"]:not(:disabled)`);
    again?.focus({ preventScroll: true });
    return Boolean(again);
  };
}

export function copy(text) {
  navigator.clipboard.writeText(text).then(() => say("copied"), () => say("the browser does not let us", true));
}

export function say(text, bad, stays) {
  const said = at("said");
  said.textContent = text;
  said.className = bad ? "bad" : "";
  said.hidden = false;
  clearTimeout(say.timer);
  if (!stays) say.timer = setTimeout(() => said.hidden = true, bad ? 9000 : 4500);
}

// What cannot be taken back is asked first; where a number is given it must be typed.
export function sure({ title, what, word, number }, run) {
  const dialog = at("confirm"), input = at("number");
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector(".what").textContent = what;
  dialog.querySelector(".ask").hidden = !number;
  dialog.querySelector("label").textContent = "Type how many nodes that is:";
  dialog.querySelector(".danger").textContent = word;
  input.value = "";
  dialog.querySelector("form").onsubmit = event => {
    if (number && input.value.trim() !== String(number)) {
      event.preventDefault();
      input.focus();
      return;
    }
    run();
  };
  dialog.showModal();
}
