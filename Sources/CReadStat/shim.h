#ifndef HOMEOSTAT_CREADSTAT_SHIM_H
#define HOMEOSTAT_CREADSTAT_SHIM_H

#include <readstat.h>
/* Text arrives in the encoding that a file declares; iconv knows the rarer ones. */
#include <iconv.h>

#endif
