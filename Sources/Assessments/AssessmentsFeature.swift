public import Core
public import Web

extension Feature {
    /// Assessments: the daily check, the weekly notice, the monthly assessment and its meetings (M35, M80).
    ///
    /// - Parameter names: the names of people at work, by their ids.
    public static func assessments(
        _ desk: AssessmentsDesk, names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText]
    ) -> Feature {
        Feature(
            name: "assessments",
            words: WordFiles(
                owner: "Assessments", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "assessments.menu", path: AssessmentsPath.home, audience: .officers, icon: "check",
                    order: 60, group: .city),
                MenuEntry(
                    key: "assessments.published.menu", path: AssessmentsPath.published, audience: .visitors,
                    order: 60, group: .foot),
            ],
            operations: AssessmentsRoutes.operations, specimens: { AssessmentsSpecimens.all }
        ) { site in AssessmentsRoutes(desk: desk, names: names).add(to: site) }
    }
}
