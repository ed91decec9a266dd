import Core
import Markup
import Web

/// `/areas/:code/feed.atom` (RFC 4287): what an area's page shows, for feed readers.
struct AreaFeed {
    let words: Words
    let sight: AreaSight
    let area: Area
    let picture: AreaPicture
    /// The public address of the site.
    let address: String

    var xml: HTML {
        let records = (picture.open + picture.solved).sorted { ($1.listedAt, $1.id) < ($0.listedAt, $0.id) }
        let updated = records.map(\.changedAt).max() ?? Moment(milliseconds: 0)
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
            <title>\(words("areas.feedTitle", ["area": area.name]))</title>
            <id>\(address)\(AreasPath.area(area.code))</id>
            <updated>\(updated.iso)</updated>
            <link rel="self" type="application/atom+xml" href="\(address)\(AreasPath.feed(area.code))"/>
            <link rel="alternate" type="text/html" href="\(address)\(AreasPath.area(area.code))"/>
            <author><name>\(words(sight.city.name))</name></author>
            \(records.map(entry))</feed>

            """
    }

    private func entry(_ record: AreaRecord) -> HTML {
        let category = sight.city.catalogue[record.category].map { words($0.name) } ?? record.category
        let place = sight.place(of: record.area, words.language)
        return """
            <entry>
            <title>\(words("areas.entry", ["category": category, "place": place]))</title>
            <id>\(address)\(AreasPath.area(record.area))#m-\(record.key)</id>
            <updated>\(record.changedAt.iso)</updated>
            <published>\(record.raisedAt.iso)</published>
            <link href="\(address)\(AreasPath.area(record.area))"/>
            <category term="\(record.category)" label="\(category)"/>
            <summary>\(sight.stage(record, words.language))</summary>
            </entry>

            """
    }
}
