#include "browser.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char base_css[] = {
#embed "../Web/Assets/base.css" if_empty(0)
};
static const unsigned char resident_css[] = {
#embed "../Web/Assets/resident.css" if_empty(0)
};
static const unsigned char desk_css[] = {
#embed "../Web/Assets/desk.css" if_empty(0)
};
static const unsigned char matter_css[] = {
#embed "../Web/Assets/matter.css" if_empty(0)
};
static const unsigned char areas_css[] = {
#embed "../Web/Assets/areas.css" if_empty(0)
};
static const unsigned char administration_css[] = {
#embed "../Web/Assets/administration.css" if_empty(0)
};
static const unsigned char developers_css[] = {
#embed "../Web/Assets/developers.css" if_empty(0)
};
static const unsigned char files_css[] = {
#embed "../Web/Assets/files.css" if_empty(0)
};
static const unsigned char lianxin_js[] = {
#embed "../Web/Assets/lianxin.js" if_empty(0)
};
static const unsigned char raise_js[] = {
#embed "../Web/Assets/raise.js" if_empty(0)
};
static const unsigned char upload_js[] = {
#embed "../Web/Assets/upload.js" if_empty(0)
};
static const unsigned char map_js[] = {
#embed "../Web/Assets/map.js" if_empty(0)
};
static const unsigned char desk_js[] = {
#embed "../Web/Assets/desk.js" if_empty(0)
};
static const unsigned char matter_js[] = {
#embed "../Web/Assets/matter.js" if_empty(0)
};
static const unsigned char editor_js[] = {
#embed "../Web/Assets/editor.js" if_empty(0)
};
static const unsigned char try_js[] = {
#embed "../Web/Assets/try.js" if_empty(0)
};
static const unsigned char calls_js[] = {
#embed "../Web/Assets/calls.js" if_empty(0)
};
static const unsigned char triage_js[] = {
#embed "../Web/Assets/triage.js" if_empty(0)
};
static const unsigned char joins_js[] = {
#embed "../Web/Assets/joins.js" if_empty(0)
};
static const unsigned char waiter_js[] = {
#embed "../Web/Assets/waiter.js" if_empty(0)
};
static const unsigned char icons_svg[] = {
#embed "../Web/Assets/icons.svg" if_empty(0)
};
static const unsigned char leaflet_js[] = {
#embed "../Web/Assets/fetched/leaflet.js" if_empty(0)
};
static const unsigned char leaflet_css[] = {
#embed "../Web/Assets/fetched/leaflet.css" if_empty(0)
};

#define FILE(name, bytes) {name, bytes, sizeof(bytes)}

static const BrowserFile browser_files[] = {
    FILE("base.css", base_css),
    FILE("resident.css", resident_css),
    FILE("desk.css", desk_css),
    FILE("matter.css", matter_css),
    FILE("areas.css", areas_css),
    FILE("administration.css", administration_css),
    FILE("developers.css", developers_css),
    FILE("files.css", files_css),
    FILE("lianxin.js", lianxin_js),
    FILE("raise.js", raise_js),
    FILE("upload.js", upload_js),
    FILE("map.js", map_js),
    FILE("desk.js", desk_js),
    FILE("matter.js", matter_js),
    FILE("editor.js", editor_js),
    FILE("try.js", try_js),
    FILE("calls.js", calls_js),
    FILE("triage.js", triage_js),
    FILE("joins.js", joins_js),
    FILE("waiter.js", waiter_js),
    FILE("icons.svg", icons_svg),
    FILE("leaflet.js", leaflet_js),
    FILE("leaflet.css", leaflet_css),
};

const BrowserFile *browser_file_list(void) { return browser_files; }

const size_t browser_file_count = sizeof(browser_files) / sizeof(browser_files[0]);
