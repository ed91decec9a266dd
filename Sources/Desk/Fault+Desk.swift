import Core

extension Fault {
    static let noNumber = Fault(.other, "The database gave no number.", remedy: "Try again.")
}
