// Moments as text and back: milliseconds since 1970 in UTC.
#ifndef TREADLE_BASE_TIME_TEXT_H
#define TREADLE_BASE_TIME_TEXT_H

#include <stdbool.h>
#include <stdint.h>

enum { TIME_TEXT_SIZE = 32 };

// The last moment of the year 9999, in milliseconds: what clocks of ours do not go beyond.
#define TIME_MAX_MS INT64_C(253402300799999)

// "2026-01-01T00:00:00.000Z": always three digits of milliseconds.
void treadle_time_write(char out[TIME_TEXT_SIZE], int64_t at_ms);
// "Thu, 01 Jan 1970 00:00:00 GMT": as HTTP's Date header has it. Years 0 to 9999.
void treadle_time_write_http(char out[TIME_TEXT_SIZE], int64_t at_ms);
// An ISO-8601 extended offset date-time, as RFC 3339 has it: with a 'T' and a zone. Fractions of
// any length are cut to milliseconds. False where the text is none.
bool treadle_time_read(const char *text, int64_t *out);

struct moment {
    int64_t ms;
    int32_t rest_ns;  // Nanoseconds beyond, 0 to 999,999.
};

// The same to the nanosecond, where further digits are cut.
bool treadle_moment_read(const char *text, struct moment *out);
int treadle_moment_compare(struct moment a, struct moment b);  // -1, 0 or 1.

// "2d", "1h30m", "250ms", "1.5s": what people type. False where the text is none, or past 100
// years.
bool treadle_duration_read(const char *text, int64_t *out_ms);
// The same, all of it: "6s", "1h30m", "23h8m30s"; "0s". Not negative. It reads back as it was.
void treadle_duration_spell(char out[TIME_TEXT_SIZE], int64_t duration_ms);
// "6 s", "2 ms", "1 h 30 m", "5 d 1 h": the two largest units. For people, not for parsing back.
void treadle_duration_write(char out[TIME_TEXT_SIZE], int64_t duration_ms);

#endif
