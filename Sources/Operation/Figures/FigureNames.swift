/// The names under which the program counts, each with a sentence. `Documentation/operation.md` lists them.
public enum FigureNames {
    static let requests = "lianxin_http_requests_total"
    static let requestSeconds = "lianxin_http_request_seconds"
    static let streams = "lianxin_http_streams"
    static let refusedSignIns = "lianxin_sign_ins_refused_total"
    static let commits = "lianxin_database_commits_total"
    static let batch = "lianxin_database_batch_size"
    static let transactionSeconds = "lianxin_database_transaction_seconds"
    static let faults = "lianxin_database_faults_total"
    static let limited = "lianxin_rate_limited_total"

    /// What is counted as it happens; what is looked up tells its sentence itself.
    public static let help: [String: String] = [
        requests: "Requests answered, by route and status.",
        requestSeconds: "Seconds until the answer began, by kind of asker and route.",
        streams: "Pages that listen for news now.",
        refusedSignIns: "Sign-ins that were refused.",
        commits: "Transactions put on disk.",
        batch: "Callers that shared one commit.",
        transactionSeconds: "Seconds from asking the database to its answer, with the wait for a turn.",
        faults: "Transactions that failed because of the database, by the code of the fault.",
        limited: "Requests refused because one address asked too often.",
    ]
}
