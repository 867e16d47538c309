// Reads one calendar on standard input with the parser named on the command line and prints the facts of its
// events as JSON, a list sorted by UID: uid, summary, description, location, start and end (UTC, or a plain day),
// status, sequence. `node read.mjs ical.js < feed.ics`
import { readFileSync } from "node:fs";

const input = readFileSync(0, "utf8");
const day = (year, month, date) => [year, String(month).padStart(2, "0"), String(date).padStart(2, "0")].join("-");

async function withIcalJs() {
  const { default: ICAL } = await import("ical.js");
  const calendar = new ICAL.Component(ICAL.parse(input));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const when = (time) =>
    time.isDate ? day(time.year, time.month, time.day) : new Date(time.toUnixTime() * 1000).toISOString();
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description ?? "",
      location: event.location ?? "",
      start: when(event.startDate),
      end: when(event.endDate),
      status: component.getFirstPropertyValue("status"),
      sequence: event.sequence,
    };
  });
}

async function withNodeIcal() {
  const { default: ical } = await import("node-ical");
  const plain = (value) => (value && typeof value === "object" && "val" in value ? value.val : (value ?? ""));
  const when = (time) =>
    time.dateOnly ? day(time.getFullYear(), time.getMonth() + 1, time.getDate()) : time.toISOString();
  return Object.values(ical.sync.parseICS(input))
    .filter((event) => event.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      summary: plain(event.summary),
      description: plain(event.description),
      location: plain(event.location),
      start: when(event.start),
      end: when(event.end),
      status: event.status,
      sequence: Number(event.sequence),
    }));
}

const parsers = { "ical.js": withIcalJs, "node-ical": withNodeIcal };
const events = await parsers[process.argv[2]]();
events.sort((one, other) => (one.uid < other.uid ? -1 : 1));
process.stdout.write(JSON.stringify(events));
