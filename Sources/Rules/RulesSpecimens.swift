import Core
import Desk
import Markup
import Web

/// Every page of the rules in its states.
enum RulesSpecimens {
    static let hostile = #""><script>alert("1")</script>"# + " \u{202E}abc"
    static let long = String(repeating: "长", count: 300)

    static let all: [Specimen] = rules + changes + runs + returns + proposals

    private static let rules: [Specimen] = [
        specimen("rules") { town in
            var page = RulesPage(
                telling: town.telling, answers: FormAnswers(), day: town.day, rules: town.rules,
                count: town.rules.count, changes: [town.cell: town.record(.approved)])
            page.asked = .init(cell: town.cell, decision: town.decision)
            page.older = RulesPath.home
            return page.page
        },
        specimen("rules, none") { town in
            var page = RulesPage(
                telling: town.telling, answers: FormAnswers(["ofCategory": hostile]), day: town.day,
                rules: [], count: 0, changes: [:])
            page.asked = .init(cell: town.cell, decision: nil)
            return page.page
        },
        specimen("rules, problems") { town in
            let errors = ["category", "area", "unit", "assistant1", "from", "reason"].map {
                FieldError(field: $0, message: town.telling.words("rules.refusal.invalid"))
            }
            return RulesPage(
                telling: town.telling, answers: FormAnswers(), day: town.day, rules: town.rules,
                count: town.rules.count, changes: [:],
                draft: FormAnswers(["area": hostile, "reason": hostile, "source": long]), errors: errors
            ).page
        },
        specimen("rule") { town in
            CellPage(
                telling: town.telling, cell: town.cell, rules: town.rules, decision: town.decision,
                history: RuleRecord.State.allCases.map(town.record), mayEdit: true
            ).page
        },
        specimen("rule, none, problems") { town in
            let errors = ["unit", "assistant1", "from", "until", "limit", "source", "reason"].map {
                FieldError(field: $0, message: town.telling.words("rules.refusal.invalid"))
            }
            return CellPage(
                telling: town.telling, cell: .init(category: nil, area: town.cell.area), rules: [],
                decision: nil, history: [], mayEdit: true,
                answers: FormAnswers(["reason": hostile, "source": long]), errors: errors
            ).page
        },
        specimen("rule, to end") { town in
            CellPage(
                telling: town.telling, cell: town.cell, rules: town.rules, decision: town.decision,
                history: [], mayEdit: true,
                answers: FormAnswers(["what": "end", ChangeForm.endsWhy: hostile]),
                errors: [
                    FieldError(
                        field: ChangeForm.endsFrom, message: town.telling.words("rules.problem.past"))
                ]
            ).page
        },
    ]

    private static let changes: [Specimen] =
        RuleRecord.State.allCases.map { state in
            specimen("changes, \(state.rawValue)") { town in
                ChangesPage(telling: town.telling, state: state, records: [town.record(state)]).page
            }
        }
        + RuleRecord.State.allCases.map { state in
            specimen("change, \(state.rawValue)") { town in
                ChangePage(
                    telling: town.telling, record: town.record(state),
                    acts: RuleAct.What.allCases.map {
                        RuleAct(act: $0, person: 1, why: hostile, at: town.telling.now)
                    }, before: town.decision, problem: .same,
                    may: .init(submit: state == .draft, approve: state == .waiting, decline: true),
                    error: state == .waiting ? hostile : nil
                ).page
            }
        } + [
            specimen("changes, none") { town in
                ChangesPage(telling: town.telling, state: .draft, records: []).page
            }
        ]

    private static let runs: [Specimen] =
        [
            specimen("dry runs, none") { town in RunsPage(telling: town.telling, runs: []).page },
            specimen("dry runs") { town in
                RunsPage(telling: town.telling, runs: RunStore.Run.State.allCases.map(town.run)).page
            },
        ]
        + RunStore.Run.State.allCases.map { state in
            specimen("dry run, \(state.rawValue)") { town in
                var page = RunPage(
                    telling: town.telling, run: town.run(state), changes: [town.record(.draft)],
                    pairs: [(.init(old: "A", new: "B"), 214), (.init(old: "", new: hostile), 1)])
                if state == .done {
                    page.opened = .init(pair: .init(old: "A", new: "B"), ids: [1, 2], records: [:])
                }
                return page.page
            }
        }

    private static let returns: [Specimen] = [
        specimen("tossed about") { town in
            ReturnsPage(telling: town.telling, isOpen: true, tossed: town.tossed, records: [:]).page
        },
        specimen("tossed about, none") { town in
            ReturnsPage(telling: town.telling, isOpen: false, tossed: [], records: [:]).page
        },
        specimen("returns in figures") { town in
            var page = ReturnFiguresPage(
                telling: town.telling, months: town.day...town.day,
                figures: [
                    .init(
                        unit: UnitCode("A"),
                        counts: ["given": 12, "returned": 3, "kept": 8, "why:duty": 2, "why:other": 1])
                ])
            page.opened = .init(
                unit: UnitCode("A"), result: .returned,
                rows: [
                    .init(
                        matterID: 1, sequence: 4, reason: "duty", words: hostile, endedAt: town.telling.now)
                ], records: [:])
            return page.page
        },
        specimen("returns in figures, none") { town in
            ReturnFiguresPage(telling: town.telling, months: town.day...town.day, figures: []).page
        },
    ]

    private static let proposals: [Specimen] =
        [
            specimen("proposals, none") { town in
                ProposalsPage(telling: town.telling, state: .open, proposals: []).page
            },
            specimen("proposals") { town in
                ProposalsPage(telling: town.telling, state: .open, proposals: [town.proposal(.open)]).page
            },
            specimen("proposal, problems") { town in
                ProposalPage(
                    telling: town.telling, proposal: town.proposal(.open), decision: nil, support: [],
                    against: [], mayDecide: true, answers: FormAnswers(["reason": hostile, "why": long]),
                    errors: ["from", "reason", "why"].map {
                        FieldError(field: $0, message: town.telling.words("rules.refusal.missing"))
                    }
                ).page
            },
        ]
        + ProposalStore.Proposal.State.allCases.map { state in
            specimen("proposal, \(state.rawValue)") { town in
                ProposalPage(
                    telling: town.telling, proposal: town.proposal(state), decision: town.decision,
                    support: [town.line], against: [town.line], mayDecide: true
                ).page
            }
        }

    private static func specimen(
        _ name: String, _ make: @escaping @Sendable (RulesSpecimenTown) -> Page
    ) -> Specimen {
        Specimen(name, officer: RulesSpecimenTown.officer) { visit in
            RulesSpecimenTown(visit).map(make) ?? Page(title: "") { .empty }
        }
    }
}
