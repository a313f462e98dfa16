// What is wrong, and what to do.
import { chip, empty, failed, heading, make, press, row, table } from "./dom.js";
import { stack } from "./stack.js";

const verdicts = { fine: "ok", note: "idle", unknown: "wait", wrong: "bad" };

export async function show(holder) {
  const network = make("section", {}), profiles = make("section", {});
  holder.append(heading("Doctor"), network, profiles);
  part(profiles, "Profiles", "Renders what every host would install, and shows each fault once.", "Check every profile", checkProfiles);
  await part(network, "Boot network", "Other DHCP servers, ports, addresses, firewall, loaders. It takes five seconds.", "Check again", checkNetwork)();
}

function part(section, title, what, word, check) {
  const result = make("div", { role: "status" });
  const run = async () => {
    button.disabled = true;
    result.textContent = "looking …";
    let drawn;
    try {
      drawn = await check(text => result.textContent = text);
    } catch (error) {
      drawn = failed(error);
    }
    button.disabled = false;
    result.textContent = "";
    result.append(...[drawn].flat());
  };
  const button = press(word, run);
  section.append(make("h2", { textContent: title }), make("p", { className: "soft", textContent: what }), make("div", { className: "acts" }, button), result);
  return run;
}

// A check that finds something ends with a sentence; what it found stands in its rows.
const rowsOf = async (verb, tell) => {
  try {
    return await stack(verb, [], event => tell(event.text));
  } catch (error) {
    if (error.rows?.length) return error;
    throw error;
  }
};

async function checkNetwork(tell) {
  const said = await rowsOf("check.network", tell);
  return table("Boot network", ["Verdict", "Check", "Result", "What to do"], said.rows.map(found => row([
    chip(found.verdict, verdicts[found.verdict] ?? "idle"), found.check, found.result, found["what to do"],
  ], { className: found.verdict === "wrong" ? "bad" : "" })));
}

async function checkProfiles(tell) {
  const said = await rowsOf("check.profile", tell);
  const told = (said.messages ?? []).map(message => make("p", { className: "soft", textContent: message }));
  if (!said.rows.length) return [...told, empty("Every profile renders.")];
  const heads = Object.keys(said.rows[0]);
  return [...told, table("Profiles", heads, said.rows.map(found => row(heads.map(head => [found[head]].flat().join(", ")))))];
}
