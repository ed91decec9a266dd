import HTTPTypes

/// One matter's life through the API alone.
struct ApiLife {
    let town: TestTown
    let number: String
    let token: String

    /// A resident files a concern.
    static func begin(in town: TestTown, text: String = "桥头的路灯不亮了，晚上很危险。") async throws -> ApiLife {
        let answer = try await town.visitor().json(
            "POST", "/api/v1/matters",
            body: body(["text": text, "area": TownCity.village, "contact": ["phone": "13800000000"]]))
        return ApiLife(
            town: town, number: answer.value["number"].text ?? "", token: answer.value["token"].text ?? "")
    }

    /// A resident's concern that a unit has answered: the two questions are open.
    static func answered(in town: TestTown) async throws -> ApiLife {
        let life = try await begin(in: town)
        try await life.move("register", ["category": "lamp"], as: "clerk")
        try await life.move("dispatch", ["unit": "ROADS"], as: "dispatcher")
        try await life.move("answer", ["answer": "灯泡已经更换。"], as: "roads")
        return life
    }

    @discardableResult
    func move(
        _ name: String, _ inputs: [String: String] = [:], as officer: String, headers: HTTPFields = [:]
    ) async throws -> WebAnswer {
        try await town.officer(officer).json(
            "POST", "/api/v1/matters/\(number)/moves", body: body(["move": name, "inputs": inputs]),
            headers: headers)
    }

    @discardableResult
    func resident(_ name: String, _ inputs: [String: String] = [:]) async throws -> WebAnswer {
        try await town.visitor().json(
            "POST", "/api/v1/tracks/\(token)/moves", body: body(["move": name, "inputs": inputs]))
    }

    func track() async throws -> ApiValue { try await town.visitor().get("/api/v1/tracks/\(token)").value }
    func seen(by officer: String = "clerk") async throws -> ApiValue {
        try await town.officer(officer).get("/api/v1/matters/\(number)").value
    }
    func stage() async throws -> String? { try await track()["stage"]["name"].text }
    func state() async throws -> TestTown.State { try await town.state(of: number) }
}
