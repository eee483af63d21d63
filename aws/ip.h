// Internet addresses as numbers, without the socket library's headers.
#ifndef TREADLE_AWS_IP_H
#define TREADLE_AWS_IP_H

#include <stdbool.h>

// Is [address] within [range], "192.0.2.0/24", "2001:db8::/32" or a single address? False also
// where either is none, or they are of different kinds.
bool treadle_ip_within(const char *address, const char *range);

#endif
