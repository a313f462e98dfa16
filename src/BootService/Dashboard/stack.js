// The verbs of "stack", over the address that anybody may use.

export const visitor = { role: null, name: null, via: null, hosts: null, frontend: "", why: null, login: null };

export const mayChange = () => visitor.role === "admin";

export async function meet() {
  const answer = await reach("/v1/me");
  Object.assign(visitor, await answer.json());
  return visitor.role !== null;
}

// Asks for an address; that nobody answers is said as a sentence.
export async function reach(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("the frontend does not answer; nothing is known of what was asked for");
  }
  if (answer.status === 401) {
    const why = (await answer.json().catch(() => ({}))).detail ?? "log in to go on";
    visitor.role = null;
    document.dispatchEvent(new CustomEvent("locked", { detail: why }));
    throw new Error(why);
  }
  return answer;
}

// One command: its rows, its messages, and the sentence it ended with as an error. Progress is told as it comes.
export async function stack(verb, args = [], onProgress = null) {
  const answer = await reach(`/v1/commands/${verb}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ args }),
  });
  if (answer.headers.get("Content-Type")?.includes("problem+json")) throw new Error((await answer.json()).detail);
  const said = { rows: [], messages: [], ended: false };
  const take = line => {
    const event = JSON.parse(line);
    if (event.event === "row") said.rows.push(event.row);
    else if (event.event === "message") said.messages.push(event.text);
    else if (event.event === "progress") onProgress?.(event);
    else if (event.event === "error") said.error = said.error ? `${said.error}; ${event.text}` : event.text;
    else if (event.event === "end") said.ended = true;
  };
  try {
    await lines(answer.body, take);
  } catch (fault) {
    if (fault instanceof SyntaxError) throw new Error("the frontend answered with something this page does not read: load it anew");
  }
  if (!said.ended && !said.error) throw new Error("the frontend hung up in the middle of its answer: look whether it was done");
  if (said.error) throw Object.assign(new Error(said.error), said);
  return said;
}

async function lines(body, take) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    parts.filter(part => part).forEach(take);
  }
  if (rest) take(rest);
}
