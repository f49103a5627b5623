/** A day of the calendar, `2020-03-12`. */
export type Day = string;

/** A moment of time in RFC 3339, whatever its offset. */
export type Instant = string;
