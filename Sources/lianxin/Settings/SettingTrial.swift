import CityPack
import Core
import PostgresStorage
import SQLiteStorage
import Web

/// Whether the settings can be used on this machine: what `serve` asks of its host, its pack and its database
/// before it touches anything, asked without serving. A port that is taken is none of it: a server may run.
enum SettingTrial {
    /// What cannot be used. Settings that are wrong in themselves are left out; of them that was told.
    static func complaints(_ configuration: Configuration) -> [SettingComplaint] {
        hosts(configuration) + city(configuration) + database(configuration)
    }

    /// Hosts that are none of this machine's.
    static func hosts(_ configuration: Configuration) -> [SettingComplaint] {
        let host = tried(.host, configuration) { () throws(Fault) in
            try configuration.listeningPlace.checkHost()
        }
        let inner = tried(.metrics, configuration) { () throws(Fault) in
            try configuration.innerPlace?.checkHost()
        }
        return [host, inner].compactMap(\.self)
    }

    private static func city(_ configuration: Configuration) -> [SettingComplaint] {
        if configuration.doubtful().contains(.city) { return [] }
        do throws(PackRefusal) {
            _ = try CityPack.load(configuration.text(.city))
            return []
        } catch {
            guard let first = error.complaints.first else { return [] }
            let place = first.line > 0 ? "\(first.file):\(first.line)" : first.file
            return [
                SettingComplaint(
                    place: configuration.place(of: .city),
                    problem: "the city pack cannot be used: \(place): \(first.problem)",
                    remedy: "\(first.remedy).", setting: .city)
            ]
        }
    }

    private static func database(_ configuration: Configuration) -> [SettingComplaint] {
        let address = configuration.text(.database)
        let complaint = tried(.database, configuration) { () throws(Fault) in
            if let path = DatabaseName.path(address) {
                try SQLiteDatabase.check(path: path)
            } else {
                try PostgresDatabase.check(url: address)
            }
        }
        return [complaint].compactMap(\.self)
    }

    /// What a trial of one setting came to; nil where it went well, or where the setting is wrong in itself.
    private static func tried(
        _ setting: Setting, _ configuration: Configuration, _ trial: () throws(Fault) -> Void
    ) -> SettingComplaint? {
        if configuration.doubtful().contains(setting) { return nil }
        do throws(Fault) {
            try trial()
            return nil
        } catch {
            let problem = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
            return SettingComplaint(
                place: configuration.place(of: setting), problem: problem, remedy: error.remedy,
                setting: setting)
        }
    }
}

/// Where a server with these settings is found.
extension Configuration {
    /// Where the site listens.
    var listeningPlace: ListeningPlace { ListeningPlace(host: text(.host), port: number(.port)) }

    /// Where those who run the program are answered; nil where that was not asked for.
    var innerPlace: ListeningPlace? {
        self[.metrics].flatMap(SettingCheck.endpoint).map {
            ListeningPlace(host: $0.host, port: $0.port, flag: "--metrics")
        }
    }

    /// What residents' browsers call the site, without a slash at its end.
    var siteAddress: String {
        let address = self[.address] ?? listeningPlace.address
        return address.hasSuffix("/") ? String(address.dropLast()) : address
    }
}
