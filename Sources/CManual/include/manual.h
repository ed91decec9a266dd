// The guides for integrators and the help of every page, as they lie in Sources/Developers/Texts: built into the
// program by the C compiler.
#include <stddef.h>

typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t count;
} ManualText;

const ManualText *manual_text_list(void);
extern const size_t manual_text_count;
