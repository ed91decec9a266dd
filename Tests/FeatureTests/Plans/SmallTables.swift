/// Tables that stay small whatever is raised, with the reason for each. All others grow.
enum SmallTables {
    static let all: [String: String] = [
        "search_indexes": "one row for each index of words",
        "migrations": "one row for each step of the schema",
        "eras": "one row",
        "followers": "one row for each follower",
        "setup": "links for a first password, swept when they end",
        "triage_switch": "one row for each time automatic dispatch was switched",
        "people": "those who work here",
        "posts": "the posts of those who work here",
        "calls_seats": "the seats of the hotline",
        "calls_places": "the telephones of the hotline",
        "calls_windows": "one row for each day that is counted anew",
        "chats_groups": "one group for each small area",
        "knowledge_articles": "articles, written by hand",
        "knowledge_versions": "versions of articles, written by hand",
        "knowledge_gaps": "one row for each category",
        "lines_roster": "one row for each leader and day of duty",
        "slips_places": "the places with a box for slips",
        "open311_destinations": "other systems, entered by hand",
        "triage_models": "one row for each training",
        "area_shapes": "the outlines of areas",
        "assessments_closings": "one row for each area and month",
    ]
}
