// The simulated phones: draws what the programme reports, posts what people do. No state of its own beyond the screen.

import { drawClock, move, setDue } from "./clock.js";
import { Handset } from "./handset.js";
import { byId, setText } from "./page.js";
import { askState, post } from "./programme.js";
import { setTime } from "./times.js";

const POLL_MS = 700;
const HIDDEN_POLL_MS = 3000;

const handsets = new Map(); // by number
const trouble = { connection: "", action: "" }; // an action's stays until the next action
let version = null;
let asking = Promise.resolve();

// One question at a time; whoever waits for it sees an answer that was asked for after the call.
function refresh() {
  asking = asking.then(ask);
  return asking;
}

async function ask() {
  try {
    const state = await askState(version);
    if (state !== null) draw(state);
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

function draw(state) {
  const first = version === null;
  version = state.version;
  setTime(state.zone, new Date(state.now));
  setDue(state.due);
  drawClock();
  const there = new Set(state.phones.map((phone) => phone.number));
  for (const [number, handset] of handsets) {
    if (there.has(number)) continue;
    handset.node.remove();
    handset.tab.remove();
    handsets.delete(number);
  }
  for (const phone of state.phones) (handsets.get(phone.number) ?? add(phone)).draw(phone, !first);
  if (![...handsets.values()].some((handset) => handset.shown)) show(state.phones[0]?.number);
}

function add(phone) {
  const handset = new Handset(phone, refresh, () => show(phone.number));
  byId("tabs").append(handset.tab);
  byId("add").before(handset.node);
  handsets.set(phone.number, handset);
  return handset;
}

function show(number) {
  for (const handset of handsets.values()) handset.show(handset.number === number);
}

async function addPhone() {
  const { number } = await post("add", {});
  await refresh();
  show(number);
  handsets.get(number)?.focus();
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

function drawTrouble() {
  setText(byId("banner"), trouble.connection || trouble.action);
}

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => attempt(() => move(button, refresh)));
}
byId("add").addEventListener("click", () => attempt(addPhone));
setInterval(drawClock, 1000);
poll();
