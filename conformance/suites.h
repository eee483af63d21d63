// The suites treadle-conformance can run: each a function that judges one case.
#ifndef TREADLE_CONFORMANCE_SUITES_H
#define TREADLE_CONFORMANCE_SUITES_H

#include "conformance/report.h"

#define SUITE(name, about) report_judge suite_##name;
#include "conformance/suites.def"
#undef SUITE

#endif
