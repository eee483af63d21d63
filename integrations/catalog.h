// All integrations treadle has. [self] of each is the world its calls go to.
#ifndef TREADLE_INTEGRATIONS_CATALOG_H
#define TREADLE_INTEGRATIONS_CATALOG_H

#include "treadle/world.h"

#define INTEGRATION(name) extern const struct treadle_integration treadle_integration_##name;
#include "integrations/catalog.def"
#undef INTEGRATION

#endif
