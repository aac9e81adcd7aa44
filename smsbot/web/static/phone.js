// The simulated phones: draws what the programme reports, posts what people do. No state of its own beyond the screen.

const POLL_MS = 700;
const HIDDEN_POLL_MS = 3000;
const home = document.body.dataset.home;
const byId = (id) => document.getElementById(id);

const STATUS = {
  queued: ["waiting", "waiting"],
  sending: ["waiting", "on its way"],
  sent: ["sent", "sent"],
  delivered: ["delivered", "delivered"],
  undelivered: ["failed", "not delivered"],
  failed: ["failed", "failed"],
  unknown: ["waiting", "not known yet"],
  cancelled: ["failed", "cancelled"],
};

const view = {
  version: null,
  zone: "UTC",
  ahead: 0, // milliseconds that the programme's clock is ahead of this browser's
  due: null, // Date of the next due moment
  phones: new Map(), // number -> its part of the page
  shown: null, // the number that narrow screens show
  drawn: false,
};

// ---- Talking to the programme

async function post(what, fields) {
  let answer;
  try {
    answer = await fetch(`${home}/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Smsbot-Page": "1" },
      body: JSON.stringify(fields),
    });
  } catch {
    throw new Error("The programme does not answer. Is it still running?");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error ?? `The programme refused this (${answer.status}).`);
  return said;
}

let asking = Promise.resolve();

// One question at a time; whoever waits for it sees an answer that was asked for after the call.
function refresh() {
  asking = asking.then(ask);
  return asking;
}

async function ask() {
  try {
    const query = view.version === null ? "" : `?since=${view.version}`;
    const answer = await fetch(`${home}/state${query}`);
    if (answer.status === 200) draw(await answer.json());
    else if (answer.status !== 204) throw new Error(String(answer.status));
    trouble.connection = "";
  } catch {
    trouble.connection = "The programme does not answer right now. Trying again.";
  }
  drawTrouble();
}

async function poll() {
  await refresh();
  setTimeout(poll, document.hidden ? HIDDEN_POLL_MS : POLL_MS);
}

const trouble = { connection: "", action: "" }; // an action's stays until the next action

function drawTrouble() {
  setText(byId("banner"), trouble.connection || trouble.action);
}

async function attempt(action) {
  trouble.action = "";
  try {
    await action();
  } catch (error) {
    trouble.action = error.message;
  }
  drawTrouble();
}

const announce = (words) => {
  const line = document.createElement("p");
  line.textContent = words;
  byId("announcer").replaceChildren(line);
};

// ---- Words for times

const format = (date, options) => new Intl.DateTimeFormat("en-US", { timeZone: view.zone, ...options }).format(date);
const clockTime = (date) => format(date, { hour: "numeric", minute: "2-digit" });
const shortDay = (date) => format(date, { weekday: "short", month: "short", day: "numeric" });
const longDay = (date) => format(date, { weekday: "long", month: "long", day: "numeric" });
const virtualNow = () => new Date(Date.now() + view.ahead);

function howLong(milliseconds) {
  const minutes = Math.round(milliseconds / 60000);
  if (minutes < 1) return "now";
  const [count, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 36 * 60
    ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return `in ${count} ${unit}${count === 1 ? "" : "s"}`;
}

// ---- The clock

function drawClock() {
  const now = virtualNow();
  setText(byId("now-time"), clockTime(now));
  setText(byId("now-date"), format(now, { weekday: "short", month: "short", day: "numeric", year: "numeric" }));
  byId("now").dateTime = now.toISOString();
  byId("now").title = view.zone.replaceAll("_", " ");
  const button = document.querySelector("[data-move=due]");
  button.setAttribute("aria-disabled", String(view.due === null));
  const wait = view.due === null ? 0 : view.due - now;
  const day = view.due === null ? "" : `${shortDay(view.due)}, ${clockTime(view.due)} · `;
  setText(byId("due"), view.due === null ? "nothing is due" : wait <= 0 ? "due now" : day + howLong(wait));
}

async function moveClock(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const { now } = await post("clock", { move: button.dataset.move });
  await refresh();
  announce(`It is now ${longDay(new Date(now))}, ${clockTime(new Date(now))}.`);
}

// ---- The phones

function draw(state) {
  view.version = state.version;
  view.zone = state.zone;
  view.ahead = new Date(state.clock.now) - Date.now();
  view.due = state.clock.next_due === null ? null : new Date(state.clock.next_due);
  drawClock();
  for (const number of [...view.phones.keys()]) {
    if (!state.phones.some((phone) => phone.number === number)) forgetPhone(number);
  }
  for (const phone of state.phones) {
    const part = view.phones.get(phone.number) ?? makePhone(phone);
    drawPhone(part, phone);
  }
  view.drawn = true;
  if (!view.phones.has(view.shown)) show(state.phones[0]?.number ?? null);
}

function makePhone(phone) {
  const node = byId("phone-template").content.cloneNode(true).firstElementChild;
  const find = (selector) => node.querySelector(selector);
  const key = phone.number.replace("+", "");
  const part = {
    number: phone.number, node, find, bubbles: new Map(), lastDay: null, unread: 0, queue: Promise.resolve(),
    tab: document.createElement("button"),
  };
  node.classList.add(phone.role);
  node.setAttribute("aria-labelledby", `name-${key}`);
  find("h2").id = `name-${key}`;
  find("textarea").id = `text-${key}`;
  find("label").htmlFor = `text-${key}`;
  find(".count").id = `count-${key}`;
  find("textarea").setAttribute("aria-describedby", `count-${key}`);
  part.tab.type = "button";
  part.tab.addEventListener("click", () => show(phone.number));
  listen(part);
  byId("tabs").append(part.tab);
  byId("add").before(node);
  view.phones.set(phone.number, part);
  return part;
}

function forgetPhone(number) {
  const part = view.phones.get(number);
  part.node.remove();
  part.tab.remove();
  view.phones.delete(number);
}

function drawPhone(part, phone) {
  const { find, node } = part;
  part.label = phone.label;
  setText(find("h2"), phone.label);
  setText(find(".avatar"), phone.label.slice(0, 1));
  setText(find(".number"), readable(phone.number));
  setText(find(".role"), phone.role === "worker" ? "Team" : "Participant");
  setText(find("label"), `Text message from ${phone.label}'s phone`);
  setText(find(".empty"), phone.role === "worker"
    ? "Alerts for the team arrive here." : "No texts yet. Say hello, or anything else a person might text.");
  name(find(".call"), `Call the programme from ${phone.label}'s phone`);
  name(find(".send"), `Send from ${phone.label}'s phone`);
  name(find(".switch"), `${phone.label}'s phone is switched on`);
  find(".screen").setAttribute("aria-label", `${phone.label}'s texts`);
  find(".switch").setAttribute("aria-checked", String(phone.on));
  setText(find(".state"), phone.on ? "On" : "Off");
  node.classList.toggle("off", !phone.on);
  node.classList.toggle("stopped", phone.blocked);
  find("textarea").disabled = !phone.on;
  find("textarea").placeholder = phone.on ? "Text message" : "This phone is off";
  find(".send").disabled = find(".call").disabled = !phone.on;
  drawChat(part, phone);
  drawTab(part);
}

function drawChat(part, phone) {
  const screen = part.find(".screen");
  const atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 60;
  const kept = new Set(phone.messages.map((message) => message.id));
  for (const [id, bubble] of part.bubbles) {
    if (!kept.has(id)) {
      bubble.node.remove();
      part.bubbles.delete(id);
    }
  }
  let arrived = false;
  for (const message of phone.messages) arrived = drawBubble(part, message) || arrived;
  part.find(".empty").hidden = phone.messages.length > 0;
  if (arrived && (atEnd || !view.drawn)) screen.scrollTop = screen.scrollHeight;
}

function drawBubble(part, message) {
  const looks = JSON.stringify(message);
  const known = part.bubbles.get(message.id);
  if (known?.looks === looks) return false;
  if (known) {
    fillBubble(known.node, message);
    known.looks = looks;
    return true;
  }
  separateDays(part, new Date(message.at));
  const node = document.createElement("li");
  node.innerHTML = '<p class="source"></p><p class="body"></p><p class="meta"><time></time><span class="status">'
    + '<svg aria-hidden="true"><use/></svg><span class="hidden"></span></span></p><p class="note"></p>';
  fillBubble(node, message);
  part.find(".chat").append(node);
  part.bubbles.set(message.id, { node, looks });
  if (view.drawn) tellOf(part, message);
  return true;
}

function separateDays(part, at) {
  const day = longDay(at);
  if (day === part.lastDay) return;
  part.lastDay = day;
  const line = document.createElement("li");
  line.className = "day";
  line.textContent = day;
  part.find(".chat").append(line);
}

const SOURCE = { from_carrier: "The carrier", call: "Call to the programme", rings: "Call from the programme" };

function fillBubble(node, message) {
  const find = (selector) => node.querySelector(selector);
  const [icon, words] = STATUS[message.status] ?? STATUS.unknown;
  const calling = message.direction === "call" && message.status === "sending";
  node.className = `bubble ${message.direction.replaceAll("_", "-")} ${icon}`;
  setText(find(".source"), calling ? "Calling the programme" : SOURCE[message.direction] ?? "");
  setText(find(".body"), message.body);
  setText(find(".note"), message.note && message.note[0].toUpperCase() + message.note.slice(1));
  const at = new Date(message.at);
  find("time").dateTime = message.at;
  setText(find("time"), clockTime(at));
  find("use").setAttribute("href", `#icon-${icon}`);
  setText(find(".status .hidden"), words);
  find(".status").title = words;
}

function tellOf(part, message) {
  if (message.direction === "from_phone" || message.direction === "call") return;
  announce(`${part.label}'s phone: ${message.body}`);
  if (part.number !== view.shown) part.unread += 1;
}

// ---- Narrow screens show one phone at a time

function show(number) {
  view.shown = number;
  for (const part of view.phones.values()) {
    const shown = part.number === number;
    part.node.classList.toggle("shown", shown);
    if (shown) {
      part.unread = 0;
      const screen = part.find(".screen");
      screen.scrollTop = screen.scrollHeight;
    }
    drawTab(part);
  }
}

function drawTab(part) {
  part.tab.setAttribute("aria-pressed", String(part.number === view.shown));
  const unread = part.unread === 0 ? "" : ` (${part.unread} new)`;
  setText(part.tab, part.label + unread);
  part.tab.classList.toggle("unread", part.unread > 0);
}

// ---- What a person does with a phone

function listen(part) {
  const { find } = part;
  const box = find("textarea");
  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 140)}px`;
    setText(find(".count"), countWords(box.value));
  };
  grow();
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      find("form").requestSubmit();
    }
  });
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const body = box.value;
    if (body.trim() === "") return box.focus();
    box.value = "";
    grow();
    box.focus();
    // One after another, so that two quick texts arrive in the order in which they were written.
    part.queue = part.queue.then(() => act(part, "text", { body }, () => {
      box.value = box.value === "" ? body : `${body}\n${box.value}`; // nothing written is lost
      grow();
    }));
  });
  find(".call").addEventListener("click", () => act(part, "call", {}));
  find(".switch").addEventListener("click", (event) => {
    act(part, "power", { on: event.currentTarget.getAttribute("aria-checked") !== "true" });
  });
}

async function act(part, what, fields, undo = () => {}) {
  setText(part.find(".problem"), "");
  const done = post(what, { number: part.number, ...fields });
  const soon = setTimeout(refresh, 60); // the person's own text, before the programme has answered
  try {
    await done;
  } catch (error) {
    setText(part.find(".problem"), error.message);
    undo();
  }
  clearTimeout(soon);
  await refresh();
  const screen = part.find(".screen");
  screen.scrollTop = screen.scrollHeight;
}

async function addPhone() {
  const { number } = await post("add", {});
  await refresh();
  show(number);
  view.phones.get(number)?.find("textarea").focus();
}

// ---- Small things

// What one text costs: GSM-7 holds 160 alone or 153 a part, anything else 70 or 67.
const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
  + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const EXTENSION = new Set("\f^{}\\[~]|€");

function countWords(text) {
  const signs = [...text];
  const plain = signs.every((sign) => BASIC.has(sign) || EXTENSION.has(sign));
  const sizes = signs.map((sign) => (plain ? (EXTENSION.has(sign) ? 2 : 1) : sign.length));
  const [alone, part] = plain ? [160, 153] : [70, 67];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return "Enter sends, Shift+Enter begins a new line";
  if (total <= alone) return `${total} of ${alone} characters`;
  let [parts, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > part) [parts, used] = [parts + 1, 0];
    used += size;
  }
  return `${total} characters, ${parts} segments`;
}

function readable(number) {
  const digits = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return digits ? `(${digits[1]}) ${digits[2]}-${digits[3]}` : number;
}

function setText(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

function name(node, words) {
  node.setAttribute("aria-label", words);
  node.title = words;
}

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => attempt(() => moveClock(button)));
}
byId("add").addEventListener("click", () => attempt(addPhone));
setInterval(drawClock, 1000);
poll();
