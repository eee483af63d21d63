// The integrations of the catalog, given to an engine.
#include "integrations/catalog.h"

#include <string.h>

#include "base/assert.h"
#include "base/memory.h"

static const struct treadle_integration *const catalog[] = {
#define INTEGRATION(name) &treadle_integration_##name,
#include "integrations/catalog.def"
#undef INTEGRATION
};

bool treadle_integrations_carry(const char *service) {
    REQUIRE(service);
    for (size_t i = 0; i < COUNT_OF(catalog); i++)
        if (strcmp(catalog[i]->service, service) == 0) return true;
    return false;
}

int treadle_integrations_add(treadle_engine *engine, treadle_world *world) {
    REQUIRE(engine);
    REQUIRE(world);
    int status = 0;
    for (size_t i = 0; i < COUNT_OF(catalog) && status == 0; i++)
        status = treadle_engine_add(engine, catalog[i], world);
    return status;
}

int treadle_integrations_add_one(
    treadle_engine *engine, treadle_world *world, const char *service) {
    REQUIRE(engine);
    REQUIRE(world);
    REQUIRE(service);
    for (size_t i = 0; i < COUNT_OF(catalog); i++)
        if (strcmp(catalog[i]->service, service) == 0)
            return treadle_engine_add(engine, catalog[i], world);
    return TREADLE_ENOROUTE;
}
