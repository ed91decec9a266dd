import Core
import Desk
import Storage
import Testing
import Web

@Suite("Of private data in a request, Open311")
struct ServerPrivacyTests {
    @Test("tells nobody, in no list, file, format or update", arguments: TestEngine.present)
    func open(engine: TestEngine) async throws {
        try await ServerTown.with(engine) { town in
            let number = try await town.filed([
                "description": PrivateText.concern, "address_string": PrivateText.place,
                "first_name": "小芳", "last_name": "欧阳", "phone": "13812345678",
                "email": "xiaofang@example.com",
            ])
            try await town.answered(number, PrivateText.answer)
            try await town.follow()
            for path in [
                "requests", "requests/\(number)", "servicerequestupdates",
                "servicerequestupdates?service_request_id=\(number)",
            ].flatMap({ path in
                ["json", "xml"].map { format in
                    path.contains("?")
                        ? path.replacing("?", with: ".\(format)?") : "\(path).\(format)"
                }
            }) + ["bulk.csv", "bulk.json", "bulk.xml", "requests.json?extensions=true"] {
                let answer = try await town.get(path)
                guard answer.status == 200 else { continue }
                #expect(PrivateText.leaks(answer.text) == [], "\(path): \(answer.text)")
            }
            let list = try await town.get("requests.json")
            #expect(list.text.contains(number) && list.text.contains("楼道的灯坏了"))
        }
    }
}
