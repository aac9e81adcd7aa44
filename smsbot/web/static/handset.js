// One phone of the page: its owner, its screen, and what a person does with it.

import { Chat } from "./chat.js";
import { examples, hint } from "./examples.js";
import { byId, name, setText } from "./page.js";
import { post } from "./programme.js";
import { sizeWords } from "./sizes.js";

const HIGHEST_BOX_PX = 140;
const ECHO_MS = 60; // after that a person's own text is on the screen, the answer or not

export class Handset {
  #find;
  #chat;
  #refresh;
  #unread = 0;
  #shown = false;
  #queue = Promise.resolve();

  // `refresh` draws the newest state; `choose` is called when somebody wants to see this phone.
  constructor(phone, refresh, choose) {
    this.number = phone.number;
    this.node = byId("phone-template").content.cloneNode(true).firstElementChild;
    this.tab = document.createElement("button");
    this.tab.type = "button";
    this.tab.innerHTML = '<span></span> <b></b><span class="hidden"></span>';
    this.tab.addEventListener("click", choose);
    this.#refresh = refresh;
    this.#find = (selector) => this.node.querySelector(selector);
    this.#chat = new Chat(this.#find(".screen"));
    this.node.classList.add(phone.role);
    this.#tie(phone.number.replace("+", ""));
    this.#listen();
    this.#grow();
  }

  get shown() {
    return this.#shown;
  }

  focus() {
    this.#find("textarea").focus();
  }

  // Narrow screens show one phone at a time.
  show(shown) {
    this.#shown = shown;
    this.node.classList.toggle("shown", shown);
    if (shown) this.#unread = 0;
    this.#drawTab();
  }

  // `tell`: say what arrived since the last time, to eyes and ears.
  draw(phone, tell) {
    const find = this.#find;
    this.label = phone.label;
    setText(find("h2"), phone.label);
    setText(find(".avatar"), phone.label.slice(0, 1));
    setText(find(".number"), readable(phone.number));
    setText(find(".role"), phone.role === "worker" ? "Team" : "Participant");
    setText(find("label"), `Text message from ${phone.label}'s phone`);
    setText(find(".hint"), hint(phone));
    setText(find(".blocked"), `${phone.label} said stop, so the carrier blocks our texts to this phone. START lifts that.`);
    name(find(".call"), `Call the programme from ${phone.label}'s phone`);
    name(find(".send"), `Send from ${phone.label}'s phone`);
    name(find(".switch"), `${phone.label}'s phone is switched on`);
    find(".screen").setAttribute("aria-label", `${phone.label}'s texts`);
    find(".hint").hidden = phone.messages.length > 0;
    this.#drawPower(phone);
    this.#drawExamples(phone);
    const arrived = this.#chat.draw(phone.label, phone.messages, tell);
    if (tell && !this.#shown) this.#unread += arrived;
    this.#drawTab();
  }

  #tie(key) {
    const find = this.#find;
    this.node.setAttribute("aria-labelledby", `name-${key}`);
    find("h2").id = `name-${key}`;
    find("textarea").id = `text-${key}`;
    find("label").htmlFor = `text-${key}`;
    find(".count").id = `count-${key}`;
    find("textarea").setAttribute("aria-describedby", `count-${key}`);
  }

  #drawPower({ on, blocked }) {
    const find = this.#find;
    find(".switch").setAttribute("aria-checked", String(on));
    setText(find(".state"), on ? "On" : "Off");
    this.node.classList.toggle("off", !on);
    this.node.classList.toggle("stopped", blocked);
    find("textarea").disabled = find(".send").disabled = find(".call").disabled = !on;
    find("textarea").placeholder = on ? "Text message" : "This phone is off";
  }

  #drawExamples(phone) {
    const row = this.#find(".examples");
    const words = examples(phone);
    row.setAttribute("aria-label", `Texts to try from ${phone.label}'s phone`);
    if (row.dataset.words !== JSON.stringify(words)) {
      const focused = document.activeElement?.textContent;
      const inside = row.contains(document.activeElement);
      row.dataset.words = JSON.stringify(words);
      row.replaceChildren(...words.map((text) => this.#example(text)));
      row.scrollLeft = 0;
      if (inside) ([...row.children].find((button) => button.textContent === focused) ?? this.#find("textarea")).focus();
    }
    for (const button of row.children) button.disabled = !phone.on;
  }

  #example(text) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.classList.toggle("number", /^\d$/.test(text));
    button.addEventListener("click", () => this.#text(text));
    return button;
  }

  #drawTab() {
    this.tab.setAttribute("aria-pressed", String(this.#shown));
    this.tab.classList.toggle("unread", this.#unread > 0);
    setText(this.tab.querySelector("span"), this.label ?? "");
    setText(this.tab.querySelector("b"), this.#unread > 0 ? String(this.#unread) : "");
    setText(this.tab.querySelector(".hidden"), this.#unread > 0 ? " new" : "");
  }

  #listen() {
    const find = this.#find;
    const box = find("textarea");
    box.addEventListener("input", () => this.#grow());
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      find("form").requestSubmit();
    });
    find("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const body = box.value;
      box.focus();
      if (body.trim() === "") return;
      box.value = "";
      this.#grow();
      this.#text(body, () => {
        box.value = box.value === "" ? body : `${body}\n${box.value}`; // nothing written is lost
        this.#grow();
      });
    });
    find(".call").addEventListener("click", () => this.#act("call", {}));
    find(".switch").addEventListener("click", (event) => {
      this.#act("power", { on: event.currentTarget.getAttribute("aria-checked") !== "true" });
    });
  }

  #grow() {
    const box = this.#find("textarea");
    box.style.height = "auto";
    if (box.value !== "") box.style.height = `${Math.min(box.scrollHeight + 2, HIGHEST_BOX_PX)}px`;
    setText(this.#find(".count"), sizeWords(box.value) || "Enter sends, Shift+Enter begins a new line");
    this.#find(".compose").classList.toggle("writing", box.value !== "");
  }

  // One after another, so that two quick texts arrive in the order in which they were written.
  #text(body, undo = () => {}) {
    this.#queue = this.#queue.then(() => this.#act("text", { body }, undo));
  }

  async #act(what, fields, undo = () => {}) {
    const problem = this.#find(".problem");
    setText(problem, "");
    const done = post(what, { number: this.number, ...fields });
    const soon = setTimeout(this.#refresh, ECHO_MS);
    try {
      await done;
    } catch (error) {
      setText(problem, error.message);
      undo();
    }
    clearTimeout(soon);
    await this.#refresh();
    this.#chat.toEnd();
  }
}

function readable(number) {
  const digits = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return digits ? `(${digits[1]}) ${digits[2]}-${digits[3]}` : number;
}
