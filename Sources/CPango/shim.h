// The few functions of cairo and Pango that the press uses, declared here: their headers lie in folders that only
// pkg-config knows, and its flags (-pthread) are none that a package may pass on.
#include <stddef.h>
