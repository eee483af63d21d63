// Moments as text and back.
//
// A day's number is counted in eras of 400 years that begin in March, so that the day a leap year
// adds is the last of its year and no table is needed.
#include "base/time_text.h"

#include <stddef.h>
#include <string.h>

#include "base/assert.h"
#include "base/memory.h"

#define MS_NS        1000000
#define SECOND_MS    INT64_C(1000)
#define MINUTE_MS    (60 * SECOND_MS)
#define HOUR_MS      (60 * MINUTE_MS)
#define DAY_MS       (24 * HOUR_MS)
#define ERA_DAYS     146097
#define ERA_YEARS    400
#define DAYS_TO_1970 719468            // From 1 March of the year 0.
#define DURATION_MAX (36525 * DAY_MS)  // 100 years.

struct date {
    int64_t year;
    int month, day;  // From 1.
};

static int64_t floor_divide(int64_t value, int64_t by) {
    return value / by - (value % by < 0);
}

static int64_t days_of(struct date date) {
    int64_t year = date.year - (date.month <= 2);
    int64_t era = floor_divide(year, ERA_YEARS), year_of_era = year - era * ERA_YEARS;
    int64_t day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - DAYS_TO_1970;
}

static struct date date_of(int64_t days) {
    days += DAYS_TO_1970;
    int64_t era = floor_divide(days, ERA_DAYS), day = days - era * ERA_DAYS;
    int64_t year = (day - day / 1460 + day / 36524 - day / (ERA_DAYS - 1)) / 365;
    int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * day_of_year + 2) / 153;  // From March.
    struct date date = {
        .year = year + era * ERA_YEARS + (month >= 10),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1)};
    return date;
}

// Puts [value] in at least [digits] digits, and gives what follows them.
static char *put_number(char *out, uint64_t value, int digits) {
    char room[20], *at = room + sizeof(room);
    for (; value > 0 || digits > 0; value /= 10, digits--)
        *--at = (char)('0' + value % 10);
    size_t size = (size_t)(room + sizeof(room) - at);
    memcpy(out, at, size);
    return out + size;
}

static char *put_part(char *out, char before, int64_t value, int digits) {
    *out++ = before;
    return put_number(out, (uint64_t)value, digits);
}

void treadle_time_write(char out[TIME_TEXT_SIZE], int64_t at_ms) {
    int64_t days = floor_divide(at_ms, DAY_MS), rest = (at_ms % DAY_MS + DAY_MS) % DAY_MS;
    struct date date = date_of(days);
    if (date.year < 0) *out++ = '-';
    out = put_number(out, (uint64_t)(date.year < 0 ? -date.year : date.year), 4);
    out = put_part(out, '-', date.month, 2);
    out = put_part(out, '-', date.day, 2);
    out = put_part(out, 'T', rest / HOUR_MS, 2);
    out = put_part(out, ':', rest / MINUTE_MS % 60, 2);
    out = put_part(out, ':', rest / SECOND_MS % 60, 2);
    out = put_part(out, '.', rest % SECOND_MS, 3);
    *out++ = 'Z';
    *out = '\0';
}

// RFC 9110: an IMF-fixdate, whose names are English everywhere.
void treadle_time_write_http(char out[TIME_TEXT_SIZE], int64_t at_ms) {
    static const char days_of_week[] = "ThuFriSatSunMonTueWed";  // 1970 began on a Thursday.
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    enum { NAME_SIZE = 3, WEEK_DAYS = 7 };
    int64_t days = floor_divide(at_ms, DAY_MS), rest = at_ms - days * DAY_MS;
    int64_t weekday = days - floor_divide(days, WEEK_DAYS) * WEEK_DAYS;
    struct date date = date_of(days);
    ASSERT(date.year >= 0 && date.year <= 9999);
    memcpy(out, &days_of_week[weekday * NAME_SIZE], NAME_SIZE);
    out[NAME_SIZE] = ',';
    out = put_part(out + NAME_SIZE + 1, ' ', date.day, 2);
    *out++ = ' ';
    memcpy(out, &months[(size_t)(date.month - 1) * NAME_SIZE], NAME_SIZE);
    out = put_part(out + NAME_SIZE, ' ', date.year, 4);
    out = put_part(out, ' ', rest / HOUR_MS, 2);
    out = put_part(out, ':', rest / MINUTE_MS % 60, 2);
    out = put_part(out, ':', rest / SECOND_MS % 60, 2);
    memcpy(out, " GMT", sizeof(" GMT"));
}

// Reads [count] digits at [*at], which moves past them; -1: there are not so many.
static int read_digits(const char **at, int count) {
    int value = 0;
    for (; count > 0; count--, ++*at) {
        if (**at < '0' || **at > '9') return -1;
        value = value * 10 + (**at - '0');
    }
    return value;
}

// Two digits up to [max], behind [before] unless that is NUL; -1 otherwise.
static int read_two(const char **at, char before, int max) {
    if (before != '\0' && *(*at)++ != before) return -1;
    int value = read_digits(at, 2);
    return value > max ? -1 : value;
}

static int month_days(int64_t year, int month) {
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool read_date(const char **at, int64_t *days) {
    struct date date = {.year = read_digits(at, 4)};
    if (date.year < 0) return false;
    date.month = read_two(at, '-', 12);
    if (date.month < 1) return false;
    date.day = read_two(at, '-', month_days(date.year, date.month));
    if (date.day < 1) return false;
    *days = days_of(date);
    return true;
}

// Nanoseconds of ".123456"; 0 where there is no point, -1 where no digit follows it. Further digits
// are cut.
static int32_t read_fraction(const char **at) {
    enum { DIGITS = 9 };
    if (**at != '.') return 0;
    ++*at;
    int32_t value = 0;
    int count = 0;
    for (; **at >= '0' && **at <= '9'; ++*at, count++)
        if (count < DIGITS) value = value * 10 + (**at - '0');
    if (count == 0) return -1;
    for (; count < DIGITS; count++)
        value *= 10;
    return value;
}

static bool read_time_of_day(const char **at, struct moment *out) {
    int hour = read_two(at, 'T', 23);
    if (hour < 0) return false;
    int minute = read_two(at, ':', 59);
    if (minute < 0) return false;
    int second = read_two(at, ':', 59);
    if (second < 0) return false;
    int32_t fraction = read_fraction(at);
    if (fraction < 0) return false;
    out->ms = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + fraction / MS_NS;
    out->rest_ns = fraction % MS_NS;
    return true;
}

static bool read_zone(const char **at, int64_t *out_ms) {
    char sign = *(*at)++;
    *out_ms = 0;
    if (sign == 'Z') return true;
    if (sign != '+' && sign != '-') return false;
    int hour = read_two(at, '\0', 23);
    if (hour < 0) return false;
    int minute = read_two(at, ':', 59);
    if (minute < 0) return false;
    *out_ms = (hour * HOUR_MS + minute * MINUTE_MS) * (sign == '+' ? 1 : -1);
    return true;
}

bool treadle_moment_read(const char *text, struct moment *out) {
    int64_t days = 0, zone_ms = 0;
    const char *at = text;
    struct moment moment;
    if (!read_date(&at, &days) || !read_time_of_day(&at, &moment) || !read_zone(&at, &zone_ms))
        return false;
    if (*at != '\0') return false;
    moment.ms += days * DAY_MS - zone_ms;
    *out = moment;
    return true;
}

bool treadle_time_read(const char *text, int64_t *out) {
    struct moment moment;
    if (!treadle_moment_read(text, &moment)) return false;
    *out = moment.ms;
    return true;
}

int treadle_moment_compare(struct moment a, struct moment b) {
    if (a.ms != b.ms) return a.ms < b.ms ? -1 : 1;
    return (a.rest_ns > b.rest_ns) - (a.rest_ns < b.rest_ns);
}

static const struct {
    const char *name;
    int64_t ms;
} units[] = {{"d", DAY_MS}, {"h", HOUR_MS}, {"m", MINUTE_MS}, {"s", SECOND_MS}, {"ms", 1}};

// The unit named at [*at], which moves past it; 0: none.
static int64_t read_unit(const char **at) {
    size_t size = strspn(*at, "dhms");
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (strlen(units[i].name) != size || memcmp(units[i].name, *at, size) != 0) continue;
        *at += size;
        return units[i].ms;
    }
    return 0;
}

// One number and its unit. Digits of a fraction that milliseconds cannot show are cut.
static bool read_part(const char **at, int64_t *out_ms, int64_t *unit_ms) {
    const char *start = *at;
    int64_t whole = 0, fraction = 0, scale = 1;
    for (; **at >= '0' && **at <= '9'; ++*at)
        if (whole < DURATION_MAX) whole = whole * 10 + (**at - '0');
    if (*at == start) return false;
    if (**at == '.') {
        const char *point = (*at)++;
        for (; **at >= '0' && **at <= '9'; ++*at) {
            if (scale > DAY_MS) continue;
            fraction = fraction * 10 + (**at - '0');
            scale *= 10;
        }
        if (*at == point + 1) return false;
    }
    int64_t ms = read_unit(at);
    if (ms == 0 || ms >= *unit_ms || whole > DURATION_MAX / ms) return false;
    *unit_ms = ms;
    *out_ms += whole * ms + fraction * ms / scale;
    return true;
}

bool treadle_duration_read(const char *text, int64_t *out_ms) {
    int64_t sum = 0, unit_ms = INT64_MAX;
    const char *at = text;
    do
        if (!read_part(&at, &sum, &unit_ms)) return false;
    while (*at != '\0');
    if (sum > DURATION_MAX) return false;
    *out_ms = sum;
    return true;
}

void treadle_duration_spell(char out[TIME_TEXT_SIZE], int64_t duration_ms) {
    ASSERT(duration_ms >= 0);
    if (duration_ms == 0) memcpy(out, "0s", 3);
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        int64_t count = duration_ms / units[i].ms;
        duration_ms %= units[i].ms;
        if (count == 0) continue;
        out = put_number(out, (uint64_t)count, 1);
        memcpy(out, units[i].name, strlen(units[i].name) + 1);
        out += strlen(units[i].name);
    }
}

static char *put_unit(char *out, uint64_t count, const char *name) {
    out = put_number(out, count, 1);
    *out++ = ' ';
    size_t size = strlen(name);
    memcpy(out, name, size);
    return out + size;
}

void treadle_duration_write(char out[TIME_TEXT_SIZE], int64_t duration_ms) {
    uint64_t rest = duration_ms < 0 ? 0 - (uint64_t)duration_ms : (uint64_t)duration_ms;
    if (duration_ms < 0) *out++ = '-';
    size_t first = 0;
    while (first + 1 < COUNT_OF(units) && rest < (uint64_t)units[first].ms)
        first++;
    uint64_t unit = (uint64_t)units[first].ms;
    out = put_unit(out, rest / unit, units[first].name);
    size_t second = first + 1;
    uint64_t behind = second < COUNT_OF(units) ? rest % unit / (uint64_t)units[second].ms : 0;
    if (behind > 0) {
        *out++ = ' ';
        out = put_unit(out, behind, units[second].name);
    }
    *out = '\0';
}
