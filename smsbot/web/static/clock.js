// The clock: what time it is, what is due next, and the buttons that move it.

import { announce, byId, setText } from "./page.js";
import { post } from "./programme.js";
import { clockTime, fullDay, howLong, longDay, shortDay, virtualNow, zoneName } from "./times.js";

const HOUR_MS = 3_600_000;
const STEPS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS };
const PATIENCE_MS = 4000; // for the programme to do what is due; its own clock ticks every second
const LOOK_MS = 150;
const MOST_STOPS = 100;

const WHAT = {
  follow_up: "a check-in",
  reply_timeout: "a question runs out",
  expiration: "a conversation ends",
  ladder: "the team is asked",
  settle: "a text is looked up",
  stop_silence: "silence counts as stop",
  wake: "a wait is over",
  undelivered: "a text did not arrive",
  away_ends: "an away day comes",
  text: "a text goes out",
};

let due = null; // {at: Date, what: text}
let moving = false;

export function setDue(planned) {
  due = planned === null ? null : { at: new Date(planned.at), what: WHAT[planned.what] ?? "something is due" };
}

export function drawClock() {
  const now = virtualNow();
  setText(byId("now-time"), clockTime(now));
  setText(byId("now-date"), fullDay(now));
  setText(byId("now-zone"), zoneName());
  byId("now").dateTime = now.toISOString();
  for (const button of document.querySelectorAll("[data-move]")) {
    const idle = moving || (button.dataset.move === "due" && due === null);
    button.setAttribute("aria-disabled", String(idle));
  }
  setText(byId("due"), moving ? "time passes" : dueWords(now));
}

function dueWords(now) {
  if (due === null) return "nothing is due";
  if (due.at <= now) return `${due.what} · now`;
  const today = longDay(due.at) === longDay(now);
  return `${due.what} · ${today ? howLong(due.at - now) : shortDay(due.at)}, ${clockTime(due.at)}`;
}

// Press a button of the clock; `refresh` draws what the programme has to say by then.
export async function move(button, refresh) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const step = button.dataset.move;
  moving = true;
  drawClock();
  try {
    await pass(step === "due" ? due.at : new Date(virtualNow().getTime() + STEPS[step]), refresh);
  } finally {
    moving = false;
    drawClock();
  }
  announce(`It is now ${longDay(virtualNow())}, ${clockTime(virtualNow())}.`);
}

// The clock stops at everything that is due on the way, and the programme gets the time to do it.
async function pass(target, refresh) {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    const { now } = await post("clock", { to: target.toISOString() });
    await refresh();
    if (new Date(now) >= target) return;
    await untilDone(refresh);
  }
}

async function untilDone(refresh) {
  const end = Date.now() + PATIENCE_MS;
  while (due !== null && due.at <= virtualNow() && Date.now() < end) {
    await new Promise((resolve) => { setTimeout(resolve, LOOK_MS); });
    await refresh();
  }
}
