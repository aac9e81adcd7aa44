// Talking to the programme: what people do is one POST, what there is to draw is one GET.

const home = document.body.dataset.home;

// The state, or null if it is still the one with this version. An Error if the programme does not answer.
export async function askState(version) {
  const answer = await fetch(`${home}/state${version === null ? "" : `?since=${version}`}`);
  if (answer.status === 204) return null;
  if (!answer.ok) throw new Error(`The programme refused this (${answer.status}).`);
  return answer.json();
}

// An Error whose message says in words what is wrong, if it could not be done.
export async function post(what, fields) {
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
