// What browsers are given, as it lies in Sources/Web/Assets: built into the program by the C compiler, which takes
// a moment where a Swift array takes a minute.
#include <stddef.h>

typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t count;
} BrowserFile;

const BrowserFile *browser_file_list(void);
extern const size_t browser_file_count;
