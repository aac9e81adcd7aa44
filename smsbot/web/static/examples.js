// What to try: who has this phone, and texts that can be sent with one tap, so that nobody has to guess.

const ALWAYS = ["person", "stop"];
const TO_TRY = {
  participant: ["join", "narcan", "naloxona", "he's not breathing", ...ALWAYS],
  worker: ["1", "On my way, 20 minutes.", "done"],
};

export function hint(phone) {
  return phone.role === "worker"
    ? `${phone.label} is on the team. Alerts arrive here and are answered by text: 1 takes one, DONE closes it.`
    : `${phone.label} was given our number. Text anything a person might, or tap one of the texts below.`;
}

export function examples(phone) {
  if (phone.role === "worker") return TO_TRY.worker;
  if (phone.blocked) return ["start", ...TO_TRY.participant];
  const numbers = offered(phone.messages);
  return numbers.length > 0 ? [...numbers, ...ALWAYS] : TO_TRY.participant;
}

// "1 weekly 2 monthly": the numbers that the last text offers, as long as nobody answered it.
function offered(messages) {
  const last = messages.at(-1);
  if (last?.direction !== "from_programme") return [];
  const numbers = [];
  for (const [, digit] of last.body.matchAll(/(?:^|\s)(\d)(?=\s)/g)) {
    if (Number(digit) === numbers.length + 1) numbers.push(digit);
  }
  return numbers;
}
