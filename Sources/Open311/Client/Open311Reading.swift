import Core

/// Reads what other servers answer. Strict about what matters – which request, and what it is about – and
/// liberal about everything else; what cannot be read is reported, never passed over.
struct Open311Reading: Sendable {
    /// Seconds ahead of UTC of moments without a zone.
    var zone: Int64 = 0
    /// The most characters of a number of theirs.
    static let idLimit = 120
    private static let textLimit = 20_000

    // MARK: Services

    func services(_ bytes: [UInt8]) throws(ReadingRefusal) -> Reading<TheirService> {
        let rows = try rows(bytes, "service", in: "services", key: "service_code")
        var codes: Set<String> = []
        return read(rows, id: "service_code") { row throws(RowRefusal) in
            guard let code = row["service_code"].word, code.count <= Self.idLimit else {
                throw RowRefusal("has no service_code")
            }
            guard codes.insert(code).inserted else { throw RowRefusal("has a service_code that came before") }
            let groups = row.all("groups").flatMap { $0.all("group") + [$0] } + row.all("group")
            return TheirService(
                code: code, name: (row["service_name"].word?.onOneLine ?? code).shortened(to: 200),
                description: row["description"].word?.shortened(to: 2000),
                groups: groups.compactMap { $0.word?.onOneLine.shortened(to: 100) },
                metadata: truth(row["metadata"]), type: row["type"].word?.lowercased())
        }
    }

    func definition(_ bytes: [UInt8]) throws(ReadingRefusal) -> Reading<TheirAttribute> {
        let given = try check(Given.read(bytes))
        var inner = given["service_definition"]
        if inner == .none { inner = given }
        // Some wrap the definition in a list of one.
        if case .list(let list) = inner { inner = list.first ?? .none }
        let rows = inner.all("attributes").flatMap {
            $0.rows("attribute", in: "attributes", key: "code") ?? []
        }
        let loose = rows.isEmpty ? inner.all("attribute") : rows
        return read(loose, id: "code") { row throws(RowRefusal) in
            guard let code = row["code"].word, code.count <= Self.idLimit else {
                throw RowRefusal("has no code")
            }
            let values = row.all("values").flatMap { $0.rows("value", in: "values", key: "key") ?? [] }
            return TheirAttribute(
                code: code, variable: row["variable"] == .none || truth(row["variable"]),
                required: truth(row["required"]), datatype: row["datatype"].word?.lowercased() ?? "string",
                order: row["order"].word.flatMap { Int($0) } ?? 0,
                description: (row["description"].word ?? code).shortened(to: 1000),
                values: values.compactMap { value in
                    value["key"].word.map { key in
                        TheirAttribute.Value(key: key, name: value["name"].word ?? key)
                    }
                })
        }
    }

    // MARK: Requests

    func requests(_ bytes: [UInt8]) throws(ReadingRefusal) -> Reading<TheirRequest> {
        let rows = try rows(bytes, "request", in: "service_requests", key: "service_request_id")
        var ids: Set<String> = []
        return read(rows, id: "service_request_id") { row throws(RowRefusal) in
            let request = try self.request(row)
            guard ids.insert(request.id).inserted else {
                throw RowRefusal("has a service_request_id that came before")
            }
            return request
        }
    }

    private func request(_ row: Given) throws(RowRefusal) -> TheirRequest {
        let id = try id(row)
        var remarks: [String] = []
        let status = row["status"].word.flatMap { TheirRequest.Status(rawValue: $0.lowercased()) }
        if status == nil { remarks.append("status is neither open nor closed") }
        var request = TheirRequest(id: id, status: status)
        request.notes = row["status_notes"].word?.shortened(to: 4000)
        request.serviceCode = row["service_code"].word?.shortened(to: 200)
        request.serviceName = row["service_name"].word?.onOneLine.shortened(to: 200)
        request.description = row["description"].word
        guard request.description != nil || request.serviceName != nil else {
            throw RowRefusal("has neither a description nor a service_name")
        }
        if let text = request.description, text.count > Self.textLimit {
            throw RowRefusal("has a description of more than \(Self.textLimit) characters")
        }
        request.agency = agency(row["agency_responsible"])
        request.requestedAt = moment(row, "requested_datetime", &remarks)
        request.updatedAt = moment(row, "updated_datetime", &remarks)
        request.expectedAt = moment(row, "expected_datetime", &remarks)
        request.address = row["address"].word?.onOneLine.shortened(to: 200)
        request.position = position(row, &remarks)
        request.media = media(row)
        request.remarks = remarks
        return request
    }

    func receipts(_ bytes: [UInt8]) throws(ReadingRefusal) -> [TheirReceipt] {
        let given = try check(Given.read(bytes))
        let rows =
            given.rows("request", in: "service_requests", key: "service_request_id")
            ?? given.rows("request", in: "service_requests", key: "token")
        guard let rows else { throw .otherContent }
        return rows.map { row in
            TheirReceipt(
                id: row["service_request_id"].word.flatMap(Self.checked),
                token: row["token"].word.flatMap(Self.checked),
                notice: row["service_notice"].word?.shortened(to: 1000))
        }
    }

    // MARK: Updates

    func updates(_ bytes: [UInt8]) throws(ReadingRefusal) -> Reading<TheirUpdate> {
        let rows = try rows(
            bytes, "request_update", in: "service_request_updates", key: "service_request_id")
        return read(rows, id: "update_id") { row throws(RowRefusal) in
            let request = try id(row)
            guard let status = row["status"].word?.uppercased(), status.count <= 60 else {
                throw RowRefusal("has no status")
            }
            let text = row["description"].word?.shortened(to: Self.textLimit)
            let moment = row["updated_datetime"].word.flatMap { TheirTime.read($0, zone: zone) }
            let made = "\(status)|\(moment?.milliseconds ?? 0)|\(text ?? "")"
            return TheirUpdate(
                id: row["update_id"].word.flatMap(Self.checked) ?? "lx-\(FNV1a(made.utf8).digits)",
                request: request, status: status, at: moment, text: text, media: media(row))
        }
    }

    // MARK: Parts

    private struct RowRefusal: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// The rows of an answer, or what the other side says is wrong.
    private func rows(
        _ bytes: [UInt8], _ name: String, in wrapper: String, key: String
    ) throws(ReadingRefusal) -> [Given] {
        let given = try check(Given.read(bytes))
        guard let rows = given.rows(name, in: wrapper, key: key) else { throw .otherContent }
        return rows
    }

    /// An answer that is not a list of errors.
    private func check(_ given: Given) throws(ReadingRefusal) -> Given {
        let texts = Self.errors(given)
        if !texts.isEmpty { throw .errors(texts) }
        return given
    }

    /// What an answer says is wrong: `errors`, one `error`, or a bare list of codes with descriptions.
    static func errors(_ given: Given) -> [String] {
        let rows: [Given]
        switch given {
        case .none, .text: rows = []
        case .list(let list): rows = list.filter(isError)
        case .fields:
            let wrapped = given.rows("error", in: "errors", key: "code") ?? []
            rows = given["errors"] != .none || given["error"] != .none ? wrapped : wrapped.filter(isError)
        }
        return Array(rows.prefix(5)).compactMap { row in
            let text = row["description"].word ?? row["error"].word ?? row.word ?? row["code"].word
            return text?.onOneLine.shortened(to: 300)
        }
    }

    private static func isError(_ row: Given) -> Bool {
        if row["error"] != .none { return true }
        let others = ["service_code", "service_request_id", "variable", "datatype"]
        return row["code"] != .none && row["description"] != .none && others.allSatisfy { row[$0] == .none }
    }

    private func read<Row>(
        _ rows: [Given], id: String, _ body: (Given) throws(RowRefusal) -> Row
    ) -> Reading<Row> {
        var reading = Reading<Row>()
        for (index, row) in rows.enumerated() {
            do throws(RowRefusal) {
                guard case .fields = row else { throw RowRefusal("is no row") }
                reading.rows.append(try body(row))
            } catch {
                reading.refused.append(
                    RefusedRow(
                        row: index + 1, id: row[id].word?.shortened(to: Self.idLimit), reason: error.reason))
            }
        }
        return reading
    }

    private func id(_ row: Given) throws(RowRefusal) -> String {
        guard let text = row["service_request_id"].word else {
            throw RowRefusal("has no service_request_id")
        }
        guard let id = Self.checked(text) else {
            throw RowRefusal("has a service_request_id that is no number or name")
        }
        return id
    }

    /// A number or name of theirs: visible characters on one line.
    static func checked(_ text: String) -> String? {
        let isSound = text.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 32
        }
        return isSound && !text.isEmpty && text.count <= idLimit && text.utf8.count <= idLimit * 4
            ? text : nil
    }

    private func moment(_ row: Given, _ name: String, _ remarks: inout [String]) -> Moment? {
        guard let text = row[name].word else { return nil }
        guard let moment = TheirTime.read(text, zone: zone) else {
            remarks.append("\(name) cannot be read")
            return nil
        }
        return moment
    }

    /// 0, 0 is where those land who know no place.
    private func position(_ row: Given, _ remarks: inout [String]) -> Position? {
        guard let lat = row["lat"].word, let long = row["long"].word else { return nil }
        guard let latitude = degrees(lat), let longitude = degrees(long),
            let position = Position(latitude: latitude, longitude: longitude)
        else {
            remarks.append("lat and long are no place on earth")
            return nil
        }
        return latitude == 0 && longitude == 0 ? nil : position
    }

    private func degrees(_ text: String) -> Double? {
        guard text.utf8.count <= 32,
            text.utf8.allSatisfy({
                (48...57).contains($0) || $0 == 45 || $0 == 43 || $0 == 46 || $0 | 32 == 101
            })
        else { return nil }
        return Double(text)
    }

    private func media(_ row: Given) -> [String] {
        let given = row.all("media_url") + row.all("media_urls").flatMap { $0.all("media_url") + [$0] }
        return Array(
            given.compactMap { $0["media_url"].word ?? $0.word }
                .filter { $0.utf8.count <= 2000 && ($0.hasPrefix("http://") || $0.hasPrefix("https://")) }
                .prefix(10))
    }

    private func agency(_ given: Given) -> String? {
        (given.word ?? given["recipient"].word ?? given.all("recipient").first?.word)?.onOneLine
            .shortened(to: 200)
    }

    private func truth(_ given: Given) -> Bool {
        ["true", "1", "yes", "y"].contains(given.word?.lowercased() ?? "")
    }
}
