import CityPack
import Core
import Desk
import Markup
import Storage
import Web

extension AdministrationSpecimens {
    private func specimen(_ name: String, _ page: @escaping @Sendable (Visit) -> Page) -> Specimen {
        let officer = Officer(
            personID: 7, name: Self.bad, login: "boss", posts: [], powers: [.manageAccounts],
            sessionID: "s7")
        return Specimen(name, officer: officer, page: page)
    }

    private func heading(_ now: Moment) -> PackVersionStore.Heading {
        .init(id: 2, hash: "3-0f", version: 3, since: now, by: Self.hostile, summary: "1 added")
    }

    private var difference: PackDifference {
        let old = PackContent(city, fingerprint: "1-0")
        var parts: [PackPart: [PackContent.Entry]] = [:]
        for part in PackPart.allCases { parts[part] = Array(old[part].dropFirst()) }
        parts[.roles] = old[.roles].map { row in
            PackContent.Entry(
                row.key, Self.bad,
                ["sight": .init("unit"), "powers": .init(Self.hostile), "x": .init("", Self.bad)])
        }
        parts[.units] = [.init("NEW", Self.bad, ["area": .init("1", Self.bad)])]
        return PackDifference(
            old: old, new: PackContent(name: Self.bad, version: 4, fingerprint: "4-1", parts: parts))
    }

    var pack: [Specimen] {
        let (city, difference) = (city, difference)
        let content = PackContent(city, fingerprint: "1-0")
        let kinds = city.procedures.values.sorted { $0.kind < $1.kind }
        @Sendable func page(
            _ visit: Visit, _ folder: PackPage.Folder, _ versions: [PackVersionStore.Heading] = []
        ) -> Page {
            PackPage(
                visit: visit, inForce: content, since: versions.first, folder: folder, path: Self.hostile,
                versions: versions, kinds: kinds
            ).page
        }
        return [
            specimen("pack, as in force") { page($0, .same) },
            specimen("pack, changed") { visit in
                page(visit, .changed(content, difference, warnings: []), [heading(visit.now)])
            },
            specimen("pack, broken") { visit in
                let complaint = PackComplaint(
                    file: "kinds/request.yaml", line: 41, problem: Self.hostile, remedy: Self.hostile)
                return page(visit, .broken([complaint]))
            },
            specimen("pack, a version") { visit in
                PackVersionPage(
                    visit: visit,
                    version: PackVersion(
                        id: 2, hash: "3-0f", version: 3, content: content, since: visit.now,
                        by: Self.hostile, summary: ""), difference: difference
                ).page
            },
            specimen("dry run, nothing in its way") { visit in
                DryRunPage(
                    visit: visit, run: PackDryRun(findings: [], clocks: [], elsewhere: [], losses: []),
                    old: city, new: city
                ).page
            },
            specimen("dry run, blocked") { visit in
                DryRunPage(visit: visit, run: dryRun(visit.now), old: city, new: city).page
            },
            specimen("elsewhere, none") { visit in
                ElsewherePage(visit: visit, matters: [], old: city, new: city).page
            },
        ]
            + kinds.prefix(1).map { kind in
                specimen("a kind") { KindPage(visit: $0, procedure: kind, city: city).page }
            }
    }

    private func dryRun(_ now: Moment) -> PackDryRun {
        let post = Post(role: Self.hostile, unit: UnitCode("X"), area: city.area)
        let lacks: [PackDryRun.Lack] = [
            .stage(kind: Self.hostile, stage: "s"), .endedStage(kind: "k", stage: "s"),
            .limit(kind: "k", limit: Self.hostile), .unit(UnitCode(Self.hostile)), .endedUnit(UnitCode("X")),
            .place(city.area), .area(city.area), .category(Self.hostile), .post(post),
        ]
        return PackDryRun(
            findings: lacks.enumerated().map { index, lack in
                .init(severity: index == 0 ? .blocking : .warning, lack: lack, count: index + 1)
            },
            clocks: [
                .init(
                    kind: "k", limit: "l", name: Self.bad, urgency: .urgent, old: now, new: now + 86_400_000)
            ],
            elsewhere: [
                .init(category: Self.hostile, area: city.area, old: nil, new: UnitCode("X"), count: 214)
            ],
            losses: [
                .init(
                    person: 7, name: Self.bad, powers: Role.Power.allCases,
                    scopes: [.city, .area(city.area), .unit(UnitCode("X"))])
            ])
    }

    var traces: [Specimen] {
        let auditor = Officer(
            personID: 8, name: Self.bad, login: "auditor", posts: [], powers: [.exchange], sessionID: "s8")
        let actions = AuditPage.groups.flatMap(\.actions) + [Self.hostile]
        return [
            Specimen("traces, none", officer: auditor) { visit in
                AuditPage(visit: visit, names: [:], units: [:]).page
            },
            specimen("traces") { visit in
                AuditPage(
                    visit: visit,
                    entries: actions.enumerated().map { index, action in
                        .init(
                            id: Int64(index), at: visit.now,
                            actor: index % 2 == 0 ? "officer:7" : "system:gate", action: action,
                            subject: ["person:7", "area:9801", "login:\(Self.hostile)", "people"][index % 4],
                            reason: Self.hostile)
                    }, names: [7: Self.bad], units: [:], older: "/administration/audit?after=x"
                ).page
            },
            Specimen("contact data seen", officer: auditor) { visit in
                var page = AuditPage(
                    visit: visit, view: .reveals,
                    reveals: [
                        .init(
                            event: 9, at: visit.now, person: 7, unit: UnitCode("X"), number: "QS1",
                            reason: Self.hostile)
                    ], names: [:], units: [:])
                page.person = Self.hostile
                return page.page
            },
            Specimen("traces, refused", officer: auditor) { visit in
                var page = AuditPage(visit: visit, names: [:], units: [:])
                page.errors = [
                    FieldError(field: "from", message: visit.words("administration.audit.badDay")),
                    FieldError(field: "person", message: visit.words("administration.audit.noPerson")),
                ]
                return page.page
            },
            Specimen("verification, before the first seal", officer: auditor) { visit in
                VerificationPage(visit: visit, seal: nil).page
            },
            Specimen("verification, sound", officer: auditor) { visit in
                VerificationPage(visit: visit, seal: nil, number: "QS1", complaints: []).page
            },
            Specimen("verification, broken", officer: auditor) { visit in
                VerificationPage(
                    visit: visit, seal: nil, number: Self.hostile,
                    complaints: [
                        .init(matter: "QS1", event: 3, problem: "it is not what was written"),
                        .init(matter: "QS1", event: nil, problem: Self.hostile),
                    ]
                ).page
            },
        ]
    }
}
