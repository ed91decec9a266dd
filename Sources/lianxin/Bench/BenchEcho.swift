import ArgumentParser
import Hummingbird
import Logging
import NIOCore

/// The router alone, without anything of ours: what measurements of the site are held against.
struct BenchEcho: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo", abstract: "A bare server that sends back what it is sent.", shouldDisplay: false)

    @Option var port: Int

    func run() async throws {
        let router = Router()
        router.get("/echo/:text") { _, context in try context.parameters.require("text") }
        router.post("/echo") { request, _ in
            let body = try await request.body.collect(upTo: 1_048_576)
            return Response(
                status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
        }
        var logger = Logger(label: "echo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port), backlog: 1024), logger: logger)
        try await application.runService()
    }
}
