// The suites treadle-conformance can run: each a function that judges one case.
#ifndef TREADLE_CONFORMANCE_SUITES_H
#define TREADLE_CONFORMANCE_SUITES_H

#include "conformance/report.h"

#define SUITE(name, about) void suite_##name(struct report *report, const cJSON *test);
#include "conformance/suites.def"
#undef SUITE

#endif
