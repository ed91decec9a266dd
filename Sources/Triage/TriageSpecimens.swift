import Core
import Desk
import Language
import Markup
import Storage
import Web

/// Every page of triage in every state.
enum TriageSpecimens {
    static let hostile = #""><script>alert(1)</script>{x}"#

    static let all: [Specimen] = pages + models + audits

    private static let pages: [Specimen] = [
        specimen("triage, nothing waits") { town in town.queue([], model: .none).page },
        specimen("triage, nothing on this page") { town in town.queue([], model: .none, goesOn: true).page },
        specimen("triage, no model") { town in town.queue([town.bare], model: .none).page },
        specimen("triage, a broken model") { town in
            town.queue(
                [town.bare], model: .broken(version: 3, .otherVersion(found: 9, wanted: 1)),
                standing: town.stopped
            ).page
        },
        specimen("triage") { town in
            town.queue(
                [town.sure, town.returned, town.placed, town.bare],
                model: .broken(version: 3, .damaged), problem: hostile
            ).page
        },
        specimen("triage, automatic off") { town in town.automatic(nil, []).page },
        specimen("triage, automatic on") { town in
            town.automatic(town.on, [town.right, town.wrong, town.drawn]).page
        },
        specimen("triage, automatic stopped itself") { town in town.automatic(town.stopped, [town.wrong]).page
        },
        specimen("triage, figures") { town in town.figures(town.lines).page },
        specimen("triage, no figures") { town in town.figures([]).page },
        specimen("triage, what a figure counts") { town in
            CountedPage(
                telling: town.telling, title: hostile, lines: town.counted,
                next: TriagePath.figures
            ).page
        },
        specimen("triage, a figure that counts nothing") { town in
            CountedPage(telling: town.telling, title: "2026-11", lines: [], next: nil).page
        },
    ]

    private static let models: [Specimen] = [
        specimen("triage, no models") { town in
            ModelsPage(
                telling: town.telling, models: [], trouble: nil, learned: nil,
                rules: TriageRules.usual.training
            ).page
        },
        specimen("triage, models asked for") { town in
            var page = ModelsPage(
                telling: town.telling, models: [town.model], trouble: nil, learned: nil,
                rules: TriageRules.usual.training)
            page.training = TrainingView(
                telling: town.telling, trainings: town.trainings, mayTrain: true, reason: hostile,
                errors: [FieldError(field: "reason", message: hostile)])
            return page.page
        },
        specimen("triage, a model is being made") { town in
            var page = ModelsPage(
                telling: town.telling, models: [], trouble: nil, learned: nil,
                rules: TriageRules.usual.training)
            page.training = TrainingView(
                telling: town.telling,
                trainings: [
                    TrainingRecord(id: 1, askedAt: town.model.madeAt, person: 1, why: "", state: .running)
                ],
                mayTrain: true)
            return page.page
        },
        specimen("triage, models") { town in
            ModelsPage(
                telling: town.telling, models: [town.model, town.oldModel, town.packModel],
                trouble: (4, .cutShort), learned: 12, rules: TriageRules.usual.training
            ).page
        },
        specimen("triage, models, what is no model") { town in
            ModelsPage(
                telling: town.telling, models: [town.packModel], trouble: (1, .notAModel), learned: nil,
                rules: TriageRules.usual.training
            ).page
        },
        specimen("triage, a model") { town in
            ModelPage(telling: town.telling, model: town.model, confidence: 0.9, mayRestore: true).page
        },
        specimen("triage, an old model, refused") { town in
            ModelPage(
                telling: town.telling, model: town.oldModel, confidence: nil, mayRestore: true,
                reason: hostile, errors: [FieldError(field: "reason", message: hostile)]
            ).page
        },
        specimen("triage, a model without its bytes") { town in
            ModelPage(telling: town.telling, model: town.packModel, confidence: nil, mayRestore: true).page
        },
    ]

    private static let audits: [Specimen] = [
        specimen("triage, nothing to audit") { town in town.audits(due: false).page },
        specimen("triage, audits") { town in town.audits(due: true).page },
        specimen("triage, an audit") { town in
            AuditPage(telling: town.telling, decision: town.drawn, matter: town.record(hostile)).page
        },
        specimen("triage, an audit, refused") { town in
            AuditPage(
                telling: town.telling, decision: town.drawn, matter: town.record("路灯不亮"),
                errors: [FieldError(field: "unit", message: hostile)]
            ).page
        },
        specimen("triage, an audit, right") { town in
            AuditedPage(telling: town.telling, decision: town.right, matter: town.record("路灯不亮")).page
        },
        specimen("triage, an audit, wrong") { town in
            AuditedPage(
                telling: town.telling, decision: town.wrong, matter: town.record(hostile), isCorrected: true,
                hasStopped: true
            ).page
        },
        specimen("triage, an audit, wrong, too late") { town in
            AuditedPage(
                telling: town.telling, decision: town.wrong, matter: town.record(hostile), isCorrected: false
            ).page
        },
        specimen("triage on a matter") { town in town.panel(town.sure, []) },
        specimen("triage on a matter, decided by itself") { town in
            town.panel(nil, [town.wrong])
        },
        specimen("triage on a matter, to look at only") { town in
            town.panel(town.returned, [town.right], mayConfirm: false)
        },
    ]

    private static func specimen(
        _ name: String, _ page: @escaping @Sendable (TriageSpecimenTown) -> Page
    ) -> Specimen {
        Specimen(name, officer: TriageSpecimenTown.officer) { visit in
            guard let town = TriageSpecimenTown(visit: visit) else {
                preconditionFailure("the specimens' city")
            }
            return page(town)
        }
    }
}
