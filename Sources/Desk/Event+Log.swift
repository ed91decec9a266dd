public import Core
public import Storage

extension Event {
    /// An event as it stands in the log, for followers.
    ///
    /// - Throws: A `Fault` of code `corrupt` for what nobody wrote here.
    public init(_ logged: LoggedEvent) throws {
        self = try logged.read(EventPayload.decode)
    }
}

extension City {
    /// Whether somebody with these posts sees a matter of an area that these units have.
    ///
    /// - Parameter sharers: Units beside these that have a part of it.
    public func sees(
        _ posts: [Post], area: AreaCode, lead: UnitCode?, raisedTo: UnitCode?, sharers: [UnitCode] = []
    ) -> Bool {
        posts.contains { post in
            switch roles[post.role]?.sight {
            case .area: post.area.contains(area)
            case .unit: post.unit == lead || post.unit == raisedTo || sharers.contains(post.unit)
            case nil: false
            }
        }
    }

    /// Whether somebody with these posts sees a matter.
    public func sees(_ posts: [Post], _ record: MatterRecord) -> Bool {
        sees(
            posts, area: record.area, lead: record.lead, raisedTo: record.raisedTo, sharers: record.sharers)
    }
}
