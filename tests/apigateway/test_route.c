// From a path to a method.
#include "services/apigateway/api.h"
#include "tests/apigateway/suites.h"
#include "tests/support/support.h"

static const struct method methods[] = {
    {.path = "", .verb = "GET"},
    {.path = "/items", .verb = "GET"},
    {.path = "/items", .verb = "ANY"},
    {.path = "/items/{id}", .verb = "GET"},
    {.path = "/items/new", .verb = "POST"},
    {.path = "/items/{id}/parts/{part}", .verb = "GET"},
    {.path = "/items/{id}/{rest+}", .verb = "ANY"},
    {.path = "/{first}/fixed", .verb = "GET"},
    {.path = "/files/{proxy+}", .verb = "GET"},
    {.path = "/{proxy+}", .verb = "ANY"}};

static const struct {
    const char *verb, *path;
    int method;  // -1: none.
} rows[] = {
    {"GET", "/", 0},
    {"POST", "/", -1},
    {"GET", "/items", 1},
    {"PUT", "/items", 2},
    {"GET", "/items/7", 3},
    {"GET", "/items/new", -1},  // The better resource has no such method.
    {"POST", "/items/new", 4},
    {"POST", "/items/7", -1},
    {"GET", "/items/7/parts/8", 5},
    {"PUT", "/items/7/parts/8", -1},
    {"PUT", "/items/7/parts", 6},
    {"PUT", "/items/7/parts/8/9", 6},
    {"PUT", "/items/7/", 9},
    {"GET", "/other/fixed", 7},
    {"GET", "/items/fixed", 3},
    {"GET", "/files", 9},
    {"GET", "/files/a", 8},
    {"GET", "/files/a/b", 8},
    {"GET", "/files/", 9},
    {"DELETE", "/files/a", -1},
    {"GET", "/Items", 9},
    {"get", "/items", 2},
    {"GET", "/items/", 9}};

START_TEST(finds_the_method) {
    const struct method *items[COUNT_OF(methods)];
    for (size_t i = 0; i < COUNT_OF(methods); i++)
        items[COUNT_OF(methods) - 1 - i] = &methods[i];  // The order in which they stand is none.
    struct methods all = {items, COUNT_OF(methods), COUNT_OF(methods)};
    struct stage stage = {"dev", &all};
    const struct method *found = treadle_api_route(&stage, rows[_i].verb, rows[_i].path);
    int at = found == NULL ? -1 : (int)(found - methods);
    ck_assert_msg(at == rows[_i].method, "%s %s: %d", rows[_i].verb, rows[_i].path, at);
}
END_TEST

Suite *suite_route(void) {
    TCase *tests = tcase_create("route");
    ADD_EACH(tests, finds_the_method, rows);
    return support_suite("route", tests);
}
