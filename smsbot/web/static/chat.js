// One phone's screen: texts and calls as bubbles, the newest at the end.

import { announce, setText } from "./page.js";
import { clockTime, longDay } from "./times.js";

const NEAR_END_PX = 60;
const LINK = /(https?:\/\/\S*[^\s.,;:!?)])/;
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
const SOURCE = {
  from_programme: "The programme",
  from_carrier: "The carrier",
  call: "Call to the programme",
  rings: "Call from the programme",
};

export class Chat {
  #screen;
  #list;
  #bubbles = new Map(); // id -> {node, looks}
  #lastDay = null;
  #atEnd = true;
  #shape = ""; // of the screen and what is on it, when somebody last looked

  constructor(screen) {
    this.#screen = screen;
    this.#list = screen.querySelector(".chat");
    const shape = () => `${screen.clientHeight} of ${screen.scrollHeight}`;
    screen.addEventListener("scroll", () => {
      if (shape() !== this.#shape) return; // not somebody who scrolls: the page was laid out anew
      this.#atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < NEAR_END_PX;
    });
    // Whoever reads the end keeps reading it when a text arrives or the room for it shrinks.
    const follow = new ResizeObserver(() => {
      this.#shape = shape();
      if (this.#atEnd) this.toEnd();
    });
    follow.observe(screen);
    follow.observe(this.#list);
  }

  toEnd() {
    this.#atEnd = true;
    this.#screen.scrollTop = this.#screen.scrollHeight;
  }

  // How many texts from others are new. `tell` is false for what was there before the page was.
  draw(label, messages, tell) {
    this.#forget(new Set(messages.map((message) => message.id)));
    let arrived = 0;
    for (const message of messages) {
      const isNew = this.#drawBubble(label, message, tell);
      if (!isNew || message.direction === "from_phone" || message.direction === "call") continue;
      arrived += 1;
      if (tell) announce(`${label}'s phone: ${message.body}`);
    }
    return arrived;
  }

  #forget(kept) {
    for (const [id, bubble] of this.#bubbles) {
      if (kept.has(id)) continue;
      bubble.node.remove();
      this.#bubbles.delete(id);
    }
  }

  #drawBubble(label, message, arrives) {
    const looks = JSON.stringify(message);
    const known = this.#bubbles.get(message.id);
    if (known) {
      if (known.looks !== looks) fill(known.node, label, message);
      known.looks = looks;
      return false;
    }
    this.#separateDays(new Date(message.at));
    const node = document.createElement("li");
    node.innerHTML = '<p class="source"></p><p class="body"></p><p class="meta"><time></time><span class="status">'
      + '<svg aria-hidden="true"><use/></svg><span class="hidden"></span></span></p><p class="note"></p>';
    fill(node, label, message);
    if (arrives) node.dataset.arrives = "";
    node.addEventListener("animationend", () => { delete node.dataset.arrives; }); // once, not at every look
    this.#list.append(node);
    this.#bubbles.set(message.id, { node, looks });
    return true;
  }

  #separateDays(at) {
    const day = longDay(at);
    if (day === this.#lastDay) return;
    this.#lastDay = day;
    const line = document.createElement("li");
    line.className = "day";
    line.textContent = day;
    this.#list.append(line);
  }
}

function fill(node, label, message) {
  const find = (selector) => node.querySelector(selector);
  const [icon, words] = STATUS[message.status] ?? STATUS.unknown;
  const calling = message.direction === "call" && message.status === "sending";
  node.className = `bubble ${message.direction.replaceAll("_", "-")} ${icon}`;
  setText(find(".source"), calling ? "Calling the programme" : SOURCE[message.direction] ?? label);
  fillBody(find(".body"), message);
  setText(find(".note"), message.note && message.note[0].toUpperCase() + message.note.slice(1));
  const at = new Date(message.at);
  find("time").dateTime = message.at;
  setText(find("time"), clockTime(at));
  find("use").setAttribute("href", `#icon-${icon}`);
  setText(find(".status .hidden"), words);
  find(".status").title = words;
}

// A link in a text of ours can be tapped, as on any phone.
function fillBody(node, { body, direction }) {
  if (node.textContent === body) return;
  if (direction !== "from_programme") return setText(node, body);
  node.replaceChildren(...body.split(LINK).map((piece, place) => (place % 2 === 1 ? link(piece) : piece)));
}

function link(address) {
  const node = document.createElement("a");
  node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  node.textContent = address;
  return node;
}
