// The few functions of cairo and Pango that the press uses, declared here: their headers lie in folders that only
// pkg-config knows, and its flags (-pthread) are none that a package may pass on. Their shapes are part of the
// stable interfaces of cairo 1 and Pango 1.
#include <stddef.h>

// cairo: pages, lines, pictures.
typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef int (*lx_cairo_write)(void *closure, const unsigned char *data, unsigned int length);

cairo_surface_t *cairo_pdf_surface_create_for_stream(
    lx_cairo_write write, void *closure, double width, double height);
void cairo_pdf_surface_set_metadata(cairo_surface_t *surface, int field, const char *text);
cairo_surface_t *cairo_image_surface_create(int format, int width, int height);
int cairo_surface_set_mime_data(
    cairo_surface_t *surface, const char *type, const unsigned char *data, unsigned long length,
    void (*destroy)(void *), void *closure);
void cairo_surface_finish(cairo_surface_t *surface);
void cairo_surface_destroy(cairo_surface_t *surface);
int cairo_surface_status(cairo_surface_t *surface);
cairo_t *cairo_create(cairo_surface_t *surface);
void cairo_destroy(cairo_t *cr);
int cairo_status(cairo_t *cr);
void cairo_show_page(cairo_t *cr);
void cairo_save(cairo_t *cr);
void cairo_restore(cairo_t *cr);
void cairo_translate(cairo_t *cr, double x, double y);
void cairo_scale(cairo_t *cr, double x, double y);
void cairo_set_source_rgb(cairo_t *cr, double red, double green, double blue);
void cairo_set_source_surface(cairo_t *cr, cairo_surface_t *surface, double x, double y);
void cairo_set_line_width(cairo_t *cr, double width);
void cairo_move_to(cairo_t *cr, double x, double y);
void cairo_line_to(cairo_t *cr, double x, double y);
void cairo_rectangle(cairo_t *cr, double x, double y, double width, double height);
void cairo_stroke(cairo_t *cr);
void cairo_fill(cairo_t *cr);
void cairo_paint(cairo_t *cr);

// Pango: text in lines. Sizes are in 1024ths of a point.
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoContext PangoContext;
typedef struct _PangoLayout PangoLayout;
typedef struct _PangoLayoutLine PangoLayoutLine;
typedef struct _PangoLayoutIter PangoLayoutIter;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoLanguage PangoLanguage;

PangoFontMap *pango_cairo_font_map_new(void);
PangoContext *pango_font_map_create_context(PangoFontMap *map);
void pango_cairo_update_context(cairo_t *cr, PangoContext *context);
void pango_context_set_language(PangoContext *context, PangoLanguage *language);
PangoLanguage *pango_language_from_string(const char *tag);
PangoLayout *pango_layout_new(PangoContext *context);
void pango_layout_set_text(PangoLayout *layout, const char *text, int length);
void pango_layout_set_font_description(PangoLayout *layout, const PangoFontDescription *font);
void pango_layout_set_width(PangoLayout *layout, int width);
void pango_layout_set_wrap(PangoLayout *layout, int mode);
void pango_layout_set_spacing(PangoLayout *layout, int spacing);
void pango_layout_get_size(PangoLayout *layout, int *width, int *height);
PangoLayoutIter *pango_layout_get_iter(PangoLayout *layout);
void pango_layout_iter_free(PangoLayoutIter *iter);
int pango_layout_iter_next_line(PangoLayoutIter *iter);
int pango_layout_iter_get_baseline(PangoLayoutIter *iter);
void pango_layout_iter_get_line_yrange(PangoLayoutIter *iter, int *top, int *bottom);
PangoLayoutLine *pango_layout_iter_get_line_readonly(PangoLayoutIter *iter);
PangoLayoutLine *pango_layout_line_ref(PangoLayoutLine *line);
void pango_layout_line_unref(PangoLayoutLine *line);
typedef struct { int x, y, width, height; } PangoRectangle;
void pango_layout_line_get_extents(PangoLayoutLine *line, PangoRectangle *ink, PangoRectangle *logical);
void pango_cairo_show_layout_line(cairo_t *cr, PangoLayoutLine *line);
PangoFontDescription *pango_font_description_new(void);
void pango_font_description_set_family(PangoFontDescription *font, const char *family);
void pango_font_description_set_absolute_size(PangoFontDescription *font, double size);
void pango_font_description_set_weight(PangoFontDescription *font, int weight);
void pango_font_description_free(PangoFontDescription *font);
void g_object_unref(void *object);
