// Moments and durations as text and back.
#include <string.h>

#include "base/random.h"
#include "base/time_text.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *text;
    int64_t at_ms;
} moments[] = {
    {"1970-01-01T00:00:00.000Z", 0},
    {"1970-01-01T00:00:00.001Z", 1},
    {"1969-12-31T23:59:59.999Z", -1},
    {"2000-02-29T12:34:56.789Z", INT64_C(951827696789)},
    {"1900-03-01T00:00:00.000Z", INT64_C(-2203891200000)},
    {"2026-01-01T00:00:00.000Z", INT64_C(1767225600000)},
    {"2038-01-19T03:14:08.000Z", INT64_C(2147483648000)},
    {"2100-02-28T23:59:59.000Z", INT64_C(4107542399000)},
    {"2100-03-01T00:00:00.000Z", INT64_C(4107542400000)},
    {"9999-12-31T23:59:59.999Z", INT64_C(253402300799999)},
    {"0000-01-01T00:00:00.000Z", INT64_C(-62167219200000)},
};

START_TEST(writes_and_reads_moments) {
    char text[TIME_TEXT_SIZE];
    treadle_time_write(text, moments[_i].at_ms);
    ck_assert_str_eq(text, moments[_i].text);
    int64_t at_ms = -7;
    ck_assert(treadle_time_read(moments[_i].text, &at_ms));
    ck_assert_int_eq(at_ms, moments[_i].at_ms);
}
END_TEST

START_TEST(any_moment_survives) {
    uint64_t random = 11;
    for (int i = 0; i < 20000; i++) {
        int64_t at_ms =
            (int64_t)treadle_random_below(&random, UINT64_C(315569519999999)) - 62167219200000;
        char text[TIME_TEXT_SIZE];
        int64_t back = 0;
        treadle_time_write(text, at_ms);
        if (!treadle_time_read(text, &back) || back != at_ms) ck_abort_msg("%s", text);
    }
}
END_TEST

START_TEST(writes_what_no_calendar_has) {
    char text[TIME_TEXT_SIZE];
    treadle_time_write(text, INT64_MIN);
    ck_assert_str_eq(text, "-292275055-05-16T16:47:04.192Z");
    treadle_time_write(text, INT64_MAX);
    ck_assert_str_eq(text, "292278994-08-17T07:12:55.807Z");
}
END_TEST

static const struct {
    const char *text;
    int64_t at_ms;
} http_dates[] = {
    {"Thu, 01 Jan 1970 00:00:00 GMT", 999},
    {"Wed, 31 Dec 1969 23:59:59 GMT", -1},
    {"Sun, 06 Nov 1994 08:49:37 GMT", INT64_C(784111777000)},  // RFC 9110's example.
    {"Tue, 29 Feb 2000 12:34:56 GMT", INT64_C(951827696789)},
    {"Fri, 31 Dec 9999 23:59:59 GMT", INT64_C(253402300799999)}};

START_TEST(writes_moments_as_http_does) {
    char text[TIME_TEXT_SIZE];
    treadle_time_write_http(text, http_dates[_i].at_ms);
    ck_assert_str_eq(text, http_dates[_i].text);
}
END_TEST

static const struct {
    const char *text, *same;
} spellings[] = {
    {"2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z"},
    {"2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.500Z"},
    {"2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00.123Z"},
    {"2026-01-01T00:00:00.9999999999999999Z", "2026-01-01T00:00:00.999Z"},
    {"2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00.000Z"},
    {"2026-01-01T00:00:00-00:00", "2026-01-01T00:00:00.000Z"},
    {"2026-01-01T01:30:00+01:30", "2026-01-01T00:00:00.000Z"},
    {"2025-12-31T16:00:00-08:00", "2026-01-01T00:00:00.000Z"},
    {"2026-01-01T00:00:00.25+14:00", "2025-12-31T10:00:00.250Z"},
};

START_TEST(reads_fractions_and_zones) {
    int64_t at_ms = 0;
    char text[TIME_TEXT_SIZE];
    ck_assert(treadle_time_read(spellings[_i].text, &at_ms));
    treadle_time_write(text, at_ms);
    ck_assert_str_eq(text, spellings[_i].same);
}
END_TEST

// Each later than the one before it.
static const char *const rising[] = {
    "2026-01-01T00:59:59.999999999+01:00",
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00.000000001Z",
    "2026-01-01T00:00:00.00000000299Z",
    "2026-01-01T00:00:00.001Z",
    "2026-01-01T00:00:00.00100001-00:00",
    "2026-01-01T00:00:01Z"};

START_TEST(compares_to_the_nanosecond) {
    struct moment one, other;
    ck_assert(treadle_moment_read(rising[_i], &one));
    for (int i = 0; i < (int)COUNT_OF(rising); i++) {
        ck_assert(treadle_moment_read(rising[i], &other));
        int want = _i < i ? -1 : _i > i;
        ck_assert_int_eq(treadle_moment_compare(one, other), want);
    }
}
END_TEST

START_TEST(cuts_after_nanoseconds) {
    struct moment one, other;
    ck_assert(treadle_moment_read("2026-01-01T00:00:00.1234567891Z", &one));
    ck_assert(treadle_moment_read("2026-01-01T00:00:00.1234567899Z", &other));
    ck_assert_int_eq(treadle_moment_compare(one, other), 0);
    ck_assert_int_eq(one.rest_ns, 456789);
}
END_TEST

static const char *const no_moments[] = {
    "",
    "2026",
    "2026-01-01",
    "2026-01-01T00:00:00",
    "2026-01-01 00:00:00Z",
    "2026-01-01t00:00:00Z",
    "2026-01-01T00:00:00z",
    "2026-01-01T00:00Z",
    "2026-1-1T00:00:00Z",
    "26-01-01T00:00:00Z",
    "05-12-2016T21:29:29Z",
    "2026-00-01T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-32T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "2100-02-29T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00,5Z",
    "2026-01-01T00:00:00+0000",
    "2026-01-01T00:00:00+00",
    "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00+00:60",
    "2026-01-01T00:00:00Z ",
    " 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00ZZ",
    "+2026-01-01T00:00:00Z",
    "2026-01-01T-1:00:00Z",
};

START_TEST(refuses_what_is_no_moment) {
    int64_t at_ms = 7;
    ck_assert(!treadle_time_read(no_moments[_i], &at_ms));
    ck_assert_int_eq(at_ms, 7);
}
END_TEST

static const struct {
    const char *text;
    int64_t ms;
} durations[] = {
    {"0s", 0},
    {"250ms", 250},
    {"1.5s", 1500},
    {"2d", 172800000},
    {"1h30m", 5400000},
    {"1d1h1m1s1ms", 90061001},
    {"0.5h", 1800000},
    {"0.0001s", 0},
    {"1.9999ms", 1},
    {"36500d", INT64_C(3153600000000)},
    {"00007m", 420000},
    {"36525d", INT64_C(3155760000000)},
    {"1.25d", 108000000},
};

START_TEST(reads_durations) {
    int64_t ms = -1;
    ck_assert(treadle_duration_read(durations[_i].text, &ms));
    ck_assert_int_eq(ms, durations[_i].ms);
}
END_TEST

static const char *const no_durations[] = {
    "",     "5",    "s",    "5 s",   "-5s", "+5s",   "5sec",   "5S",        "1m1h",
    "1s1s", "1.s",  ".5s",  "1..5s", "5s ", "1h-5m", "36526d", "36525d1ms", "99999999999999999999d",
    "1e3s", "5msm", "1,5s",
};

START_TEST(refuses_what_is_no_duration) {
    int64_t ms = 7;
    ck_assert(!treadle_duration_read(no_durations[_i], &ms));
    ck_assert_int_eq(ms, 7);
}
END_TEST

static const struct {
    int64_t ms;
    const char *text;
} written[] = {
    {0, "0 ms"},           {2, "2 ms"},
    {999, "999 ms"},       {6000, "6 s"},
    {1500, "1 s 500 ms"},  {60000, "1 m"},
    {5400000, "1 h 30 m"}, {5400999, "1 h 30 m"},
    {3600001, "1 h"},      {435600000, "5 d 1 h"},
    {-6000, "-6 s"},       {INT64_MIN, "-106751991167 d 7 h"},
};

static const struct {
    int64_t ms;
    const char *text;
} spelled[] = {
    {0, "0s"},
    {1, "1ms"},
    {6000, "6s"},
    {1500, "1s500ms"},
    {5400000, "1h30m"},
    {83310000, "23h8m30s"},
    {172800000, "2d"},
    {INT64_C(36525) * 86400000, "36525d"},
    {INT64_C(36524) * 86400000 + 86399999, "36524d23h59m59s999ms"},
};

START_TEST(spells_durations_that_read_back) {
    char text[TIME_TEXT_SIZE];
    treadle_duration_spell(text, spelled[_i].ms);
    ck_assert_str_eq(text, spelled[_i].text);
    int64_t again = -1;
    ck_assert(treadle_duration_read(text, &again));
    ck_assert_int_eq(again, spelled[_i].ms);
}
END_TEST

START_TEST(spells_what_is_too_long_to_be_read) {
    char text[TIME_TEXT_SIZE];
    treadle_duration_spell(text, INT64_MAX);
    ck_assert_str_eq(text, "106751991167d7h12m55s807ms");
}
END_TEST

START_TEST(writes_durations_for_people) {
    char text[TIME_TEXT_SIZE];
    treadle_duration_write(text, written[_i].ms);
    ck_assert_str_eq(text, written[_i].text);
}
END_TEST

Suite *suite_time_text(void) {
    TCase *tests = tcase_create("time_text");
    ADD_EACH(tests, writes_and_reads_moments, moments);
    ADD_EACH(tests, writes_moments_as_http_does, http_dates);
    tcase_add_test(tests, any_moment_survives);
    tcase_add_test(tests, writes_what_no_calendar_has);
    ADD_EACH(tests, reads_fractions_and_zones, spellings);
    ADD_EACH(tests, compares_to_the_nanosecond, rising);
    tcase_add_test(tests, cuts_after_nanoseconds);
    ADD_EACH(tests, refuses_what_is_no_moment, no_moments);
    ADD_EACH(tests, reads_durations, durations);
    ADD_EACH(tests, refuses_what_is_no_duration, no_durations);
    ADD_EACH(tests, spells_durations_that_read_back, spelled);
    tcase_add_test(tests, spells_what_is_too_long_to_be_read);
    ADD_EACH(tests, writes_durations_for_people, written);
    return support_suite("time_text", tests);
}
