import Core
import Synchronization

/// The city that a desk and all its copies work with. Only what people decide between two packs changes: the
/// dispatch catalogue with its limits.
final class CitySource: Sendable {
    private let state: Mutex<City>

    init(_ city: City) { state = Mutex(city) }

    var city: City { state.withLock { $0 } }

    func renew(dispatch: DispatchCatalogue, limits: LimitTable) {
        state.withLock { $0 = $0.changed(limits: limits, dispatch: dispatch) }
    }
}
