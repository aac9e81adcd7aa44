// The programme's time: its clock, which runs ahead of this browser's, and its zone, which may be another one.

const programme = { zone: "UTC", ahead: 0 }; // ahead: milliseconds

export function setTime(zone, now) {
  programme.zone = zone;
  programme.ahead = now - Date.now();
}

export const virtualNow = () => new Date(Date.now() + programme.ahead);

const format = (date, options) =>
  new Intl.DateTimeFormat("en-US", { timeZone: programme.zone, ...options }).format(date);

export const clockTime = (date) => format(date, { hour: "numeric", minute: "2-digit" });
export const shortDay = (date) => format(date, { weekday: "short", month: "short", day: "numeric" });
export const longDay = (date) => format(date, { weekday: "long", month: "long", day: "numeric" });
export const fullDay = (date) => format(date, { weekday: "short", month: "short", day: "numeric", year: "numeric" });

// "New York time": the zone by its city, which says it in summer and in winter.
export const zoneName = () => `${programme.zone.split("/").at(-1).replaceAll("_", " ")} time`;

// For less than a day.
export function howLong(milliseconds) {
  const minutes = Math.round(milliseconds / 60000);
  if (minutes < 1) return "now";
  const [count, unit] = minutes < 60 ? [minutes, "minute"] : [Math.round(minutes / 60), "hour"];
  return `in ${count} ${unit}${count === 1 ? "" : "s"}`;
}
