// The admin's date picker, as far as it reads: it understands what Dutch people type, follows them while they type, and
// leaves alone what it does not understand (by itself it puts today there). The server reads the same: dutch_dates.py.
// A plain script, for Wagtail makes its pickers while the page is still being read.

(() => {
  const MONTHS = ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
  const MONTH = /[-/. ] ?(\d{1,2})[-/. ] ?|[- ]([a-z]{3,9})\.?[- ]/.source;
  const DAY = new RegExp(`^(?:[a-z]+[., ] ?)?(\\d{1,2})(?:${MONTH})(\\d{4}|\\d{2})(?:,? (?:om )?(.+))?$`);
  const ISO = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ t](.+))?$/;
  const CLOCK = /^(\d{1,2})(?:[.:](\d{2})(?:[.:]\d{2})?(?: ?uur| ?u)?| ?uur| ?u)$/;

  function readClock(text) {
    if (!text) return [0, 0];
    const [, hour, minute] = CLOCK.exec(text) ?? [];
    return hour === undefined || hour > 23 || minute > 59 ? null : [Number(hour), Number(minute ?? 0)];
  }

  function readMoment(text) {
    const iso = ISO.exec(text);
    const dutch = DAY.exec(text);
    if (!iso && !dutch) return null;
    let [year, month, day, rest] = iso ? iso.slice(1) : [dutch[4], dutch[2], dutch[1], dutch[5]];
    if (dutch?.[3]) month = MONTHS.indexOf(dutch[3].replace("mrt", "maart").slice(0, 3)) + 1;
    if (year.length === 2) year = (year < "70" ? "20" : "19") + year;
    const clock = readClock(rest);
    const made = clock && new Date(year, month - 1, day, ...clock);
    // The 31st of February, and half past two when the clock goes forward, would become another moment.
    const same =
      made && made.getMonth() === month - 1 && made.getDate() === Number(day) && made.getHours() === clock[0];
    return same ? made : null;
  }

  const two = (number) => String(number).padStart(2, "0");
  const parts = (moment) => ({
    d: two(moment.getDate()),
    m: two(moment.getMonth() + 1),
    Y: String(moment.getFullYear()),
    H: two(moment.getHours()),
    i: two(moment.getMinutes()),
  });
  // format: as the picker calls it, "d-m-Y H:i". What it cannot read is null.
  const reader = {
    parseDate(typed, format) {
      if (typed instanceof Date) return typed;
      const text = String(typed ?? "")
        .toLowerCase()
        .trim()
        .replace(/\s+/g, " ");
      if (/[dmY]/.test(format)) return readMoment(text);
      const clock = text ? readClock(text) : null;
      return clock && new Date(new Date().setHours(...clock, 0, 0));
    },
    formatDate: (moment, format) => format.replace(/[dmYHi]/g, (letter) => parts(moment)[letter]),
  };

  // The picker of the field, and what its text means; null for other fields.
  function read(field) {
    const picker = field.matches?.("input") && jQuery(field).data("xdsoft_datetimepicker");
    return picker ? { picker, moment: reader.parseDate(field.value, picker.data("options").format) } : null;
  }

  // The picker opens a tenth of a second after the focus, whatever happened since. It may only for whoever points at
  // the
  // field and is still there: after a key, a text or a step away it would lie over what comes next.
  let pointedAt = null;
  const typing = () => {
    pointedAt = null;
  };
  document.addEventListener(
    "pointerdown",
    ({ target }) => {
      pointedAt = target.closest?.("label")?.control ?? target;
    },
    { capture: true },
  );
  document.addEventListener(
    "keydown",
    (event) => {
      typing();
      const picker = event.key === "Escape" && read(event.target)?.picker;
      if (!picker || !picker.is(":visible")) return;
      picker.trigger("close.xdsoft");
      event.preventDefault(); // the dialog that the field is in stays
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  document.addEventListener("input", typing, { capture: true });

  Object.assign(jQuery.fn.datetimepicker.defaults, {
    validateOnBlur: false,
    defaultTime: "09:00", // of who chooses a day first; by itself it would be the minute of now
    onShow: (_, [field]) => field === pointedAt && field === document.activeElement,
  });
  document.addEventListener("DOMContentLoaded", () => jQuery.datetimepicker.setDateFormatter(reader));
  // The calendar follows who types; once the text says all that is asked, it no longer lies over what comes next.
  document.addEventListener("input", ({ target }) => {
    const found = read(target);
    if (!found?.moment) return;
    found.picker.data("xdsoft_datetime").setCurrentTime(found.moment);
    if (!found.picker.data("options").timepicker || /\d[.:]\d\d|uur/.test(target.value))
      found.picker.trigger("close.xdsoft");
  });
  document.addEventListener("focusout", ({ target }) => {
    const found = read(target);
    if (found?.moment) target.value = reader.formatDate(found.moment, found.picker.data("options").format);
  });
})();
