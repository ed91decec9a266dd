public import Core
public import Storage
import Synchronization

/// The areas of the city with the outlines that hold now: those of the pack, and over them those that
/// people drew since. Pages that pick a place ask here, so that a new outline holds at once.
///
/// Each server looks at most every few seconds whether another one stored something newer.
///
/// Lock: the tree of this moment, replaced as a whole.
public final class ShapeSource: Sendable {
    private struct State {
        var tree: AreaTree
        var mark: ShapeMark?
        var checkedAt: Moment?
    }

    private let plain: AreaTree
    private let database: (any Database)?
    private let state: Mutex<State>

    /// For so many milliseconds nobody looks again.
    public static let rest: Int64 = 3000

    /// Outlines that never change: those of the areas themselves.
    public init(areas: AreaTree) {
        plain = areas
        database = nil
        state = Mutex(State(tree: areas))
    }

    /// Outlines of a database that has the tables of the administration.
    public init(areas: AreaTree, database: any Database) {
        plain = areas
        self.database = database
        state = Mutex(State(tree: areas))
    }

    /// The areas as they are now.
    public func areas(at now: Moment) async throws -> AreaTree {
        guard let database else { return plain }
        let kept = state.withLock { state -> (tree: AreaTree, mark: ShapeMark?, fresh: Bool) in
            let fresh = state.checkedAt.map { now >= $0 && now - $0 < Self.rest } ?? false
            return (state.tree, state.mark, fresh)
        }
        if kept.fresh { return kept.tree }
        let drawn = try await database.read { connection -> (mark: ShapeMark, shapes: [AreaCode: Shape?]?) in
            let store = ShapeStore(connection: connection)
            let mark = try store.mark()
            return (mark, mark == kept.mark ? nil : try store.current())
        }
        let tree = drawn.shapes.map { ShapeSource.tree(plain, with: $0) } ?? kept.tree
        state.withLock { $0 = State(tree: tree, mark: drawn.mark, checkedAt: now) }
        return tree
    }

    /// What this server remembers is out of date: it just stored an outline.
    public func forget() { state.withLock { $0.checkedAt = nil } }

    private static func tree(_ plain: AreaTree, with shapes: [AreaCode: Shape?]) -> AreaTree {
        if shapes.isEmpty { return plain }
        return AreaTree(
            plain.codes.compactMap { code in
                guard let area = plain[code] else { return nil }
                guard let shape = shapes[code] else { return area }
                return Area(code: code, name: area.name, position: area.position, shape: shape)
            })
    }
}

/// Tells one state of all outlines from any other, also where a lower number became visible late.
struct ShapeMark: Hashable, Sendable {
    let newest: Int64
    let count: Int
}

/// A stored outline of an area.
public struct ShapeVersion: Hashable, Sendable {
    /// Counts up over all areas.
    public let version: Int64
    public let code: AreaCode
    /// Nil where the outline was taken away.
    public let shape: Shape?
    /// The person who drew it.
    public let by: Int64
    public let at: Moment
    public let note: String

    public init(version: Int64, code: AreaCode, shape: Shape?, by: Int64, at: Moment, note: String) {
        self.version = version
        self.code = code
        self.shape = shape
        self.by = by
        self.at = at
        self.note = note
    }
}

/// Somebody else stored an outline of the area since it was opened.
public struct ShapeChanged: Error, Hashable, Sendable {
    public init() {}
}
