// What is typed into the search field, as a question about a host: every word must fit. Pure.
const states = new Set(["failing", "overdue", "installing", "waiting", "up", "idle"]);

export function query(text) {
  const tests = text.trim().toLowerCase().split(/\s+/).filter(word => word).map(test);
  return host => tests.every(fits => fits(host));
}

function test(word) {
  if (states.has(word)) return host => host.state === word;
  const state = /^state[:=](.+)$/.exec(word);
  if (state) return host => host.state.startsWith(state[1]);
  const rack = /^rack[:=]?([\w.-]+)$/.exec(word);
  if (rack) return host => String(host.rack).toLowerCase() === rack[1] || plain(host, word);
  const net = /^(\d+\.\d+\.\d+\.\d+)\/(\d{1,2})$/.exec(word);
  if (net && number(net[1]) !== null && Number(net[2]) <= 32) return inNetwork(number(net[1]), Number(net[2]));
  if (/^\d{1,3}(\.\d{1,3}){0,3}\.?$/.test(word) && word.includes(".")) return host => host.nics.some(nic => nic[2].startsWith(word));
  if (/^[0-9a-f]{2}([:-][0-9a-f]{2})*([:-][0-9a-f]?)?$/.test(word) && /[:-]/.test(word)) {
    const card = word.replaceAll("-", ":");
    return host => host.nics.some(nic => nic[1].toLowerCase().includes(card)) || plain(host, word);
  }
  if (/\[[^\]]*$/.test(word)) return test(word.slice(0, word.lastIndexOf("[")) || "*"); // A range that is still being typed.
  if (/[[\]*?]/.test(word)) return glob(word);
  return host => plain(host, word);
}

const plain = (host, word) => host.host.includes(word) || host.appliance.toLowerCase().includes(word) || host.box.toLowerCase().includes(word)
  || host.os.toLowerCase().includes(word) || (host.step ?? "").toLowerCase().includes(word) || (host.why ?? "").toLowerCase().includes(word)
  || (host.comment ?? "").toLowerCase().includes(word) || (host.groups ?? []).some(group => group.toLowerCase().includes(word));

function number(address) {
  const parts = address.split(".").map(Number);
  return parts.length === 4 && parts.every(part => part <= 255) ? parts.reduce((sum, part) => sum * 256 + part, 0) : null;
}

function inNetwork(first, bits) {
  const size = 2 ** (32 - bits), from = Math.floor(first / size) * size;
  return host => host.nics.some(nic => {
    const address = nic[2] ? number(nic[2]) : null;
    return address !== null && address >= from && address < from + size;
  });
}

// Shell patterns as the command line takes them: [0-39] is a range of numbers, [1-4] and [abc] also what a shell means by it.
function glob(word) {
  const ranges = [];
  const body = word.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\[(\d+)-(\d+)\]|\[([^\]]*)\]|\[|\]|\*|\?/g, (found, from, to, set) => {
    if (from !== undefined) {
      ranges.push([Number(from), Number(to)]);
      return "(\\d+)";
    }
    if (set !== undefined) return set ? `[${set.replace(/^!/, "^")}]` : "\\[\\]";
    return { "*": ".*", "?": "." }[found] ?? `\\${found}`;
  });
  const shape = safely(`^${body}`) ?? /^$/, whole = safely(`^${body}$`) ?? /^$/;
  const fits = (pattern, text) => {
    const match = pattern.exec(text);
    return match !== null && ranges.every(([from, to], at) => Number(match[at + 1]) >= from && Number(match[at + 1]) <= to);
  };
  return host => fits(whole, host.host) || host.nics.some(nic => nic[2] && fits(whole, nic[2])) || (word.endsWith("*") && fits(shape, host.host));
}

function safely(pattern) {
  try {
    return new RegExp(pattern);
  } catch {
    return null;
  }
}
