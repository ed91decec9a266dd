public import Markup

extension Words {
    /// The sentences of a map.
    public var mapTexts: MapView.Texts {
        MapView.Texts(
            open: self("web.map.open"), locate: self("web.map.locate"), locating: self("web.map.locating"),
            notLocated: self("web.map.notLocated"), latitude: self("web.map.latitude"),
            longitude: self("web.map.longitude"), coordinates: self("web.map.coordinates"),
            hint: self("web.map.hint"), picked: self("web.map.picked", ["name": "{name}"]),
            outside: self("web.map.outside"), failed: self("web.map.failed"),
            zoomIn: self("web.map.zoomIn"), zoomOut: self("web.map.zoomOut"), credit: self("web.map.credit"))
    }
}
