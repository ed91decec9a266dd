import Testing

/// The office around one matter: assistants, arbiters, supervisors, reviewers, each with an account of their
/// own.
private struct Office {
    let crew: Crew
    let assistant: Client
    let supervisor: Client
    let reviewer: Client
    let caller: Client

    init(_ server: Server, _ place: JourneyPlace) async throws {
        crew = try await Crew(server, place)
        assistant = server.client(try await place.token("ye.yongwei"))
        supervisor = server.client(try await place.token("wei.rui"))
        reviewer = server.client(try await place.token("lu.lingjian"))
        caller = server.client(try await place.token("liu.qiangyong"))
    }

    func accepted() async throws -> Held {
        let held = try await crew.dispatched()
        try await crew.handler.move("accept", on: held.matter).expect(200)
        return held
    }
}

extension Journeys {
    private func office(
        _ engine: JourneyEngine, _ body: (Office) async throws -> Void
    ) async throws {
        try await engine.withPlace { place in
            try await Server.with(place) { server in try await body(try await Office(server, place)) }
            let verified = try await place.run("verify")
            #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output)")
        }
    }

    @Test(
        "of joint work with an assistant who refuses: no answer over its head",
        arguments: JourneyEngine.present)
    func joint(engine: JourneyEngine) async throws {
        try await office(engine) { office in
            let held = try await office.accepted()
            #expect(try await office.assistant.get("/api/v1/" + held.matter).status == 404)
            try await office.crew.handler.move(
                "givePart", ["part": "SANITATION", "task": "加派一趟清运车。"], on: held.matter
            ).expect(200)
            try await office.assistant.get("/api/v1/" + held.matter).expect(200)
            let answer = ["answer": "已经清运。"]
            try await office.crew.handler.move("answer", answer, on: held.matter).expect(409)
            try await office.assistant.move("answer", answer, on: held.matter).expect(403)
            try await office.assistant.move("refusePart", ["reason": "车辆不归我们调。"], on: held.matter).expect(200)
            try await office.crew.handler.move("answer", answer, on: held.matter).expect(409)
            try await office.crew.dispatcher.move(
                "insistPart", ["part": "SANITATION", "reason": "清运由你们负责。"], on: held.matter
            ).expect(200)
            try await office.assistant.move("answerPart", ["answer": "已加派。"], on: held.matter).expect(200)
            try await office.crew.handler.move("answer", answer, on: held.matter).expect(200)
            let yes = ["solved": "yes", "satisfied": "yes"]
            let done = try await office.crew.resident.move("rate", yes, on: held.track).expect(200)
            #expect(done.json["outcome"].string == "solved")
            let track = try await office.crew.resident.get("/api/v1/" + held.track).expect(200)
            for inner in ["车辆不归我们调", "清运由你们负责", "加派一趟清运车"] { #expect(!track.text.contains(inner)) }
        }
    }

    @Test("of two returns that end in a ruling, which is not returned", arguments: JourneyEngine.present)
    func arbitration(engine: JourneyEngine) async throws {
        try await office(engine) { office in
            let held = try await office.accepted()
            try await office.crew.handler.move(
                "return", ["cause": "duty", "reason": "不归我们管"], on: held.matter
            ).expect(200)
            try await office.crew.dispatcher.move("dispatch", ["unit": "SANITATION"], on: held.matter).expect(
                200)
            try await office.assistant.move("return", ["cause": "duty", "reason": "也不归我们"], on: held.matter)
                .expect(409)
            try await office.assistant.move(
                "returnAgain", ["cause": "duty", "reason": "也不归我们"], on: held.matter
            ).expect(200)
            #expect(try await office.crew.stage(held) == "arbitration")
            try await office.crew.dispatcher.move("dispatch", ["unit": Crew.unit], on: held.matter).expect(
                409)
            try await office.supervisor.move(
                "arbitrate", ["unit": Crew.unit, "reason": "门前清运归街道。"], on: held.matter
            ).expect(200)
            #expect(try await office.crew.stage(held) == "dispatched")
            try await office.crew.handler.move(
                "returnAgain", ["cause": "duty", "reason": "还是不归"], on: held.matter
            ).expect(409)
        }
    }

    @Test(
        "of a rating looked at again by somebody else, with the resident's words as they were",
        arguments: JourneyEngine.present)
    func review(engine: JourneyEngine) async throws {
        try await office(engine) { office in
            let held = try await office.accepted()
            try await office.crew.handler.move("answer", ["answer": "已经清运。"], on: held.matter).expect(200)
            let no = ["solved": "yes", "satisfied": "no", "why": "又堆满了"]
            try await office.crew.resident.move("rate", no, on: held.track).expect(200)
            try await office.crew.handler.move(
                "proposeExclusion", ["reason": "邻居施工，不是清运的问题。"], on: held.matter
            ).expect(200)
            try await office.crew.handler.move("grantExclusion", [:], on: held.matter).expect(403)
            try await office.reviewer.move("grantExclusion", [:], on: held.matter).expect(200)
            let matter = try await office.reviewer.get("/api/v1/" + held.matter).expect(200)
            #expect(matter.text.contains("又堆满了"))
            let track = try await office.crew.resident.get("/api/v1/" + held.track).expect(200)
            #expect(track.text.contains("又堆满了") && !track.text.contains("邻居施工"))
        }
    }

    @Test("of a matter suspended with approval and taken up again", arguments: JourneyEngine.present)
    func suspension(engine: JourneyEngine) async throws {
        try await office(engine) { office in
            let held = try await office.accepted()
            let ask = ["reason": "等新车到位。", "reviewOn": "2031-03-01"]
            try await office.crew.handler.move("proposeSuspension", ask, on: held.matter).expect(200)
            try await office.crew.handler.move("grantSuspension", [:], on: held.matter).expect(403)
            try await office.supervisor.move("grantSuspension", [:], on: held.matter).expect(200)
            let track = try await office.crew.resident.get("/api/v1/" + held.track).expect(200)
            #expect(track.json["stage"]["name"].string == "suspended" && track.text.contains("等新车到位"))
            try await office.supervisor.move("resume", ["reason": "车到了"], on: held.matter).expect(200)
            #expect(try await office.crew.stage(held) == "handling")
        }
    }

    @Test("of supervision from an order to a notice, answered and lifted", arguments: JourneyEngine.present)
    func supervision(engine: JourneyEngine) async throws {
        try await office(engine) { office in
            let held = try await office.accepted()
            try await office.supervisor.move("supervise", ["demand": "三天内办结。"], on: held.matter).expect(200)
            try await office.supervisor.move("supervise", ["demand": "再来"], on: held.matter).expect(409)
            try await office.supervisor.move("raiseSupervision", ["reason": "没有动静。"], on: held.matter).expect(
                200)
            try await office.crew.handler.move("liftSupervision", ["reason": "好了"], on: held.matter).expect(
                403)
            try await office.crew.handler.move("answerSupervision", ["answer": "今天办。"], on: held.matter)
                .expect(200)
            try await office.supervisor.move("liftSupervision", ["reason": "已办。"], on: held.matter).expect(
                200)
            for _ in 1...100 {
                let urged = try await office.crew.resident.move("urge", on: held.track)
                #expect(urged.status == 200 || urged.status == 409 || urged.status == 429)
            }
            let matter = try await office.crew.handler.get("/api/v1/" + held.matter).expect(200)
            #expect(
                matter.text.split(separator: "\"fact\":\"urged\"").count == 2, "one of a hundred urges counts"
            )
        }
    }
}
