#include "hk_layout.h"

// 0.00001234: the digits begin behind as many zeros as the exponent says, and the point among them
// is not needed.
#define BELOW_ONE(e)                                                                               \
    {{.point = 16, .at = 1 + (e), .last_at = 17 + (e)}, .least = 0, .more = 1 + (e)}
// 12.34: behind the digits before the point, one more character; without digits behind it, none.
#define ABOVE_ONE(e) {{.point = (e) + 1, .at = 0, .last_at = 17}, .least = (e) + 1, .more = 1}

const hk_place hk_places[HK_PLACES] = {
    BELOW_ONE(5),  BELOW_ONE(4),  BELOW_ONE(3),  BELOW_ONE(2),  BELOW_ONE(1),  ABOVE_ONE(0),
    ABOVE_ONE(1),  ABOVE_ONE(2),  ABOVE_ONE(3),  ABOVE_ONE(4),  ABOVE_ONE(5),  ABOVE_ONE(6),
    ABOVE_ONE(7),  ABOVE_ONE(8),  ABOVE_ONE(9),  ABOVE_ONE(10), ABOVE_ONE(11), ABOVE_ONE(12),
    ABOVE_ONE(13), ABOVE_ONE(14), ABOVE_ONE(15), {.more = HK_SCIENTIFIC},
};
