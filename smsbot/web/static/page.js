// Small things that every part of the page needs.

const ANNOUNCED_LINES = 20;

export const byId = (id) => document.getElementById(id);

export function setText(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

// What a control is called, for people who see its icon and for people who hear it.
export function name(node, words) {
  node.setAttribute("aria-label", words);
  node.title = words;
}

// Spoken by a screen reader when it has nothing else to say; one line after another, so that none is lost.
export function announce(words) {
  const line = document.createElement("p");
  line.textContent = words;
  const said = byId("announcer");
  said.append(line);
  while (said.childElementCount > ANNOUNCED_LINES) said.firstElementChild.remove();
}
