import Foundation

/// Files under keys of its own, each again and again until it is answered.
struct Filer: Sendable {
    let port: Int
    let token: String
    let name: String
    private(set) var numbers: [String] = []
    /// Answers that were neither the right one nor a clear "not now".
    private(set) var wrong: [String] = []
    /// Clear answers of "not now".
    private(set) var refusals = 0
    /// How long the slowest answer took.
    private(set) var longest = Duration.zero

    init(port: Int, token: String, name: String) {
        (self.port, self.token, self.name) = (port, token, name)
    }

    func work(_ count: Int) -> Filer {
        var filer = self
        guard let wire = try? Wire(port: port) else { return filer }
        for index in 0..<count { filer.file(index, wire) }
        return filer
    }

    private mutating func file(_ index: Int, _ wire: Wire) {
        let side = name.unicodeScalars.filter { $0.isASCII }.map(String.init).joined()
        let request = Wire.request(
            "POST", "/api/v1/matters", ["text": .string("\(name)第\(index)件：路灯坏了。"), "channel": "hotline"],
            token: token, fields: ["Idempotency-Key": "filer-\(side)-\(index)"])
        for _ in 0..<200 {
            let began = ContinuousClock.now
            guard case .answered(let reply) = wire.ask(request) else { return wrong.append("no answer") }
            longest = max(longest, ContinuousClock.now - began)
            if reply.status == 201, let number = reply.json["number"].string { return numbers.append(number) }
            let isClear =
                reply.status == 503
                && reply.fields["content-type"]?.hasPrefix("application/problem+json") == true
                && reply.fields["retry-after"] != nil && !reply.text.contains("terminat")
            if !isClear { return wrong.append(reply.text) }
            refusals += 1
            Thread.sleep(forTimeInterval: 0.1)
        }
        wrong.append("never answered")
    }
}
