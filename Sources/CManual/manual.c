#include "manual.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char guides_zh[] = {
#embed "../Developers/Texts/guides.zh.md" if_empty(0)
};
static const unsigned char guides_en[] = {
#embed "../Developers/Texts/guides.en.md" if_empty(0)
};
static const unsigned char help_zh[] = {
#embed "../Developers/Texts/help.zh.md" if_empty(0)
};
static const unsigned char help_en[] = {
#embed "../Developers/Texts/help.en.md" if_empty(0)
};

#define TEXT(name, bytes) {name, bytes, sizeof(bytes)}

static const ManualText manual_texts[] = {
    TEXT("guides.zh", guides_zh),
    TEXT("guides.en", guides_en),
    TEXT("help.zh", help_zh),
    TEXT("help.en", help_en),
};

const ManualText *manual_text_list(void) { return manual_texts; }

const size_t manual_text_count = sizeof(manual_texts) / sizeof(manual_texts[0]);
